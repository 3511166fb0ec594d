// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Terminal

/// A sink that keeps what is written.
final class CapturedSink: Sink {
    let isScreen: Bool
    private let captured = Mutex("")

    init(isScreen: Bool = false) { self.isScreen = isScreen }

    func write(_ text: String) { captured.withLock { $0 += text } }

    var text: String { captured.withLock { $0 } }
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    /// What was written since the last call.
    func taken() -> String {
        captured.withLock { text in
            defer { text = "" }
            return text
        }
    }
}

/// A clock that stands still until it is moved.
final class ManualClock: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }
    func move(_ step: Duration) { time.withLock { $0 += step } }
}

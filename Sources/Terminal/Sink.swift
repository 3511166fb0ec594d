// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Where messages go: standard error, or a test.
package protocol Sink: Sendable {
    /// Whether a person watches, on a screen that understands control sequences.
    var isScreen: Bool { get }
    /// Writes at once; there is nobody to tell if that fails.
    func write(_ text: String)
}

/// The process's standard error.
package struct StandardError: Sink {
    package init() {}

    package var isScreen: Bool {
        guard isatty(STDERR_FILENO) == 1, let kind = unsafe getenv("TERM") else { return false }
        return unsafe strcmp(kind, "dumb") != 0
    }

    package func write(_ text: String) { _ = Descriptor.write(text, to: STDERR_FILENO) }
}

/// Unbuffered writing of text.
enum Descriptor {
    /// Writes all of it; returns 0 or the error number.
    static func write(_ text: String, to descriptor: Int32) -> Int32 {
        unsafe Array(text.utf8).withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                guard let base = bytes.baseAddress else { return 0 }
                let count = unsafe Glibc.write(descriptor, base + done, bytes.count - done)
                if count < 0, errno != EINTR { return errno }
                if count > 0 { done += count }
            }
            return 0
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Counters of the server's life, as Prometheus reads them; they hold no name and no value of anybody's data.
final class Metrics: Sendable {
    private struct State {
        var answers: [Int: Int] = [:]
        var seconds = 0.0
        var uploadBytes = 0
        var accepted = 0
        var refused = 0
        var runs: [String: Int] = [:]
        var comparisons = 0
    }

    private let state = Mutex(State())

    func answered(status: Int, in duration: Duration) {
        state.withLock { state in
            state.answers[status, default: 0] += 1
            state.seconds += duration / .seconds(1)
        }
    }

    func received(_ bytes: Int) { state.withLock { $0.uploadBytes += bytes } }
    func accepted(_ isAccepted: Bool) {
        state.withLock { if isAccepted { $0.accepted += 1 } else { $0.refused += 1 } }
    }
    func ended(_ runState: String) { state.withLock { $0.runs[runState, default: 0] += 1 } }

    /// The text exposition format, version 0.0.4.
    ///
    /// - Parameter gauges: what is measured when it is asked for.
    func text(_ gauges: KeyValuePairs<String, Int>) -> String {
        let state = state.withLock { $0 }
        var lines: [String] = []
        func add(_ name: String, _ type: String, _ help: String, _ samples: [(String, String)]) {
            lines.append("# HELP tessera_\(name) \(help)")
            lines.append("# TYPE tessera_\(name) \(type)")
            for (labels, value) in samples { lines.append("tessera_\(name)\(labels) \(value)") }
        }
        let statuses = state.answers.sorted { $0.key < $1.key }
        add(
            "requests_total",
            "counter",
            "Requests answered.",
            statuses.map { ("{status=\"\($0.key)\"}", "\($0.value)") }
        )
        add("request_seconds_total", "counter", "Seconds spent answering.", [("", "\(state.seconds)")])
        add("upload_bytes_total", "counter", "Bytes of uploads received.", [("", "\(state.uploadBytes)")])
        add(
            "uploads_total",
            "counter",
            "Uploads verified.",
            [("{result=\"accepted\"}", "\(state.accepted)"), ("{result=\"refused\"}", "\(state.refused)")]
        )
        let runs = state.runs.sorted { $0.key < $1.key }
        add("runs_total", "counter", "Runs ended.", runs.map { ("{state=\"\($0.key)\"}", "\($0.value)") })
        for (name, value) in gauges { add(name, "gauge", "Now.", [("", "\(value)")]) }
        return lines.joined(separator: "\n") + "\n"
    }
}

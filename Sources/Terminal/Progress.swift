// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Synchronization

/// How far a long piece of work is: a bar for a person, an event every 10 s for a program that asked for JSON, else nothing.
///
/// May be advanced from several threads; call it once a batch rather than once a row.
package final class Progress: Sendable {
    /// What is counted.
    package enum Unit: String, Sendable { case rows, bytes, comparisons, steps }

    /// Something else that is counted, and how much of it there is if that is known: `12/36 tiles`.
    package struct Detail: Sendable {
        package let name: String
        package let count: Int
        package let total: Int?

        package init(_ name: String, _ count: Int, of total: Int? = nil) {
            self.name = name
            self.count = count
            self.total = total
        }

        /// Members of an event: `tiles`, `tilesTotal`.
        fileprivate var members: [(key: String, value: JSONValue)] {
            [(name, .integer(count))] + (total.map { [("\(name)Total", .integer($0))] } ?? [])
        }
    }

    /// The most that is shown: one less than the narrowest usual screen.
    private static let columns = 79

    private struct State {
        var done = 0
        var total: Int?
        var details: [Detail] = []
        var shown: Duration
    }

    private let console: Console
    private let label: String
    private let unit: Unit
    private let now: @Sendable () -> Duration
    private let start: Duration
    private let pause: Duration
    private let state: Mutex<State>

    /// Begins at zero.
    ///
    /// - Parameters:
    ///   - label: the work in one word, such as `encoding`.
    ///   - total: how much there is to do; nil if unknown.
    ///   - now: a clock that never goes back.
    package init(
        _ label: String,
        unit: Unit,
        total: Int? = nil,
        console: Console,
        now: @escaping @Sendable () -> Duration = Progress.uptime
    ) {
        self.console = console
        self.label = label
        self.unit = unit
        self.now = now
        start = now()
        pause = console.isJSON ? .seconds(10) : .milliseconds(100)
        state = Mutex(State(total: total, shown: start))
    }

    /// Adds work done; shows it if the last time was long enough ago.
    package func advance(by count: Int) { update { $0.done += count } }

    /// States the work done so far and how much there is; shows it if the last time was long enough ago.
    ///
    /// - Parameter details: what else is to be told, by name.
    package func reached(_ done: Int, of total: Int, details: [Detail] = []) {
        update {
            $0.done = done
            $0.total = total
            $0.details = details
        }
    }

    private func update(_ change: (inout State) -> Void) {
        let time = now()
        state.withLock { state in
            change(&state)
            guard time - state.shown >= pause else { return }
            state.shown = time
            show(state, elapsed: time - start)
        }
    }

    /// Takes the bar away, or reports the last event.
    package func finish() {
        let elapsed = now() - start
        state.withLock { state in
            if console.isJSON {
                show(state, elapsed: elapsed)
            } else if console.sink.isScreen {
                console.sink.write(Console.eraseLine)
            }
        }
    }

    private func show(_ state: State, elapsed: Duration) {
        let (done, total) = (state.done, state.total)
        if console.isJSON {
            console.writeEvent(
                "progress",
                [
                    ("label", .string(label)), ("unit", .string(unit.rawValue)), ("done", .integer(done)),
                    ("total", total.map(JSONValue.integer)), ("perSecond", .integer(Progress.rate(done, elapsed))),
                    ("secondsLeft", secondsLeft(done, total, elapsed).map(JSONValue.integer)),
                ] + state.details.flatMap(\.members)
            )
        } else if console.sink.isScreen {
            console.sink.write(Console.eraseLine + line(state, elapsed: elapsed))
        }
    }

    /// `encoding [########--------]  50 %  500,000 rows  100,000 rows/s  0:05 left`, less than 80 columns.
    ///
    /// A detail is shown whole or not at all, and the bar makes room for details: half a number would be another number.
    private func line(_ state: State, elapsed: Duration) -> String {
        let (done, total) = (state.done, state.total)
        var parts = [label]
        if let total {
            let percent = total > 0 ? min(100, Int((Double(done) / Double(total) * 100).rounded(.down))) : 100
            let width = state.details.isEmpty ? 16 : 8
            let filled = percent * width / 100
            let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
            let padding = String(repeating: " ", count: 3 - String(percent).count)
            parts[0] += " [\(bar)] \(padding)\(percent) %"
        }
        let rate = Progress.rate(done, elapsed)
        switch unit {
        case .comparisons:
            parts.append("\(Quantities.short(rate))/s")
        case .rows:
            parts += ["\(Quantities.grouped(done)) \(unit.rawValue)", "\(Quantities.grouped(rate)) \(unit.rawValue)/s"]
        case .steps:
            parts.append(total.map { "\(done) of \($0)" } ?? "\(done)")
        case .bytes:
            parts += [Quantities.bytes(done), "\(Quantities.bytes(rate))/s"]
        }
        if let seconds = secondsLeft(done, total, elapsed) {
            parts.append("\(Quantities.clock(seconds: seconds)) left")
        }
        var line = String(parts.joined(separator: "  ").prefix(Self.columns))
        for detail in state.details {
            let total = detail.total.map { "/\(Quantities.short($0))" } ?? ""
            let text = "  \(Quantities.short(detail.count))\(total) \(detail.name)"
            if line.count + text.count <= Self.columns { line += text }
        }
        return line
    }

    private func secondsLeft(_ done: Int, _ total: Int?, _ elapsed: Duration) -> Int? {
        guard let total, done > 0 else { return nil }
        let seconds = Double(max(0, total - done)) / Double(done) * (elapsed / .seconds(1))
        return Int(min(seconds, 1e9).rounded(.up))
    }

    /// Units a second since the start.
    private static func rate(_ done: Int, _ elapsed: Duration) -> Int {
        let seconds = elapsed / .seconds(1)
        return seconds > 0 ? Int(min(Double(done) / seconds, 1e15)) : 0
    }

    private static let origin = ContinuousClock.now

    /// Time since the first call.
    package static func uptime() -> Duration { origin.duration(to: .now) }
}

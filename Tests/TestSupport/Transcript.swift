// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A session against the built programs, kept as text; it doubles as a tutorial.
///
/// ```
/// # A comment.
/// $ tessera-agency schema check schema.json       a command, run by the shell in a folder of its own
/// > schema.json: valid…                            a line of standard output; `…` stands for anything
/// ! tessera-agency: error: …                       a line of standard error
/// ? 14                                             the exit status, when not 0
/// -- schema.json --                                files, made before the first command, each ending with a line break
/// {…}
/// ```
///
/// Output that is not written down must not appear: a command without `>` lines prints nothing. One line `> …` alone
/// stands for any number of lines. A line of any other kind is refused, so that nothing expected goes unread.
package struct Transcript {
    package struct Step {
        package let line: Int
        package let command: String
        package var output: [String] = []
        package var errors: [String] = []
        package var status: Int32 = 0
    }

    /// A line of a transcript that is none of the kinds.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    package let name: String
    package private(set) var steps: [Step] = []
    package private(set) var files: [(name: String, text: String)] = []

    package init(contentsOf file: URL) throws {
        name = file.lastPathComponent
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("-- "), line.hasSuffix(" --") {
                files.append((String(line.dropFirst(3).dropLast(3)), ""))
            } else if !files.isEmpty {
                files[files.count - 1].text += line + "\n"
            } else if line.hasPrefix("$ ") {
                steps.append(Step(line: number + 1, command: String(line.dropFirst(2))))
            } else if line.isEmpty || line.hasPrefix("#") {
                continue
            } else {
                try readExpectation(line, number: number + 1)
            }
        }
        for index in files.indices {
            while files[index].text.hasSuffix("\n\n") { files[index].text.removeLast() }
        }
    }

    private mutating func readExpectation(_ line: Substring, number: Int) throws {
        let rest = String(line.dropFirst(2))
        let last = steps.count - 1
        guard last >= 0, line.count == 1 || line.dropFirst().first == " " else {
            throw Unreadable(description: "\(name):\(number): no command, expectation or comment")
        }
        switch line.first {
        case ">": steps[last].output.append(rest)
        case "!": steps[last].errors.append(rest)
        case "?": steps[last].status = Int32(rest) ?? -1
        default: throw Unreadable(description: "\(name):\(number): no command, expectation or comment")
        }
    }

    /// Runs every step; returns what differed, in words.
    package func differences(in session: ShellSession) throws -> [String] {
        for file in files { try session.write(file.text, to: file.name) }
        var found: [String] = []
        for step in steps {
            let outcome = try session.run(step.command)
            let place = "\(name):\(step.line): \(step.command)"
            if outcome.status != step.status {
                found.append("\(place)\n  exit \(outcome.status), expected \(step.status)\n\(outcome.errors)")
            }
            for (stream, text, patterns) in [
                ("stdout", outcome.output, step.output), ("stderr", outcome.errors, step.errors),
            ] where !Self.matches(text, patterns) {
                found.append("\(place)\n  \(stream) was:\n\(text)  expected:\n\(patterns.joined(separator: "\n"))")
            }
        }
        return found
    }

    /// Whether the lines of a text follow the patterns.
    static func matches(_ text: String, _ patterns: [String]) -> Bool {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return matches(lines[...], patterns[...])
    }

    private static func matches(_ lines: ArraySlice<String>, _ patterns: ArraySlice<String>) -> Bool {
        guard let pattern = patterns.first else { return lines.isEmpty }
        if pattern == "…" {
            return (lines.startIndex...lines.endIndex).contains { matches(lines[$0...], patterns.dropFirst()) }
        }
        guard let line = lines.first, fits(line[...], pattern.components(separatedBy: "…")[...], atStart: true) else {
            return false
        }
        return matches(lines.dropFirst(), patterns.dropFirst())
    }

    /// Whether a line consists of the pieces in order with anything between them.
    private static func fits(_ line: Substring, _ pieces: ArraySlice<String>, atStart: Bool) -> Bool {
        guard let piece = pieces.first else { return line.isEmpty }
        if atStart {
            guard line.hasPrefix(piece) else { return false }
            let rest = line.dropFirst(piece.count)
            return pieces.count == 1 ? rest.isEmpty : fits(rest, pieces.dropFirst(), atStart: false)
        }
        if pieces.count == 1 { return line.hasSuffix(piece) }
        if piece.isEmpty { return fits(line, pieces.dropFirst(), atStart: false) }
        guard let range = line.range(of: piece) else { return false }
        return fits(line[range.upperBound...], pieces.dropFirst(), atStart: false)
    }
}

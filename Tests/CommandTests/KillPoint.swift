// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A moment of a run: just before the Nth system call of a kind.
struct KillPoint: CustomStringConvertible {
    let call: String
    let number: Int
    let what: String

    var description: String { "killed before \(call) \(number), \(what)" }

    /// The shell's command for a run of the program that ends there.
    func killing(_ command: String) -> String {
        "strace -f -qq -o /dev/null -e trace=\(call) -e inject=\(call):signal=SIGKILL:when=\(number) ./unit \(command)"
    }

    /// The shell's command for a run in which this call fails for want of space.
    func fillingUp(_ command: String) -> String {
        "strace -f -qq -o /dev/null -e trace=\(call) -e inject=\(call):error=ENOSPC:when=\(number) ./unit \(command)"
    }

    /// The moments of a run that concern files of some names: of calls that differ in numbers alone the first and the last.
    static func all(
        of command: String,
        calls: String,
        about name: String,
        in session: LinkageSession
    ) throws -> [KillPoint] {
        try session.run("strace -f -qq -y -o log -e trace=\(calls) ./unit \(command)")
        // strace counts the calls of each thread by itself.
        var counts: [String: Int] = [:]
        var found: [(kind: String, point: KillPoint)] = []
        // PROCESS CALL(ARGUMENTS…) = RESULT
        for line in try session.run("cat log").split(separator: "\n") {
            let rest = line.drop { $0.isNumber }.drop { $0 == " " }
            guard let end = rest.firstIndex(of: "(") else { continue }
            let call = rest[..<end]
            let counted = "\(line.prefix { $0.isNumber }) \(call)"
            counts[counted, default: 0] += 1
            let what = rest[end...].split(whereSeparator: { "\"<>".contains($0) }).first { $0.contains(name) }
            guard let what else { continue }
            let kind = "\(call) \(String(what.filter { !$0.isNumber }))"
            found.append((kind, KillPoint(call: String(call), number: counts[counted] ?? 0, what: String(what))))
        }
        let last = Dictionary(found.map { ($0.kind, $0.point.number) }) { $1 }
        var seen: Set<String> = []
        return found.filter { seen.insert($0.kind).inserted || last[$0.kind] == $0.point.number }.map(\.point)
    }
}

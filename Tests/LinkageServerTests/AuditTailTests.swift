// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import LinkageServer
import TestSupport
import Testing

@Suite struct AuditTailTests {
    /// Entries of three projects over several pieces of the file, beside those that were written, in the order of writing; more of them than
    /// are kept in memory, and once more of a log that was opened again.
    @Test func theLastEntriesAreThoseThatWereWrittenLast() throws {
        let folder = try TemporaryFolder()
        let log = try AuditLog(path: folder.file("audit.jsonl"))
        let padding = String(repeating: "x", count: 500)
        var written: [(number: Int64, project: String)] = []
        for number in 1...2_300 {
            let project = number == 3 ? "rare" : number % 2 == 0 ? "even" : "odd"
            try log.append("test.\(padding)", by: "test", project: project)
            written.append((Int64(number), project))
        }
        let again = try AuditLog(path: folder.file("audit.jsonl"))
        for count in [0, 1, 30, 1_100, 2_300, 4_000] {
            let all = written.suffix(count).map(\.number)
            #expect(try log.tail(count).map { $0.jsonValue["number"]?.integer } == all)
            #expect(try log.tail(count) == again.tail(count))
            for project in ["rare", "even", "odd", "none", "eve"] {
                let own = written.filter { $0.project == project }.suffix(count).map(\.number)
                #expect(try log.tail(count, project: project).map { $0.jsonValue["number"]?.integer } == own)
                #expect(try again.tail(count, project: project).map { $0.jsonValue["number"]?.integer } == own)
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import JSONText
import LinkageServer
import TestSupport
import Testing

@Suite struct AuditLogTests {
    private static let count = 40

    /// A log's lines, without their ends.
    private static func lines(in folder: TemporaryFolder) throws -> [[UInt8]] {
        let log = try AuditLog(path: folder.file("audit"))
        for number in 0..<count {
            try log.append("act", by: "tester", project: number % 3 == 0 ? "p" : nil, ["n": .integer(number)])
        }
        return try InputFile(path: folder.file("audit")).readAll(limit: 1 << 24).split(separator: UInt8(ascii: "\n"))
            .map(Array.init)
    }

    /// The code of what is wrong with a log of these lines; nil if nothing is.
    private static func fault(_ lines: [[UInt8]], in folder: TemporaryFolder) throws -> String? {
        let path = try folder.write(lines.flatMap { $0 + [UInt8(ascii: "\n")] }, as: "changed")
        do throws(ServerError) {
            _ = try AuditLog.verify(path: path)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func theChainGoesOnAfterReopening() throws {
        let folder = try TemporaryFolder()
        let lines = try Self.lines(in: folder)
        let log = try AuditLog(path: folder.file("audit"))
        #expect(log.head.number == Self.count)
        let head = try log.append("more", by: "tester")
        #expect(head.number == Self.count + 1)
        #expect(try AuditLog.verify(path: folder.file("audit")).head == head)
        #expect(try log.tail(5).compactMap { $0.jsonValue["number"]?.integer } == (37...41).map { Int64($0) })
        #expect(try log.tail(3, project: "p").compactMap { $0.jsonValue["n"]?.integer } == [33, 36, 39])
        #expect(lines.count == Self.count)
    }

    @Test("no entry is changed, dropped, doubled, moved or put in unseen")
    func everyTamperingIsFound() throws {
        let folder = try TemporaryFolder()
        let lines = try Self.lines(in: folder)
        #expect(try Self.fault(lines, in: folder) == nil)
        var random = SplitMix64(seed: 11)
        for (number, line) in lines.enumerated() {
            for _ in 0..<20 {
                var changed = line
                let place = Int.random(in: 0..<line.count, using: &random)
                changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                // A byte that became the end of a line makes two of it.
                var all = lines
                all[number] = changed
                #expect(try Self.fault(all, in: folder) == "server.audit")
            }
            var dropped = lines
            dropped.remove(at: number)
            // Who cuts the end off is found by the head that receipts carry, not here.
            if number < lines.count - 1 { #expect(try Self.fault(dropped, in: folder) == "server.audit") }
            var doubled = lines
            doubled.insert(line, at: number)
            #expect(try Self.fault(doubled, in: folder) == "server.audit")
            if number > 0 {
                var moved = lines
                moved.swapAt(number, number - 1)
                #expect(try Self.fault(moved, in: folder) == "server.audit")
            }
        }
    }

    @Test("what a crash left of an entry is dropped; a log that was changed is not opened")
    func cutEndsAreDropped() throws {
        let folder = try TemporaryFolder()
        let lines = try Self.lines(in: folder)
        let whole = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
        for cut in 1..<(lines.last?.count ?? 0) + 1 {
            let path = try folder.write(Array(whole.dropLast(cut)), as: "cut")
            let log = try AuditLog(path: path)
            #expect(log.head.number == Self.count - 1)
            #expect(try log.append("after", by: "tester").number == Self.count)
            #expect(try AuditLog.verify(path: path).head.number == Self.count)
        }
        var changed = whole
        changed[20] ^= 1
        let path = try folder.write(changed, as: "changed")
        let error = #expect(throws: ServerError.self) { _ = try AuditLog(path: path) }
        #expect(error?.code == "server.audit")
        #expect(error?.message.contains("entry 1 ") == true)
    }
}

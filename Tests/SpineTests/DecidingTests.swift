// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Sealing
import Spine
import TestSupport
import Testing

@Suite struct DecidingTests {
    /// Three people on the spine; records of the first and the second that are linked, and one that is only possible.
    private func store() throws -> SampleStore {
        let store = try SampleStore()
        try store.add("s", role: .spine, [person(0), person(1), person(2)])
        try store.add("a", [person(0, dropped: 16), person(1, dropped: 24)])
        try store.add("b", [person(0, dropped: 8), person(2, dropped: 16)])
        return store
    }

    @Test func whatIsKnownMergesTwo() throws {
        let store = try store()
        let before = try store.entities()
        #expect(before == ["s:0": 0, "s:1": 1, "s:2": 2, "a:0": 0, "a:1": 3, "b:0": 0, "b:1": 2])
        let summary = try store.decide("a:1 s:1 known")
        #expect((summary.run, summary.known, summary.merged, summary.split, summary.moved) == (5, 1, 1, 0, 1))
        #expect(try store.entities() == before.merging(["a:1": 1]) { $1 })
        #expect(
            try store.ledger(5) == [
                "known s:1 a:1", "merged #3 into #1 by decision", "end known 1 forbidden 0 merged 1 split 0 moved 1",
            ]
        )
        #expect(try store.faults() == [])
    }

    @Test func whatIsForbiddenSplitsOffTheLesserPart() throws {
        let store = try store()
        let before = try store.entities()
        let summary = try store.decide("a:0 b:0 forbidden")
        #expect((summary.merged, summary.split, summary.moved) == (0, 1, 1))
        // b:0 has the stronger link with the spine's record, so a:0 has to go.
        #expect(try store.entities() == before.merging(["a:0": 4]) { $1 })
        #expect(
            try store.ledger(5) == [
                "forbidden a:0 b:0", "split #4 from #0", "moved #4 a:0 from #0",
                "end known 0 forbidden 1 merged 0 split 1 moved 1",
            ]
        )
        #expect(try store.faults() == [])
    }

    @Test func aPartTakesItsCompanyAlong() throws {
        let store = try SampleStore()
        try store.add("s", role: .spine, [person(0)])
        // Two records that are alike, as duplicates of each other, more than they are like the spine's.
        try store.add("a", policy: LinkPolicy(isWithin: true), [person(0, dropped: 16), person(0, dropped: 17)])
        try store.add("b", [person(0, dropped: 1)])
        #expect(Set(try store.entities().values) == [0])
        try store.decide("s:0 a:0 forbidden")
        #expect(try store.entities() == ["s:0": 0, "b:0": 0, "a:0": 1, "a:1": 1])
    }

    @Test func partsAreNumberedByTheirLowestRecords() throws {
        let store = try SampleStore()
        try store.add("s", role: .spine, [person(0)])
        for name in ["a", "b", "c"] { try store.add(name, [person(0, dropped: 4)]) }
        try store.decide("c:0 s:0 forbidden", "b:0 s:0 forbidden", "b:0 c:0 forbidden")
        #expect(try store.entities() == ["s:0": 0, "a:0": 0, "b:0": 1, "c:0": 2])
    }

    @Test func withoutASpineTheFirstRecordKeepsTheID() throws {
        let store = try SampleStore()
        try store.add("z", [person(0)])
        try store.add("a", [person(0, dropped: 2)])
        try store.decide("a:0 z:0 forbidden")
        #expect(try store.entities() == ["z:0": 0, "a:0": 1])
    }

    /// Known wins over "one record a person", and the two people's other records come along.
    @Test func whatIsKnownWinsOverDeduplication() throws {
        let store = try SampleStore()
        try store.add("s", role: .spine, policy: LinkPolicy(isDeduplicated: true), [person(0), person(1)])
        try store.add("a", [person(0, dropped: 2), person(1, dropped: 2)])
        try store.decide("a:0 a:1 known")
        #expect(Set(try store.entities().values) == [0])
        // It holds when more comes.
        try store.add("b", [person(1, dropped: 3), person(0, dropped: 3)])
        #expect(Set(try store.entities().values) == [0])
        // And when people know better of others.
        try store.decide("b:0 s:0 forbidden")
        let entities = try store.entities()
        #expect(entities["b:0"] != entities["s:0"] && entities["a:0"] == entities["a:1"])
    }

    /// A known pair joins two people of whom two records were told apart: those are kept apart, and the pair together.
    @Test func joiningSplitsWhatWasToldApart() throws {
        let store = try store()
        try store.decide("b:0 b:1 forbidden")
        try store.decide("a:0 s:2 known")
        let entities = try store.entities()
        #expect(entities["a:0"] == entities["s:2"] && entities["b:0"] != entities["b:1"])
        #expect(Set(entities.values.filter { $0 != 1 && $0 != 3 }).count == 2)
        #expect(try store.faults() == [])
    }

    @Test func decisionsHoldWhenRecordsChange() throws {
        let store = try store()
        try store.decide("a:1 s:1 known", "b:0 s:0 forbidden")
        let before = try store.entities()
        // Both rows of both datasets change under their tokens; b:0 would be linked with s:0 by what it is now.
        try store.refresh("a", [person(0, dropped: 15), person(1, dropped: 30)], tokens: [0, 1])
        try store.refresh("b", [person(0), person(2)], tokens: [0, 1])
        var after = try store.entities()
        #expect(after["a:3"] == before["a:1"] && after["b:2"] == before["b:0"])
        #expect(after["b:2"] != after["s:0"])
        // And once more, when nothing of the records that were decided about is left.
        try store.refresh("b", [person(0, dropped: 1), person(2)], tokens: [0, 1])
        after = try store.entities()
        #expect(after["b:4"] == before["b:0"] && after["b:4"] != after["s:0"])
        // What is new may be linked with one of the two only.
        try store.add("c", [person(0, dropped: 1)])
        after = try store.entities()
        #expect(after["b:4"] != after["s:0"])
        #expect(throws: SpineError.self) { try store.decide("b:4 s:0 known") }
        #expect(try store.faults() == [])
    }

    @Test func theSameFileAgainChangesNothing() throws {
        let store = try store()
        try store.decide("a:1 s:1 known", "b:0 s:0 forbidden")
        let (entities, runs) = (try store.entities(), try store.open().runs())
        let again = try store.decide("s:1 a:1 known", "b:0 s:0 forbidden", "b:0 s:0 forbidden")
        #expect((again.run, again.repeated) == (nil, 3))
        #expect(try store.open().runs() == runs)
        #expect(try store.entities() == entities)
    }

    @Test(arguments: [
        (["a:0 b:0 known", "a:0 b:0 forbidden"], 3), (["a:0 b:0 forbidden", "b:0 a:0 known"], 3),
        (["a:0 b:0 known", "b:0 s:0 known", "s:1 a:0 forbidden", "a:0 s:0 forbidden"], 5),
        (["a:0 b:0 forbidden", "a:0 s:0 known", "s:0 s:1 known", "b:0 s:1 known"], 5),
        (["a:0 b:0 known", "a:0 a:0 known"], 3), (["a:9 s:0 known"], 2), (["x:0 s:0 known"], 2), (["a s:0 known"], 2),
        (["a:-1 s:0 known"], 2), (["a:0 s:0 known", "a:00000000000000000000000000000000 s:0 known"], 3),
    ])
    func whatCannotBeIsRefusedWithItsLine(_ lines: [String], line: Int) throws {
        let store = try store()
        let before = try store.entities()
        let error = #expect(throws: SpineError.self) {
            let table =
                "record_a,record_b,decision\n"
                + lines.map { $0.split(separator: " ").joined(separator: ",") + "\n" }.joined()
            let requests = try DecisionFile.parse(Array(table.utf8), file: "f")
            _ = try Deciding(requests, file: "f", in: store.open(), as: store.identity)
        }
        #expect(error?.code == "spine.decision" && error?.position?.line == line)
        #expect(try store.entities() == before && store.open().runs().count == 4)
    }

    @Test func earlierDecisionsCannotBeContradicted() throws {
        let store = try store()
        try store.decide("a:0 b:0 known", "b:0 s:2 forbidden")
        #expect(throws: SpineError.self) { try store.decide("a:0 s:2 known") }
        #expect(try store.open().runs().count == 5)
    }

    @Test func recordsAreNamedByTokens() throws {
        let store = try store()
        let token = Hex.encode([UInt8](repeating: 7, count: 8) + [UInt8](repeating: 0, count: 7) + [1])
        try store.decide("a:\(token) s:1 known")
        #expect(try store.entities()["a:1"] == 1)
        // A token of an extract that is not the last one names nothing.
        try store.refresh("a", [person(0, dropped: 16)], tokens: [0])
        #expect(throws: SpineError.self) { try store.decide("a:\(token) s:0 known") }
        #expect(throws: SpineError.self) { try store.decide("a:1 s:0 known") }
    }

    /// Whatever is decided: known pairs are together, forbidden ones apart, and people of whom nothing was said keep their ids.
    @Test(arguments: UInt64(1)...6) func anyDecisions(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let store = try SampleStore()
        func rows() -> [Person] {
            (0..<6).map { person($0, dropped: Int.random(in: 0...28, using: &generator)) }
        }
        try store.add("s", role: .spine, policy: LinkPolicy(isDeduplicated: seed % 2 == 0), rows())
        for name in ["a", "b", "c"] { try store.add(name, rows()) }
        var known: [(String, String)] = []
        var forbidden: [(String, String)] = []
        for _ in 0..<3 {
            let before = try store.entities()
            let names = before.keys.sorted()
            var said: Set<UInt32> = []
            for _ in 0..<3 {
                let pair = (names.randomElement(using: &generator) ?? "", names.randomElement(using: &generator) ?? "")
                let isKnown = Bool.random(using: &generator)
                guard (try? store.decide("\(pair.0) \(pair.1) \(isKnown ? "known" : "forbidden")")) != nil else {
                    continue
                }
                if isKnown { known.append(pair) } else { forbidden.append(pair) }
                said.formUnion([before[pair.0], before[pair.1]].compactMap { $0 })
            }
            let after = try store.entities()
            #expect(Set(after.keys) == Set(names))
            for (a, b) in known { #expect(after[a] == after[b]) }
            for (a, b) in forbidden { #expect(after[a] != after[b]) }
            for (name, entity) in before where !said.contains(entity) { #expect(after[name] == entity) }
            #expect(try store.faults() == [])
        }
        #expect(!known.isEmpty && !forbidden.isEmpty)
    }
}

@Suite struct DecisionFileTests {
    private func parse(_ text: String) throws -> [DecisionRequest] {
        try DecisionFile.parse(Array(text.utf8), file: "f")
    }

    @Test func readsWhatSpreadsheetsWrite() throws {
        let text =
            "\u{FEFF}record_a,weight,\"record_b\",evidence,decision\r\n"
            + "a:1,2.0,b:2,\"x, \"\"y\"\"; z\",known\r\n\r\na:2,,b:3,,\r\n\"a:3\",1,\"b:4\",\"two\nlines\",forbidden\r\na:4,1,b:5,,known"
        #expect(
            try parse(text) == [
                DecisionRequest(line: 2, recordA: "a:1", recordB: "b:2", decision: .known),
                DecisionRequest(line: 5, recordA: "a:3", recordB: "b:4", decision: .forbidden),
                DecisionRequest(line: 7, recordA: "a:4", recordB: "b:5", decision: .known),
            ]
        )
        #expect(try parse("record_a,record_b,decision\n").isEmpty)
    }

    @Test(arguments: [
        ("", 1), ("record_a,record_b\n", 1), ("record_a,record_b,decision\na:1,b:2,maybe\n", 2),
        ("record_a,record_b,decision\na:1,b:2,known\na:1,b:2\n", 3),
        ("record_a,record_b,decision\na:1,b:2,\"known\n", 1),
    ])
    func saysWhichLineIsWrong(_ text: String, line: Int) throws {
        let error = #expect(throws: SpineError.self) { _ = try parse(text) }
        #expect(error?.position?.line == line && error?.code == "spine.decision")
        #expect(error?.description.contains("maybe") != true)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Spine
import Testing

@Suite struct ReviewTests {
    /// One pair of a store with one person on the spine and one record beside it, which are not linked.
    private func pair(_ first: Person, _ second: Person) throws -> ReviewPair {
        let store = try SampleStore()
        try store.add("s", role: .spine, [first])
        try store.add("a", [second])
        return try #require(try store.review().first)
    }

    @Test func tellsEveryVectorInWords() throws {
        // Of 64 bits and 44 of them: 88 / 108; of different values what chance gives.
        let near = try pair(person(0), [Value(number: 0), Value(number: 1, dropped: 20), Value(number: 99)])
        #expect(near.evidence.map(\.name) == ["first", "last", "zip"])
        #expect(near.evidence.map(\.outcome) == [.equal, .near, .different])
        #expect(near.evidence[1].similarity == 0.8148)
        let common = zip(Value(number: 2).bytes, Value(number: 99).bytes).reduce(0) {
            $0 + ($1.0 & $1.1).nonzeroBitCount
        }
        #expect(try #require(near.evidence[2].similarity) == Double(common * 2 * 10_000 / 128) / 10_000)
        #expect((near.first.name, near.second.name) == ("s:0", "a:0"))

        let slip = try pair(
            person(0),
            [Value(number: 0, dropped: 30), Value(number: 1, dropped: 30), Value(number: 2, dropped: 20)]
        )
        #expect(slip.words == "first near (0.69); last near (0.69); zip near (0.81)")
        let missing = try pair([Value(number: 0), Value(number: 1), nil], [Value(number: 0), nil, nil])
        #expect(missing.words == "first equal; last missing in one; zip missing in both")
    }

    @Test func tellsWhatStandsInAnotherColumn() throws {
        let swapped = try pair(person(0), [Value(number: 1), Value(number: 0, dropped: 4), Value(number: 2)])
        #expect(swapped.evidence.last?.outcome == .across)
        #expect(swapped.notes == ["first ↔ last swapped, alike (0.97)"])
        let moved = try pair(person(0), [Value(number: 1), Value(number: 50), Value(number: 2)])
        // The last name of the first record stands in the column of first names of the second.
        #expect(moved.notes == ["last → first alike (0.99)"])
    }

    @Test func whatIsDecidedDoesNotComeAgain() throws {
        let store = try SampleStore()
        try store.add("s", role: .spine, [person(0), person(1), person(2)])
        try store.add("a", (0..<3).map { person($0, dropped: 22 + $0) })
        let pairs = try store.review()
        #expect(pairs.map(\.second.name) == ["a:0", "a:1", "a:2"])
        #expect(pairs.allSatisfy { !$0.isTurnedAway && $0.probability == 0 })
        try store.decide("s:0 a:0 known", "s:1 a:1 forbidden")
        #expect(try store.review().map(\.second.name) == ["a:2"])
        // Of two people who were told apart, no other pair is asked about.
        try store.add("b", [person(1, dropped: 23)])
        try store.decide("b:0 a:1 known")
        #expect(try store.review().map(\.second.name) == ["a:2"])
        #expect(try Review(of: store.open(), limit: 1, as: store.identity).waiting == 1)
    }

    @Test func tellsWhatKeptALinkOut() throws {
        let store = try SampleStore()
        let deduplicated = LinkPolicy(isDeduplicated: true)
        try store.add("s", role: .spine, policy: deduplicated, [person(0), person(0, dropped: 6)])
        try store.add("a", [person(0, dropped: 1)])
        let pairs = try store.review()
        let pair = try #require(pairs.first)
        #expect(pairs.count == 1 && pair.isTurnedAway && pair.rivals == ["s"])
        #expect((pair.first.name, pair.second.name, pair.second.others) == ("s:1", "a:0", ["s"]))
        #expect(pair.notes == ["each person has a record in s, where nobody should have two"])
    }
}

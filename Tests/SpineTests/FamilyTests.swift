// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Sealing
import Spine
import Testing

@Suite struct FamilyTests {
    @Test(arguments: [1] as [UInt64])
    func childrenFindTheirMothersAmongSisters(seed: UInt64) throws {
        let births = Births(women: 300, strangers: 40, seed: seed)
        let store = try FamilyStore()
        try store.add("claims", role: .spine, births.adults)
        try store.add("births", births.children)
        let summary = try store.relate()
        let (adults, children) = (try store.entities("claims"), try store.entities("births"))
        var truth: Set<[UInt32]> = []
        for (child, mother) in births.mothers.enumerated() {
            if let mother { truth.insert([children[child], adults[mother]]) }
        }
        let links = try store.families()
        let found = Set(links.map { [$0.entity, $0.relative] })
        #expect(found.count == links.count && summary.related == links.count && summary.new == links.count)
        #expect(summary.records == births.children.count)
        let right = Double(found.intersection(truth).count)
        #expect(right / Double(found.count) > 0.95)
        #expect(right / Double(truth.count) > 0.85)
        let expected = try #require(summary.precision)
        #expect(abs(expected - right / Double(found.count)) < 0.04)
        // Nobody is their own mother, and both children of a woman have her.
        #expect(links.allSatisfy { $0.entity != $0.relative && $0.relation == "mother" })
        let motherOf = Dictionary(uniqueKeysWithValues: links.map { ($0.entity, $0.relative) })
        let pairs = (0..<150).filter {
            motherOf[children[2 * $0]] == adults[$0] && motherOf[children[2 * $0 + 1]] == adults[$0]
        }
        #expect(pairs.count > 105)
    }

    @Test func aMotherInCommonMakesNobodyOnePerson() throws {
        let mother: Person = (0..<4).map { Value(number: UInt64($0)) }
        func child(_ number: UInt64) -> Birth {
            Birth(
                own: [Value(number: 100 + number), mother[1], Value(number: 200 + number), mother[3]],
                mother: mother
            )
        }
        let store = try FamilyStore()
        try store.add("claims", role: .spine, [child(1), Birth(own: mother)])
        // Of eight vectors six agree, of four of their own two.
        try store.add("births", [child(2), child(1)])
        let (claims, births) = (try store.entities("claims"), try store.entities("births"))
        #expect(births[0] != claims[0] && births[1] == claims[0])
    }

    @Test func whatIsFoundFollowsPeopleAndGoesWithItsDataset() throws {
        let births = Births(women: 120, strangers: 12, seed: 3)
        let store = try FamilyStore()
        try store.add("claims", role: .spine, births.adults)
        try store.add("births", births.children)
        try store.relate()
        let before = try store.families()
        #expect(try Verification(store.open(), isRead: true, as: store.identity).faults.isEmpty)

        // Nothing new: nothing to tell.
        let again = try store.relate(dataset: "births")
        #expect((again.new, again.ended) == (0, 0))
        #expect(try store.families() == before)

        // A woman turns out to be another one.
        let (adults, link) = (try store.entities("claims"), try #require(before.first))
        let row = try #require(adults.firstIndex(of: link.relative))
        let requests = try DecisionFile.parse(
            Array("record_a,record_b,decision\nclaims:\(row),claims:\(239 - row),known\n".utf8),
            file: "decisions.csv"
        )
        _ = try Deciding(requests, file: "decisions.csv", in: store.open(), as: store.identity)
            .run(time: "2026-01-04T00:00:00Z")
        let heir = try store.entities("claims")[row]
        #expect(try store.families().first { $0.entity == link.entity }?.relative == heir)

        let spine = try store.open(isChanged: false)
        let ids = try spine.ids(of: SpineStore.ownStudy, as: store.identity)
        let told = try spine.explain(
            ids.id(of: UInt64(link.entity)),
            study: SpineStore.ownStudy,
            as: store.identity
        )
        #expect(told.relations.map(\.id) == [ids.id(of: UInt64(heir))] && told.relations[0].isNamed)
        #expect(told.history.contains { $0.line.hasPrefix("related ") && $0.line.contains(" mother ") })

        // One record's withdrawal takes its own relative along, the dataset's all of them.
        let part = try #require(try spine.crosswalk(as: store.identity).parts.first { $0.dataset.name == "births" })
        let place = try #require(part.entities.firstIndex(of: link.entity))
        let token = Array(part.tokens[place * 16..<place * 16 + 16])
        _ = try Withdrawal(of: "births", tokens: [token], from: store.open(), as: store.identity)
            .run(time: "2026-01-05T00:00:00Z")
        let left = try store.families()
        #expect(left.count == before.count - 1 && !left.contains { $0.entity == link.entity })
        _ = try Withdrawal(of: "births", tokens: [], from: store.open(), as: store.identity)
            .run(time: "2026-01-06T00:00:00Z")
        #expect(try store.families().isEmpty)
        #expect(try code { _ = try store.relate(dataset: "births") } == "spine.withdrawn")
    }

    @Test func whatCannotBeFoundChangesNothing() throws {
        let store = try FamilyStore()
        #expect(try code { try store.relate() } == "spine.relation")
        try store.add("claims", role: .spine, [Birth(own: [Value(number: 1), nil, nil, nil])])
        #expect(try code { try store.relate("father") } == "spine.relation")
        #expect(try code { try store.relate(dataset: "births") } == "spine.dataset")
        // Nobody names a mother.
        #expect(try store.relate().records == 0)
        #expect(try store.families().isEmpty)
    }

    /// The code of the error that some work ends with; nil if it ends well.
    private func code(_ work: () throws -> Void) throws -> String? { try SpineTests.code(of: work) }
}

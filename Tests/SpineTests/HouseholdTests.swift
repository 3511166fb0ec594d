// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import Sealing
import Spine
import TestSupport
import Testing

/// Invented people in dwellings: `dob` stands for the unit and `zip` for the address.
private struct Homes {
    /// A row of everybody, with the number of the household; nil in the shelter.
    private(set) var people: [(row: Birth, home: Int?)] = []
    static let shelter = 40
    static let homeless = 7

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func value(_ field: UInt64, of count: UInt64) -> Value {
            Value(number: field * 100_000 + UInt64.random(in: 0..<count, using: &random))
        }
        var home = 0
        func add(_ last: Value, _ unit: Value?, _ address: Value?, _ home: Int?) {
            people.append((Birth(own: [value(1, of: 2_000), last, unit, address]), home))
        }
        func household(_ unit: Value?, _ address: Value) {
            let last = value(2, of: 400)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let other = Int.random(in: 0..<4, using: &random) == 0 ? value(2, of: 400) : last
                // One address in twenty is written otherwise.
                let isOther = Int.random(in: 0..<20, using: &random) == 0
                add(other, unit, Value(number: address.number, dropped: isOther ? 5 : 0), home)
            }
            home += 1
        }
        for house in 0..<250 { household(nil, Value(number: 400_000 + UInt64(house))) }
        for building in 0..<10 {
            for unit in 0..<8 {
                household(Value(number: 300_000 + UInt64(unit)), Value(number: 500_000 + UInt64(building)))
            }
        }
        for _ in 0..<Self.shelter { add(value(2, of: 400), nil, Value(number: 600_000), nil) }
        for _ in 0..<Self.homeless {
            add(value(2, of: 400), nil, nil, home)
            home += 1
        }
    }
}

@Suite struct HouseholdTests {
    /// A store of everybody in some order, with the households that were found as sets of people's numbers.
    private struct Found {
        let store: FamilyStore
        var summary: RelatingSummary
        var groups: Set<Set<Int>>
    }

    private static func relate(_ store: FamilyStore, isTried: Bool = false) throws -> RelatingSummary {
        let finding = try FindingHouseholds(largest: 12, in: store.open(), as: store.identity) {
            format throws(SpineError) in
            try HouseholdVectors(places: ["zip"], unit: "dob", supporting: ["last"], of: format)
        }
        return try finding.run(
            time: "2026-01-03T00:00:00Z",
            isTried: isTried,
            control: RunControl(threads: 2)
        )
    }

    private static func find(_ homes: Homes, order: [Int]) throws -> Found {
        let store = try FamilyStore()
        try store.add("claims", role: .spine, order.map { homes.people[$0].row })
        let summary = try relate(store)
        let entities = try store.entities("claims")
        let numbers = Dictionary(uniqueKeysWithValues: zip(entities, order))
        let households = try store.open(isChanged: false).households(as: store.identity).households
        let groups = households.map { Set($0.members.compactMap { numbers[$0.entity] }) }
        #expect(groups.reduce(0) { $0 + $1.count } == Set(groups.joined()).count)
        return Found(store: store, summary: summary, groups: Set(groups))
    }

    private static func pairs(_ groups: some Sequence<Set<Int>>) -> Set<[Int]> {
        Set(
            groups.flatMap { group in
                group.flatMap { first in group.filter { first < $0 }.map { [first, $0] } }
            }
        )
    }

    @Test(arguments: [1, 2, 3, 21, 22, 23, 24, 25, 26] as [UInt64])
    func whoLivesTogetherIsFoundWhateverTheOrder(seed: UInt64) throws {
        let homes = Homes(seed: seed)
        let order = Array(homes.people.indices)
        let found = try Self.find(homes, order: order)
        let truth = Dictionary(grouping: order.filter { homes.people[$0].home != nil }) { homes.people[$0].home ?? -1 }
        let (real, made) = (Self.pairs(truth.values.map { Set($0) }), Self.pairs(found.groups))
        let right = Double(real.intersection(made).count)
        let (precision, recall) = (right / Double(made.count), right / Double(real.count))
        #expect(precision >= 0.95)
        #expect(recall >= 0.95)

        // The shelter is no household, nor are some of its people.
        let shelter = Set(order.filter { homes.people[$0].home == nil })
        #expect(found.groups.allSatisfy { $0.isDisjoint(with: shelter) })
        let counts = try #require(found.summary.households)
        #expect(counts.institutions == 1 && counts.institutional == Homes.shelter)
        #expect(counts.withoutPlace == Homes.homeless && counts.found == found.groups.count)
        #expect(found.summary.people == order.count - Homes.shelter - Homes.homeless)

        var random = SplitMix64(seed: seed + 100)
        let again = try Self.find(homes, order: order.shuffled(using: &random))
        #expect(again.groups == found.groups)
    }

    @Test func idsOfTwoStudiesCannotBeJoined() throws {
        let homes = Homes(seed: 4)
        let found = try Self.find(homes, order: Array(homes.people.indices))
        try found.store.open().makeStudy("other", as: found.store.identity)
        let store = try found.store.open(isChanged: false)
        let (own, other) = (
            try store.ids(of: SpineStore.ownStudy, as: found.store.identity),
            try store.ids(of: "other", as: found.store.identity)
        )
        let households = try store.households(as: found.store.identity).households
        let ids = Set(households.map { own.id(of: $0.number) })
        let others = Set(households.map { other.id(of: $0.number) })
        let people = Set(try found.store.entities("claims").map { own.id(of: UInt64($0)) })
        #expect(ids.count == households.count && others.count == households.count && ids.count > 100)
        #expect(ids.isDisjoint(with: others) && ids.isDisjoint(with: people))
    }

    @Test func aRunIsToldAndReplacedAndGoesWithItsRecords() throws {
        let homes = Homes(seed: 5)
        let found = try Self.find(homes, order: Array(homes.people.indices))
        let (store, identity) = (found.store, found.store.identity)
        let households = try store.open(isChanged: false).households(as: identity).households
        #expect(found.summary.new == found.summary.related && found.summary.related > 400)
        let tried = try Self.relate(store, isTried: true)
        #expect((tried.new, tried.ended, tried.related) == (0, 0, found.summary.related))
        #expect(try store.open().lastRun().number == found.summary.run)
        #expect(try Self.relate(store).new == 0)
        #expect(try store.open().households(as: identity).households == households)
        #expect(try Verification(store.open(), isRead: true, as: identity).faults.isEmpty)
        // Nobody is a relative by it.
        #expect(try store.families().isEmpty)

        let spine = try store.open(isChanged: false)
        let cipher = try spine.ids(of: SpineStore.ownStudy, as: identity)
        let home = try #require(households.first { $0.members.count == 2 })
        let person = try spine.explain(
            cipher.id(of: UInt64(home.members[1].entity)),
            study: SpineStore.ownStudy,
            as: identity
        )
        let id = Hex.encode(cipher.id(of: home.number))
        #expect(person.history.contains { $0.line.contains(" household \(id) probability ") })

        // Of two people one goes: the other lives alone.
        let part = try #require(try spine.crosswalk(as: identity).parts.first)
        let place = try #require(part.entities.firstIndex(of: home.members[1].entity))
        _ = try Withdrawal(
            of: "claims",
            tokens: [Array(part.tokens[place * 16..<place * 16 + 16])],
            from: store.open(),
            as: identity
        )
        .run(time: "2026-01-05T00:00:00Z")
        let left = try store.open().households(as: identity).households
        #expect(left == households.filter { $0 != home })
    }

    @Test func whatTellsNothingOfHomesIsRefused() throws {
        let store = try FamilyStore()
        func refusal(_ places: [String], _ unit: String? = nil, _ supporting: [String] = []) throws -> String? {
            try code {
                _ = try FindingHouseholds(largest: 12, in: store.open(), as: store.identity) {
                    format throws(SpineError) in
                    try HouseholdVectors(places: places, unit: unit, supporting: supporting, of: format)
                }
                .run(time: "2026-01-03T00:00:00Z", control: RunControl(threads: 1))
            }
        }
        #expect(try refusal(["zip"]) == "spine.relation")
        try store.add("claims", role: .spine, [Birth(own: [Value(number: 1), nil, nil, Value(number: 2)])])
        for places in [[], [""], ["street"], ["mother_zip"], ["zip+zip"], ["zip", "zip"]] {
            #expect(try refusal(places) == "spine.relation")
        }
        #expect(try refusal(["zip"], "zip") == "spine.relation")
        #expect(try refusal(["zip+dob"], "last", ["first"]) == "spine.relation")
        #expect(try refusal(["zip"]) == "spine.unrelated")
        #expect(try store.open().lastRun().number == 2)
    }
}

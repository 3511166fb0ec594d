// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import Sealing
import Spine
import TestSupport
import Testing

/// Every record gets one id, of the person that it is.
@Suite struct AdditionTests {
    /// Three agencies that saw some of 60 people each, nobody twice.
    private static func agencies(_ seed: UInt64) -> [(name: String, people: [Sighting])] {
        var random = SplitMix64(seed: seed)
        return ["a", "b", "c"].map { name in
            let people = Array(0..<60).shuffled(using: &random).prefix(Int.random(in: 20...40, using: &random))
            return (name, [Sighting](people, drift: 0).map { Sighting(person: $0.person, drift: $0.person % 5) })
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func recordsOfAPersonAndNobodyElseHaveOneID(seed: UInt64) throws {
        let world = try SpineWorld()
        let agencies = Self.agencies(seed)
        var known: Set<Int> = []
        for (place, agency) in agencies.enumerated() {
            let summary = try world.add(agency.name, agency.people, role: place == 0 ? .spine : .contributor)
            let people = Set(agency.people.map(\.person))
            #expect(summary.plan.rows == agency.people.count)
            #expect(summary.created == people.subtracting(known).count)
            #expect(summary.linked == people.intersection(known).count)
            #expect(summary.merged == 0)
            known.formUnion(people)
        }
        let crosswalk = try world.crosswalk()
        #expect(crosswalk.parts.map(\.entities.count) == agencies.map(\.people.count))
        #expect(crosswalk.entities.count == known.count)
        var personOf: [UInt32: Int] = [:]
        for (part, agency) in zip(crosswalk.parts, agencies) {
            for (entity, sighting) in zip(part.entities, agency.people) {
                #expect(personOf[entity, default: sighting.person] == sighting.person)
                personOf[entity] = sighting.person
            }
        }
        #expect(Set(personOf.values) == known)
        let onSpine = Set(agencies[0].people.map(\.person))
        #expect(personOf.allSatisfy { crosswalk.isOnSpine($0.key) == onSpine.contains($0.value) })
        #expect(try world.faults().isEmpty)
    }

    /// Nobody of 100 to 109 is on the spine; the two others saw them.
    @Test func peopleOnNoSpineAreLinkedAmongTheOthers() throws {
        let world = try SpineWorld()
        try world.add("spine", [Sighting](0..<50), role: .spine)
        try world.add("jail", [Sighting](45..<50) + [Sighting](100..<110))
        let summary = try world.add("clinic", [Sighting](100..<110, drift: 5) + [Sighting](200..<203))
        #expect(summary.linked == 10)
        #expect(summary.onSpine == 0)
        #expect(summary.created == 3)
        #expect(try world.entities("clinic").prefix(10) == world.entities("jail").suffix(10))
        // Compared with the spine and with those of the jail who are not on it.
        #expect(summary.plan.nodes.map { "\($0.dataset) \($0.rows)" } == ["spine 50", "jail 10"])
        #expect(summary.plan.comparisons == 13 * 60)
    }

    /// A sighting half-way between two that are too far apart.
    @Test(arguments: [DatasetRole.spine, .contributor]) func recordBetweenTwoEntitiesMergesThem(role: DatasetRole)
        throws
    {
        let world = try SpineWorld()
        try world.add("early", [Sighting](0..<3))
        try world.add("late", [Sighting](0..<3, drift: 18), role: role)
        let (early, late) = (try world.entities("early"), try world.entities("late"))
        #expect(Set(early).isDisjoint(with: late))
        let summary = try world.add("middle", [Sighting(person: 1, drift: 9)])
        #expect(summary.merged == 1)
        #expect(summary.created == 0)
        // The entity on a spine keeps its number, else the older one.
        let heir = role == .spine ? late[1] : early[1]
        #expect(try world.entities("middle") == [heir])
        #expect(try world.entities("early") == [early[0], heir, early[2]])
        #expect(try world.entities("late") == [late[0], heir, late[2]])

        // Both ids lead to the same records, also after another merge.
        let store = try world.open(isChanged: false)
        let ids = try store.ids(of: SpineStore.ownStudy, as: world.identity)
        let lost = role == .spine ? early[1] : late[1]
        let found = try store.explain(ids.id(of: UInt64(lost)), study: SpineStore.ownStudy, as: world.identity)
        #expect(found.chain == [ids.id(of: UInt64(lost)), ids.id(of: UInt64(heir))])
        #expect(Set(found.records.map { "\($0.dataset):\($0.row)" }) == ["early:1", "late:1", "middle:0"])
        #expect(try world.faults().isEmpty)
    }

    /// Sightings that drift from one into the other, in agencies that have nobody twice.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func deduplicatedDatasetsAreNeverTwiceInAnEntity(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let world = try SpineWorld()
        for name in ["a", "b", "c", "d"] {
            let sightings = (0..<8).flatMap { person in
                [0, 10, 20, 30, 40].filter { _ in Bool.random(using: &random) }.map {
                    Sighting(person: person, drift: $0)
                }
            }
            try world.add(name, sightings, policy: LinkPolicy(isDeduplicated: true))
        }
        let crosswalk = try world.crosswalk()
        for part in crosswalk.parts { #expect(Set(part.entities).count == part.entities.count) }
        #expect(crosswalk.entities.contains { crosswalk.isLinked($0) })
        #expect(try world.faults().isEmpty)
    }

    @Test func refreshKeepsTheIDsOfPeopleWhoStay() throws {
        let world = try SpineWorld()
        let keeping = Set(0..<5).union(10..<15)
        try world.add("spine", [Sighting](0..<30), role: .spine)
        try world.add("jail", [Sighting](0..<20) + [Sighting](40..<45), keeping: keeping)
        let before = try world.entities("jail")

        // 0 to 4 keep token and encoding, 5 to 9 the encoding, 10 to 14 the token under an encoding that says nothing,
        // 15 to 19 are gone, and 20 to 24 are new to the jail, though not to the spine.
        let people = [Sighting](0..<10) + [Sighting](10..<15, drift: 70) + [Sighting](20..<25) + [Sighting](40..<45)
        let summary = try world.refresh("jail", people, keeping: keeping)
        #expect(summary.plan.kept == 15)
        #expect(summary.plan.changed == 5)
        #expect(summary.plan.vanished == 5)
        #expect(summary.plan.compared == 10)
        #expect(summary.retired == 0)
        let after = try world.entities("jail")
        #expect(after.prefix(15) == before.prefix(15))
        #expect(try Array(after[15..<20]) == Array(world.entities("spine")[20..<25]))
        #expect(after.suffix(5) == before.suffix(5))
        #expect(try world.faults().isEmpty)
    }

    /// Persons whom nobody has a record of any more retire, and their ids are not given again.
    @Test func goneForGood() throws {
        let world = try SpineWorld()
        try world.add("jail", [Sighting](0..<10))
        let summary = try world.refresh("jail", [Sighting](5..<10))
        #expect(summary.retired == 5)
        #expect(summary.created == 0)
        try world.refresh("jail", [Sighting](0..<10), extract: 2)
        let entities = try world.entities("jail")
        #expect(Array(entities.suffix(5)) == [5, 6, 7, 8, 9])
        #expect(entities.prefix(5).allSatisfy { $0 >= 10 })
    }

    @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) func anyOrderGivesTheSamePartition(order: [Int]) throws {
        func partition(_ order: [Int]) throws -> Set<Set<String>> {
            let world = try SpineWorld()
            let agencies = Self.agencies(7)
            for place in order {
                try world.add(agencies[place].name, agencies[place].people, role: place == 0 ? .spine : .contributor)
            }
            var members: [UInt32: Set<String>] = [:]
            for part in try world.crosswalk().parts {
                for (row, entity) in part.entities.enumerated() {
                    members[entity, default: []].insert("\(part.dataset.name):\(row)")
                }
            }
            return Set(members.values)
        }
        #expect(try partition(order) == partition([0, 2, 1]))
    }

    @Test func idsOfTwoStudiesHaveNothingInCommon() throws {
        let world = try SpineWorld()
        try world.add("spine", [Sighting](0..<500), role: .spine)
        let store = try world.open()
        try store.makeStudy("heat", as: world.identity)
        try store.makeStudy("opioids", as: world.identity)
        let entities = try store.crosswalk(as: world.identity).entities
        let all = try ["heat", "opioids", SpineStore.ownStudy].flatMap { study in
            let ids = try store.ids(of: study, as: world.identity)
            return entities.map { ids.id(of: UInt64($0)) }
        }
        #expect(all.count == 1_500)
        #expect(Set(all).count == 1_500)
        // What one study's key opens, another's does not.
        let (heat, opioids) = (
            try store.ids(of: "heat", as: world.identity), try store.ids(of: "opioids", as: world.identity)
        )
        #expect(entities.allSatisfy { heat.number(of: heat.id(of: UInt64($0))) == UInt64($0) })
        #expect(entities.allSatisfy { opioids.number(of: heat.id(of: UInt64($0))) == nil })
        #expect(try code { try store.makeStudy("../heat", as: world.identity) } == "spine.study")
    }

    /// The far ones are like the middle ones alone, whose people are on the spine and so not compared by themselves.
    @Test(arguments: [
        (LinkPolicy(), false), (LinkPolicy(with: ["middle"]), true), (LinkPolicy(isEnriched: true), true),
    ]) func otherEncodingsOfAPersonCountWhereAsked(policy: LinkPolicy, isLinked: Bool) throws {
        let world = try SpineWorld()
        try world.add("spine", [Sighting](0..<5), role: .spine)
        #expect(try world.add("middle", [Sighting](0..<5, drift: 9)).onSpine == 5)
        let summary = try world.add("far", [Sighting](0..<5, drift: 18), policy: policy)
        #expect(summary.onSpine == (isLinked ? 5 : 0))
        #expect(try (world.entities("far") == world.entities("spine")) == isLinked)
        #expect(summary.plan.comparisons == (isLinked ? 50 : 25))
    }

    @Test(arguments: [(DatasetRole.contributor, false), (.contributor, true), (.dedupeOnly, true)])
    func duplicatesWithinADataset(role: DatasetRole, isWithin: Bool) throws {
        let world = try SpineWorld()
        try world.add("spine", [Sighting](0..<2), role: .spine)
        let people = [Sighting](0..<4) + [Sighting](2..<6, drift: 4)
        let summary = try world.add("clinic", people, role: role, policy: LinkPolicy(isWithin: isWithin))
        let entities = try world.entities("clinic")
        #expect((entities[2...3] == entities[4...5]) == isWithin)
        #expect(Set(entities).count == (isWithin ? 6 : 8))
        #expect(summary.onSpine == (role == .contributor ? 2 : 0))
        #expect(try world.faults().isEmpty)
    }

    @Test func plansAreKept() throws {
        let world = try SpineWorld()
        try world.add("spine", [Sighting](0..<20), role: .spine)
        let store = try world.open()
        let addition = try Addition(
            SpineWorld.extract("jail", [Sighting](10..<30)),
            role: .contributor,
            policy: LinkPolicy(isWithin: true),
            startsWithoutSpine: true,
            to: store,
            as: world.identity
        )
        let plan = addition.plan
        #expect(plan.comparisons == 20 * 20 + 20 * 19 / 2)
        #expect(
            try addition.run(time: "2026-01-02T00:00:00Z", acceptsUnlinked: false, control: RunControl(threads: 1)).plan
                == plan
        )
    }
}

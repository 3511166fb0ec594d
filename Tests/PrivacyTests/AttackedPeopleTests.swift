// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Encoding
import EncodingKeys
import Faults
import Privacy
import Schemas
import TestSupport
import Testing

@Suite struct AttackedPeopleTests {
    /// One bit a token in a filter so long that hardly two tokens share one: similarities are those of the tokens.
    private func sparse() throws -> EncodingScheme {
        var schema = try InventedTable.schema()
        schema.vectors[0].bits = 65_536
        for index in schema.features.indices { schema.features[index].weight = .bitsPerToken(1) }
        return EncodingScheme(schema, name: "sparse")
    }

    /// The places in a sample of the people behind encodings.
    private func places(
        of encodings: FilterMatrix,
        in sample: PeopleSample,
        _ scheme: EncodingScheme,
        _ key: ProjectKey
    ) throws -> [Int] {
        let all = try scheme.encode(Array(0..<sample.count), of: sample, under: key).allRows
        return encodings.allRows.compactMap { all.firstIndex(of: $0) }
    }

    /// That the attacker's list, and its encodings under another key, hold the people at these places in this order.
    private func expectList(_ target: Target, of sample: PeopleSample, at places: [Int: Int]) throws {
        let tokens = places.mapValues { Set(sample.tokens(of: $0)) }
        let listed = try target.list.similarities(under: .dice)
        let own = try target.ownKey.similarities(under: .dice)
        var (deviations, pairs) = (0.0, 0.0)
        for (row, first) in tokens {
            for (column, second) in tokens where column != row {
                let expected = dice(first, second)
                #expect(abs(Double(listed[row, column]) - expected) < 1e-5)
                deviations += abs(Double(own[row, column]) - expected)
                pairs += 1
            }
        }
        // Two tokens share a bit now and then; other people's similarities would be off by several times as much.
        #expect(deviations <= 0.02 * pairs)
    }

    @Test func everybodyStandsInTheList() throws {
        let sample = try InventedTable(60, seed: 1).sample(InventedTable.schema())
        let people = try AttackedPeople(of: sample, people: 40)
        let (scheme, key) = (try sparse(), try EncodingScheme.randomKey())
        let target = try people.target(scheme, key: key)
        #expect(people.count == 40 && target.truth == (0..<40).map(Optional.init))
        let places = try places(of: target.encodings, in: sample, scheme, key)
        #expect(Set(places).count == 40)
        try expectList(target, of: sample, at: Dictionary(uniqueKeysWithValues: places.enumerated().map { ($0, $1) }))
        let sizes = places.map { Double(sample.tokens(of: $0).count) }
        #expect(abs(people.meanTokens - sizes.reduce(0, +) / 40) < 1e-9)
        // The attacker does not have the key.
        #expect(target.ownKey.allRows != target.encodings.allRows)
    }

    @Test(arguments: [0.0, 0.25, 0.5, 1.0])
    func aShareStandsInTheList(overlap: Double) throws {
        let sample = try InventedTable(90, seed: 2).sample(InventedTable.schema())
        let people = try AttackedPeople(of: sample, people: 40, overlap: overlap)
        let (scheme, key) = (try sparse(), try EncodingScheme.randomKey())
        let target = try people.target(scheme, key: key)
        let places = try places(of: target.encodings, in: sample, scheme, key)
        #expect(target.encodings.rows == 40 && target.list.count == 40 && target.ownKey.rows == 40)
        let known = target.truth.enumerated().compactMap { row, person in person.map { ($0, places[row]) } }
        #expect(known.count == Int(40 * overlap))
        #expect(Set(known.map(\.0)).count == known.count)
        try expectList(target, of: sample, at: Dictionary(uniqueKeysWithValues: known))
        // Those who fill the list up are others than those who are encoded.
        let sizes = Set(places.map { sample.tokens(of: $0) })
        #expect(sizes.count == 40)
    }

    /// Whoever has the same tokens as somebody else is taken once, and whoever has none never.
    @Test func differentPeopleOnce() throws {
        var table = InventedTable(30, seed: 4)
        for person in table.people {
            var twin = person
            twin.id += "-twin"
            twin.given = twin.given.uppercased()
            table.people.append(twin)
        }
        let sample = try table.sample(InventedTable.schema())
        #expect(sample.count == 60)
        #expect(try AttackedPeople(of: sample, people: 30).count == 30)
        let target = try AttackedPeople(of: sample, people: 30).target(sparse())
        #expect(Set(target.encodings.allRows).count == 30)
        let error = #expect(throws: PrivacyError.self) { try AttackedPeople(of: sample, people: 31) }
        #expect(error?.code == "privacy.people" && error?.exitCode == .mismatch)
        #expect(error?.message.contains("30 different people") == true && error?.message.contains("takes 31") == true)
        // As many again are needed for whom the list is filled up with.
        #expect(throws: PrivacyError.self) { try AttackedPeople(of: sample, people: 30, overlap: 0.5) }
        #expect(try AttackedPeople(of: sample, people: 20, overlap: 0.5).count == 20)
    }

    /// The message names a number that would do.
    @Test(arguments: 0...2)
    func fewerThanThree(people: Int) throws {
        let sample = try InventedTable(2, seed: 5).sample(InventedTable.schema())
        let error = #expect(throws: PrivacyError.self) { try AttackedPeople(of: sample, people: people) }
        #expect(error?.code == "privacy.people")
        #expect(error?.message == "2 different people are too few for an attack, which takes 3")
    }

    /// The attacker's list is another table, in another order and with other spellings.
    @Test(arguments: [1.0, 0.5])
    func partnersOfAnotherTable(overlap: Double) throws {
        let schema = try InventedTable.schema()
        let table = InventedTable(70, seed: 6)
        var other = table
        other.people.removeFirst(5)
        for index in other.people.indices {
            other.people[index].id = "voter-\(other.people[index].id)"
            if index.isMultiple(of: 3) { other.people[index].family += "x" }
        }
        other.people.reverse()
        let (sample, list) = (try table.sample(schema), try other.sample(schema, seed: 9))
        let listPlaces = Dictionary(
            uniqueKeysWithValues: list.ids.enumerated().map { (String(decoding: $1, as: UTF8.self), $0) }
        )
        var partners: [Int: Int] = [:]
        for (place, person) in table.people(of: sample).enumerated() {
            partners[place] = listPlaces["voter-\(person.id)"]
        }
        #expect(partners.count == 65)
        let people = try AttackedPeople(of: sample, list: list, partners: partners, people: 40, overlap: overlap)
        let (scheme, key) = (try sparse(), try EncodingScheme.randomKey())
        let target = try people.target(scheme, key: key)
        let places = try places(of: target.encodings, in: sample, scheme, key)
        let known = target.truth.enumerated().compactMap { row, person in
            person.flatMap { person in partners[places[row]].map { (person, $0) } }
        }
        #expect(known.count == Int(40 * overlap))
        try expectList(target, of: list, at: Dictionary(uniqueKeysWithValues: known))
        #expect(throws: PrivacyError.self) {
            try AttackedPeople(of: sample, list: list, partners: partners, people: 66)
        }
    }

    /// A person of the list who is the partner of two of the table stands in the list once.
    @Test func aPartnerOfTwoIsTakenOnce() throws {
        let schema = try InventedTable.schema()
        let sample = try InventedTable(10, seed: 7).sample(schema)
        var partners = Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, $0) })
        partners[3] = 4
        let error = #expect(throws: PrivacyError.self) {
            try AttackedPeople(of: sample, list: sample, partners: partners, people: 10)
        }
        #expect(error?.message.contains("9 different people") == true)
        #expect(try AttackedPeople(of: sample, list: sample, partners: partners, people: 9).count == 9)
    }

    @Test func theControlIsAPlainRecordFilter() throws {
        let sample = try InventedTable(20, seed: 8).sample(InventedTable.schema(.hardened))
        let control = try AttackedPeople(of: sample, people: 20).control
        #expect(control.bits == 1024 && control.measure == .dice && control.majorities == nil)
        #expect(control.flipsPerThousand == 0)
    }
}

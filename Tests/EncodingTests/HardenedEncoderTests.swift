// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import Glibc
import Schemas
import Testing

@Suite struct HardenedEncoderTests {
    /// What is remembered, and how little, never changes a row, and neither does the way: without room all votes are summed up plainly.
    @Test(arguments: 0..<24 as Range<UInt64>)
    func rowsAreTheSameWhateverIsRemembered(seed: UInt64) throws {
        var people = People(seed: seed)
        let schema = people.hardenedSchema()
        let keys = try freshKeys(schema)
        // For everything; for some tokens, so that all is forgotten now and then; for no value; for nothing.
        let budgets = [(24 << 20, 8 << 20), (200_000, 40_000), (0, 1 << 20), (0, 0)]
        let encoders = try budgets.map {
            try RecordEncoder(schema: schema, keys: keys, budget: .init(values: $0.0, tokens: $0.1))
        }
        for _ in 0..<100 {
            let record = people.record(schema)
            let results = encoders.map { $0.encode(record) }
            for result in results.dropFirst() {
                #expect(result.outcome == results[0].outcome, "seed \(seed)")
                #expect(result.outcome != .encoded || result.row == results[0].row, "seed \(seed)")
            }
        }
        let tallies = encoders.map(\.tallies)
        #expect(tallies.allSatisfy { $0 == tallies[0] })
    }

    /// Around the number of votes at which the way changes, and far beyond.
    @Test(arguments: [1, 2, 7, 8, 9, 63, 64, 119, 120, 126, 127, 128, 129, 255, 256, 700])
    func rowsAreTheSameForAnyNumberOfVotes(votes: Int) throws {
        var schema = LinkageSchema.hardened([.of(.text), .of(.sex)])
        schema.features[0].tokens = .qgrams(.init(q: 1, padding: .none, words: .joined, isPositional: true))
        let keys = try freshKeys(schema)
        let fast = try RecordEncoder(schema: schema, keys: keys)
        let plain = try RecordEncoder(schema: schema, keys: keys, budget: .init(values: 0, tokens: 0))
        let text = String(repeating: "a", count: votes)
        #expect(fast.row([text, ""]) == plain.row([text, ""]))
        #expect(fast.row([text, "f"]) == plain.row([text, "f"]))
        #expect(fast.row([text, ""]) == plain.row([text, ""]))
        #expect(fast.row([text, ""]) != fast.row([text + "b", ""]))
    }

    /// A weight is nothing else than the feature that many times.
    @Test(arguments: [2, 3, 10, 60])
    func aWeightIsAFeatureThatManyTimes(weight: Int) throws {
        var weighted = LinkageSchema.hardened([.of(.givenName), .of(.sex)])
        var others = [weighted.features[1]]
        weighted.features[1].weight = .votes(weight)
        others = (0..<weight).map { number in
            var feature = others[0]
            feature.name = "sex\(number)"
            feature.keyGroup = "sex"
            return feature
        }
        var repeated = LinkageSchema.hardened([weighted.features[0]] + others)
        repeated.features[0] = weighted.features[0]
        let keys = try freshKeys(weighted)
        let one = try #require(RecordEncoder(schema: weighted, keys: keys).row(["Maria", "f"]))
        let many = try #require(
            RecordEncoder(schema: repeated, keys: keys).row(["Maria"] + others.map { _ in "f" })
        )
        #expect(one.dropFirst(8) == many.dropFirst(8))
    }

    /// The expected agreement of records whose token sets have the cosine c is (1 − 2·arccos(c)/π)^m; noise 1/√l.
    @Test(arguments: [Profile.hardened, .hardenedStrict], [1, 2, 3] as [UInt64])
    func agreementFollowsTheCosineOfTokenSets(profile: Profile, seed: UInt64) throws {
        let (bits, votes) = try #require(profile.majority)
        var schema = LinkageSchema.hardened([.of(.text)], profile: profile, isCentred: false)
        schema.features[0].tokens = .qgrams(.init(q: 1, padding: .none, words: .joined, isPositional: true))
        let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        var people = People(seed: seed)
        var deviations: [Double] = []
        for _ in 0..<120 {
            // Odd numbers, because ties are keyed and so the same for all.
            let length = people.number(5...20) * 2 + 1
            let changed = people.number(0...length)
            let first = (0..<length).map { _ in people.pick(Array("abcdefgh")) }
            let second = first.indices.map { $0 < changed ? people.pick(Array("ijklmnop")) : first[$0] }
            let rows = try [first, second].map { try #require(encoder.row([String($0)])) }
            let distance = zip(rows[0], rows[1]).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
            let agreement = 1 - 2 * Double(distance) / Double(bits)
            let cosine = Double(length - changed) / Double(length)
            let angle = acos(min(1, cosine))
            let expected = pow(1 - 2 * angle / Double.pi, Double(votes))
            deviations.append((agreement - expected) * Double(bits).squareRoot())
        }
        // In standard deviations: the mean of 120 is within 0.09 · 5 but for the normal approximation, which overstates little for few tokens.
        let mean = deviations.reduce(0, +) / Double(deviations.count)
        let variance = deviations.reduce(0) { $0 + $1 * $1 } / Double(deviations.count)
        #expect(abs(mean) < 1.2, "\(mean)")
        #expect(variance < 4, "\(variance)")
        #expect(deviations.allSatisfy { abs($0) < 6 })
    }

    /// Without a centre people with frequent names agree more than others; with it they agree as strangers do.
    @Test func centringTakesAwayWhatFrequentTokensShare() throws {
        let features: [Feature] = [.of(.givenName), .of(.familyName), .of(.date), .of(.sex), .of(.zip5)]
        let (given, family) = (
            ["Maria", "Anna", "Susan", "Joan", "Andrea", "Dana"],
            ["Garcia", "Martin", "Anderson", "Harris", "Marshall"]
        )
        let dates = ["1961-03-12", "1975-11-02", "1988-07-25", "1990-12-30", "1956-08-17", "1979-01-09", "1983-04-21"]
        let people = (0..<30).map { (number: Int) -> [String] in
            let sex = number % 2 == 0 ? "f" : "m"
            return [given[number % 6], family[number % 5], dates[number % 7], sex, "02139"]
        }
        var pairs: [(Int, Int)] = []
        for a in people.indices {
            for b in people.indices where b > a && (0..<3).allSatisfy({ people[a][$0] != people[b][$0] }) {
                pairs.append((a, b))
            }
        }
        func agreement(isCentred: Bool) throws -> Double {
            var schema = LinkageSchema.hardened(features, isCentred: isCentred)
            schema.features[2].dateRange = 19_500_101...20_001_231
            let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
            let rows = try people.map { try #require(encoder.row($0)).dropFirst(8) }
            let sum = pairs.reduce(0.0) { sum, pair in
                let distance = zip(rows[pair.0], rows[pair.1]).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
                return sum + 1 - 2 * Double(distance) / 5120
            }
            return sum / Double(pairs.count)
        }
        // Some 250 pairs: a standard deviation below 0.002.
        let (plain, centred) = (try agreement(isCentred: false), try agreement(isCentred: true))
        #expect(abs(centred) < 0.02, "\(centred)")
        #expect(plain > centred + 0.005, "\(plain) \(centred)")
    }

    @Test func aVectorWithoutAFeatureAgreesWithHalfOfAnything() throws {
        var schema = LinkageSchema.hardened([.of(.givenName), .of(.ssn4)])
        schema.vectors = [
            .init(name: "name", bits: 5120, features: [0]), .init(name: "id", bits: 5120, features: [1]),
        ]
        let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        let rows = try [["Maria", ""], ["Marta", ""], ["Maria", "2345"], ["", "2345"], ["", "2346"]].map {
            try #require(encoder.row($0))
        }
        func distance(_ a: Int, _ b: Int, _ vector: Int) -> Int {
            let part = 8 + 640 * vector..<648 + 640 * vector
            return zip(rows[a][part], rows[b][part]).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        }
        // Six standard deviations of 35.8 around 2,560.
        for (a, b, vector) in [(0, 1, 1), (0, 2, 1), (1, 3, 1), (3, 4, 0), (0, 3, 0), (2, 4, 0)] {
            #expect(abs(distance(a, b, vector) - 2560) < 215)
        }
        #expect(distance(0, 2, 0) == 0)
        #expect(distance(2, 3, 1) == 0)
        #expect(encoder.row(["Maria", ""]) == rows[0])
        #expect(encoder.encode(["", ""]).outcome == .blank)
    }

    @Test func keysAndVectorsHaveSignsOfTheirOwn() throws {
        var schema = LinkageSchema.hardened([.of(.givenName), .of(.givenName, name: "middle")])
        schema.vectors = [
            .init(name: "a", bits: 5120, features: [0, 1]), .init(name: "b", bits: 5120, features: [0, 1]),
        ]
        let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        let row = try #require(encoder.row(["Maria", ""]))
        let others = [
            try #require(RecordEncoder(schema: schema, keys: freshKeys(schema)).row(["Maria", ""])),
            try #require(encoder.row(["", "Maria"])), Array(row[0..<8] + row[648...] + row[8..<648]),
        ]
        for other in others {
            let distance = zip(row.dropFirst(8), other.dropFirst(8)).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
            #expect(abs(distance - 5120) < 304)
        }
        schema.features[1].keyGroup = schema.features[0].keyGroup
        let joined = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        #expect(joined.row(["Maria", ""])?.dropFirst(8) == joined.row(["", "Maria"])?.dropFirst(8))
    }

    /// Tokens that never repeat make the memory for signs begin anew; that must not show.
    @Test func rowsStayTheSameWhenAllIsForgotten() throws {
        var schema = LinkageSchema.hardened([.of(.code), .of(.sex)])
        schema.features[0].tokens = .exact
        let keys = try freshKeys(schema)
        let encoder = try RecordEncoder(schema: schema, keys: keys, budget: .init(values: 1 << 20, tokens: 100_000))
        let plain = try RecordEncoder(schema: schema, keys: keys, budget: .init(values: 0, tokens: 0))
        for number in 0..<4000 {
            let record = ["A\(number)", number % 3 == 0 ? "f" : "m"]
            let row = encoder.row(record)
            if number % 199 == 0 { #expect(row == plain.row(record)) }
        }
    }
}

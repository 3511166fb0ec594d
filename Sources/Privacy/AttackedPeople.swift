// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Attacks
internal import Encoding
package import EncodingKeys

/// The people of an attack: some are encoded, some stand in the attacker's list, and a share of them in both.
package struct AttackedPeople: Sendable {
    private let sample: any People
    private let listSample: any People
    /// Places in the sample of those who are encoded.
    private let encoded: [Int]
    /// Places in the list's sample of those whom the attacker holds.
    private let listed: [Int]
    /// The person of the list behind every encoding.
    private let truth: [Int?]
    private let list: TokenSets
    /// Of a person in the list.
    package let meanTokens: Double

    /// Two people say nothing of who is like whom.
    private static let least = 3

    /// How many are encoded, and as many stand in the list.
    package var count: Int { encoded.count }

    /// How many people of a table can be attacked: those with tokens, one of those who have the same.
    package static func available(in sample: any People) -> Int { distinct(sample.tokenSets(TokenNumbers())).count }

    /// Draws people of one table, as it stands in both roles.
    ///
    /// People with the same tokens are taken once: nobody could tell them apart.
    /// - Parameters:
    ///   - people: how many are encoded.
    ///   - overlap: the share of them that stands in the list, which is filled up with others; 0 to 1.
    /// - Throws: `privacy.people` if there are too few.
    package init(of sample: any People, people: Int, overlap: Double = 1) throws(PrivacyError) {
        let sets = sample.tokenSets(TokenNumbers())
        let distinct = Self.distinct(sets)
        let others = people - Int((Double(people) * overlap).rounded())
        guard people >= Self.least, distinct.count >= people + others else {
            throw .tooFew(distinct.count, least: max(Self.least, people + others))
        }
        try self.init(
            sample: sample,
            listSample: sample,
            encoded: Array(distinct[..<people]),
            listed: Array(distinct[others..<people + others]),
            truth: (0..<people).map { $0 >= others ? $0 - others : nil },
            listSets: sets
        )
    }

    /// Takes the people of one table as they are encoded, and of another one as the attacker has them.
    ///
    /// - Parameter partners: by place in the sample, the place in the list's sample of the same person.
    package init(
        of sample: any People,
        list listSample: any People,
        partners: [Int: Int],
        people: Int,
        overlap: Double = 1
    ) throws(PrivacyError) {
        let numbers = TokenNumbers()
        let (sets, listSets) = (sample.tokenSets(numbers), listSample.tokenSets(numbers))
        var free = Set(Self.distinct(listSets))
        let pairs = Self.distinct(sets).compactMap { person in
            partners[person].flatMap { free.remove($0) }.map { (person, $0) }
        }
        let others = people - Int((Double(people) * overlap).rounded())
        guard people >= Self.least, pairs.count >= people + others else {
            throw .tooFew(pairs.count, least: max(Self.least, people + others))
        }
        try self.init(
            sample: sample,
            listSample: listSample,
            encoded: pairs[..<people].map(\.0),
            listed: pairs[others..<people + others].map(\.1),
            truth: (0..<people).map { $0 >= others ? $0 - others : nil },
            listSets: listSets
        )
    }

    private init(
        sample: any People,
        listSample: any People,
        encoded: [Int],
        listed: [Int],
        truth: [Int?],
        listSets: [[Int]]
    ) throws(PrivacyError) {
        self.sample = sample
        self.listSample = listSample
        self.encoded = encoded
        self.listed = listed
        self.truth = truth
        let sets = Self.renumbered(listed.map { listSets[$0] })
        do throws(AttackError) { list = try TokenSets(sets) } catch { throw PrivacyError(error) }
        meanTokens = Double(sets.reduce(0) { $0 + $1.count }) / Double(sets.count)
    }

    /// The same sets with the numbers that occur made dense: a matrix of tokens has a column a number.
    private static func renumbered(_ sets: [[Int]]) -> [[Int]] {
        var numbers: [Int: Int] = [:]
        for token in sets.joined() where numbers[token] == nil { numbers[token] = numbers.count }
        return sets.map { $0.compactMap { numbers[$0] } }
    }

    /// The people who have tokens, one of those who have the same.
    private static func distinct(_ sets: [[Int]]) -> [Int] {
        var seen: Set<[Int]> = []
        return sets.indices.filter { !sets[$0].isEmpty && seen.insert(sets[$0]).inserted }
    }

    /// These people under a scheme.
    ///
    /// - Parameter key: the agencies' key, a random one without.
    package func target(_ scheme: EncodingScheme, key: ProjectKey? = nil) throws(PrivacyError) -> Target {
        let agencies: ProjectKey
        if let key { agencies = key } else { agencies = try EncodingScheme.randomKey() }
        return Target(
            scheme: scheme,
            encodings: try scheme.encode(encoded, of: sample, under: agencies),
            list: list,
            ownKey: try scheme.encode(listed, of: listSample, under: EncodingScheme.randomKey()),
            truth: truth
        )
    }

    /// These people as another program encoded them.
    ///
    /// - Parameter guess: how the attacker believes that was done.
    /// - Throws: `vectors.…`, `key.library`.
    package func target(_ foreign: ForeignEncodings, guess: EncodingScheme) throws(PrivacyError) -> Target {
        let records = sample.records
        return Target(
            scheme: guess,
            encodings: try foreign.filters(of: encoded.map { records[$0] }),
            measure: foreign.measure,
            list: list,
            ownKey: try guess.encode(listed, of: listSample, under: EncodingScheme.randomKey()),
            truth: truth
        )
    }

    /// A plain CLK of these people's features: what every attack must re-identify.
    package var control: EncodingScheme { sample.plainRecord(meanTokens: meanTokens) }
}

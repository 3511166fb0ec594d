// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc

/// What follows from taking the most often set bits for those of the most frequent tokens.
///
/// In a Bloom filter of l bits whose tokens set k each, the most frequent token decides how often k bits are set, the
/// next k·(1 − k/l) of the others, and so on; with k from the fill, this lays tokens over the bits in the order of their
/// frequencies. A record is then given the tokens whose bits it has, as many as people have on average.
package struct BitAlignment: Hashable, Sendable {
    /// The encodings of people who stand in the list.
    package let rows: Int
    /// The mean Jaccard index of the tokens assigned to an encoding and its person's, 0 to 1.
    package let jaccard: Double
    /// The same with the bits in a random order.
    package let randomJaccard: Double
    /// The same tokens as `jaccard`'s held against those of another person drawn at random: what comes from frequent
    /// tokens being frequent, and tells nobody apart.
    package let otherJaccard: Double

    /// What the order of the bits gives away.
    package var gain: Double { jaccard - randomJaccard }
    /// What it gives away of the person, rather than of all people.
    package var ownGain: Double { jaccard - otherJaccard }

    init(_ encodings: FilterMatrix, list: TokenSets, truth: [Int?], seed: UInt64) throws(AttackError) {
        let counts = try encodings.transposed().counts()
        let length = Double(encodings.bits)
        let fill = counts.reduce(0) { $0 + Double($1) } / length / Double(encodings.rows)
        let mean = max(list.sizes.reduce(0) { $0 + Double($1) } / Double(list.count), 1)
        // The share of the bits that a token sets, as expected of filters of this fill.
        let share = 1 - exp(log(max(1 - fill, 1 / length)) / mean)
        let tokens = list.frequencies.indices.sorted { (list.frequencies[$1], $0) < (list.frequencies[$0], $1) }
        let positions = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
        /// The rank of the token that each of the sorted positions is given to.
        var ranks = [Int?](repeating: nil, count: positions.count)
        for rank in tokens.indices {
            let start = length * (1 - pow(1 - share, Double(rank)))
            let end = length * (1 - pow(1 - share, Double(rank + 1)))
            for place in Int(start.rounded())..<Int(end.rounded()) { ranks[place] = rank }
        }
        var random = SeededGenerator(seed: seed)
        let people = truth.enumerated().compactMap { row, person in person.map { (row: row, person: $0) } }
        let shuffled = people.shuffled(using: &random)
        let permuted = positions.shuffled(using: &random)
        let guess = TokenGuess(positions, ranks, tokens: tokens, size: Int(mean.rounded()))
        let noise = TokenGuess(permuted, ranks, tokens: tokens, size: Int(mean.rounded()))
        var (own, drawn, other) = (0.0, 0.0, 0.0)
        for (index, (row, person)) in shuffled.enumerated() {
            let set = Set(list.members.setBits(of: person))
            let bits = encodings.setBits(of: row)
            let guessed = guess.tokens(of: bits)
            own += Self.jaccard(guessed, set)
            drawn += Self.jaccard(noise.tokens(of: bits), set)
            let next = shuffled[(index + 1) % shuffled.count].person
            other += Self.jaccard(guessed, Set(list.members.setBits(of: next)))
        }
        rows = people.count
        let n = Double(max(people.count, 1))
        (jaccard, randomJaccard, otherJaccard) = (own / n, drawn / n, other / n)
    }

    private static func jaccard(_ guessed: [Int], _ set: Set<Int>) -> Double {
        let common = guessed.count { set.contains($0) }
        let union = guessed.count + set.count - common
        return union > 0 ? Double(common) / Double(union) : 0
    }
}

/// Tokens laid over bits, and what they make of a filter.
private struct TokenGuess {
    /// The place of every position's token in `tokens`.
    private var owner: [Int?]
    /// Tokens that have a position, and how many, the most frequent first.
    private var tokens: [(number: Int, positions: Int)] = []
    private let size: Int

    init(_ positions: [Int], _ ranks: [Int?], tokens numbers: [Int], size: Int) {
        owner = [Int?](repeating: nil, count: positions.count)
        self.size = size
        for (position, rank) in zip(positions, ranks) {
            guard let rank else { continue }
            if tokens.last?.number != numbers[rank] { tokens.append((numbers[rank], 0)) }
            tokens[tokens.count - 1].positions += 1
            owner[position] = tokens.count - 1
        }
    }

    /// The tokens most of whose bits are set, the most frequent of equal ones.
    func tokens(of setBits: [Int]) -> [Int] {
        var set = [Int](repeating: 0, count: tokens.count)
        for bit in setBits { if let owner = owner[bit] { set[owner] += 1 } }
        let shares = zip(set, tokens).map { Double($0) / Double($1.positions) }
        return shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }.prefix(size).map { tokens[$0].number }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// What frequencies alone give away, without a key and without any known person.
///
/// * **Encodings**: the most frequent encodings are taken for the most frequent values, rank by rank; a token can stand
///   only where all encodings of values with the token have a set bit; every other encoding is the value whose tokens'
///   possible positions cover it most tightly. After Christen, Schnell, Vatsalan & Ranbaduge, *Efficient cryptanalysis
///   of Bloom filters for privacy-preserving record linkage*, PAKDD 2017. Needs encodings that repeat, as those of
///   single fields do and those of whole records hardly ever.
/// * **Bits**: the most often set bits are taken for those of the most frequent tokens (`BitAlignment`).
package struct FrequencyAlignment: Sendable {
    /// How many of the most frequent encodings are aligned, one variant each; only those that repeat take part.
    package var depths = [5, 10, 20, 50, 100]
    /// What random assignments are drawn from.
    package var seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// Attacks the encodings.
    ///
    /// - Parameters:
    ///   - list: the attacker's people.
    ///   - truth: the person behind every encoding, nil for one who is not in the list; used to count, never to choose.
    /// - Throws: `attack.sizes` if these do not belong together, `attack.vectors`, `attack.cancelled`.
    /// - Complexity: for n different encodings, v different token sets and w words a row, O(n·v·w) at the worst and
    ///   about O(n·v).
    package func attack(
        _ encodings: FilterMatrix,
        list: TokenSets,
        truth: [Int?],
        control: AttackControl = AttackControl()
    ) throws(AttackError) -> FrequencyAlignmentResult {
        let problem = try KeylessProblem(encodings, list: list, truth: truth)
        let filters = Values(encodings)
        // Beyond the first that are equally frequent, ranks are a guess.
        let clear = filters.clearRanks(with: problem.values)
        let most = min(filters.repeated, problem.values.repeated)
        let steps = depths.map { ("\($0) most frequent", min($0, most)) }
        let total = steps.count + 2
        var variants: [Variant] = []
        for (name, depth) in [("as far as ranks are clear", clear)] + steps {
            try control.step(variants.count, of: total)
            let aligned = AlignedValues(problem, filters, depth: depth)
            variants.append(Variant(name, problem.found(aligned.assigned())))
        }
        try control.step(variants.count, of: total)
        return FrequencyAlignmentResult(
            attack: AttackResult(encodings: encodings.rows, known: 0, seed: seed, variants: variants),
            repeating: filters.rows.prefix(filters.repeated).reduce(0) { $0 + $1.count },
            bits: try BitAlignment(encodings, list: list, truth: truth, seed: seed)
        )
    }
}

/// What frequency alignment achieved; for the report, without a rating.
package struct FrequencyAlignmentResult: Hashable, Sendable {
    /// Encodings given the token set of their own person, which others may share; the most of all variants.
    ///
    /// Its candidates are the different token sets; to guess is to take the most frequent one for all.
    package let attack: AttackResult
    /// The encodings that equal at least one other; without them there is nothing to align.
    package let repeating: Int
    /// What the frequencies of single bits give away.
    package let bits: BitAlignment

    package var repeatingShare: Double { Double(repeating) / Double(max(attack.encodings, 1)) }
}

extension Values {
    /// The number of values from the first that are each more frequent than the next, here and there, and repeat.
    fileprivate func clearRanks(with other: Values) -> Int {
        let both = [rows, other.rows].map { $0.map(\.count) + [0] }
        var rank = 0
        while both.allSatisfy({ rank + 1 < $0.count && $0[rank] > max($0[rank + 1], 1) }) { rank += 1 }
        return rank
    }
}

/// The most frequent encodings taken for the most frequent values, and what follows for the others.
private struct AlignedValues {
    let filters: Values
    let depth: Int
    /// The words of one encoding of each kind.
    let words: [[UInt64]]
    /// Values all of whose tokens occur in aligned ones: their numbers, and where their tokens can stand.
    ///
    /// The fewest positions first.
    let covers: [(value: Int, positions: [UInt64], count: Int)]

    init(_ problem: KeylessProblem, _ filters: Values, depth: Int) {
        self.filters = filters
        self.depth = depth
        let words = filters.rows.map { rows in
            depth > 0 ? (0..<problem.encodings.words).map { problem.encodings.word($0, of: rows[0]) } : []
        }
        var possible: [Int: [UInt64]] = [:]
        for value in 0..<depth {
            for token in problem.tokens(of: value) {
                possible[token] = possible[token].map { zip($0, words[value]).map { $0 & $1 } } ?? words[value]
            }
        }
        var covers: [(value: Int, positions: [UInt64], count: Int)] = []
        for value in problem.values.rows.indices where depth > 0 {
            let sets = problem.tokens(of: value).map { possible[$0] }
            var union = [UInt64](repeating: 0, count: problem.encodings.words)
            guard sets.allSatisfy({ $0 != nil }) else { continue }
            for set in sets { for (index, word) in (set ?? []).enumerated() { union[index] |= word } }
            covers.append((value, union, union.reduce(0) { $0 + $1.nonzeroBitCount }))
        }
        self.words = words
        self.covers = covers.sorted { ($0.count, $0.value) < ($1.count, $1.value) }
    }

    /// The value of every encoding; nil where none covers it, or several equally tightly.
    func assigned() -> [Int?] {
        var assigned = [Int?](repeating: nil, count: filters.numbers.count)
        for (kind, rows) in filters.rows.enumerated() where depth > 0 {
            let value = kind < depth ? kind : tightest(words[kind])
            for row in rows { assigned[row] = value }
        }
        return assigned
    }

    private func tightest(_ filter: [UInt64]) -> Int? {
        func isCovered(by index: Int) -> Bool {
            zip(filter, covers[index].positions).allSatisfy { $0 & ~$1 == 0 }
        }
        guard let first = covers.indices.first(where: isCovered) else { return nil }
        let equals = covers[(first + 1)...].prefix { $0.count == covers[first].count }
        return equals.indices.contains(where: isCovered) ? nil : covers[first].value
    }
}

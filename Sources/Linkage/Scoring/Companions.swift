// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Glibc

/// Pairs of people who belong together, such as those who live together, by what they have in common beyond chance.
///
/// Weights are those of matches (`Specs/linkage.md` §10), learnt from the pairs inside one table. Anybody may belong to any number of
/// others, so the posterior of a pair is its own alone: the mixture of Fellegi & Sunter (1969), without rivals.
package struct Companions: Sendable {
    /// Rows of different people, the first one lower, with the bits of evidence that they belong together; above 0 they likely do.
    package let pairs: [(first: Int, second: Int, weight: Double)]
    /// Why the data cannot tell; nil if they can.
    package let doubt: String?

    /// What a pair of rows is good for.
    package enum Use: Sendable {
        case none
        /// It is told, but nothing is learnt from it.
        case telling
        case learning
    }

    private static let fewestRecords = 20
    private static let fewestPairs = 10.0
    private static let leastF1 = 0.8
    /// Bits below the odds of any two rows belonging together, from which on pairs are looked at.
    private static let margin = 10.0

    /// Rows of a value, in the table and itself, that part equal values.
    ///
    /// How likely two people live in one dwelling, or only in one large building, hangs on how many have the address.
    /// Eight at most: so many fit into a level's byte in the most presence blocks.
    private static let bands = [256, 128, 64, 32, 24, 16, 12, 8]

    /// Rows of a value, in the table and itself, up to which those who have it are taken to belong together at first, and how likely.
    ///
    /// To start from what is rare, not from what agrees in all, keeps those of different names.
    static let rareRows = 24
    private static let firstShare = 0.999

    /// Learns from a table who belongs together.
    ///
    /// - Parameters:
    ///   - rows: with presence masks, all filters in memory.
    ///   - vectors: what a row consists of.
    ///   - deciding: how many vectors, the first ones, show that people belong together; the others only support or contradict it.
    ///   - parts: how many of the others, the first ones, the first deciding one holds as well; that they agree counts where that alone
    ///     makes it likely.
    ///   - persons: the person of each row, whose own rows are no companions.
    ///   - use: what two rows of different people are good for.
    /// - Throws: as `ScoredLinkage`.
    /// - Complexity: O(pairs that agree in something rare × vectors), for each of 60 rounds at most.
    package init(
        _ rows: LinkageDataset,
        measure: SimilarityMeasure,
        vectors: [ScoredVector],
        deciding: Int,
        parts: Int = 0,
        persons: [UInt32],
        use: (_ first: Int, _ second: Int) -> Use,
        control: RunControl
    ) throws(LinkageError) {
        guard rows.rows >= Self.fewestRecords else {
            (pairs, doubt) = ([], "fewer than \(Self.fewestRecords) records have what tells of it")
            return
        }
        // Chance is counted between the table and itself; a row's own partner and those of one person are taken out again.
        let twin = try LinkageDataset(
            name: rows.name + " again",
            tokens: rows.tokens,
            popcounts: rows.popcounts,
            source: rows.source,
            presence: rows.presence
        )
        let input = try ScoringInput(LinkageInput([rows, twin], measure: measure), vectors: vectors)
        let (between, within) = (DatasetPair(first: 0, second: 1), DatasetPair(first: 0, second: 0))
        let values = try input.vectors.map { vector throws(LinkageError) in try VectorValues(vector, of: input) }
        let random = try control.map(values.count) { number in
            let blocks = PresenceBlocks(values[number], of: between)
            return RandomSimilarities(values[number], values[number], of: between, in: input, blocks: blocks)
        }
        let plan = ComparisonPlan(
            values.indices.map { vector in
                let scale = LevelScale(random[vector], values[vector], of: between, bands: Self.bands)
                let alike = random[vector].alike
                return Comparison(vectorA: vector, vectorB: vector, scale: scale, alike: alike, across: nil)
            },
            of: between
        )
        let all = LevelCounts(plan, random: random)
        let first = all.firstWeights()
        var similar = SimilarValuesCache()
        let search = try CandidateSearch(
            plan,
            values,
            random: random,
            of: within,
            in: input,
            similar: &similar,
            control: control
        )
        let floor = log2(Double(rows.rows)) - Self.margin
        let found = try search.pairs(weighing: first.bits, keeping: .above(floor), control: control)
        var own = Self.levelsOfRows(rows.rows, plan, values)
        var others: [Int] = []
        var counts = [Double](repeating: 0, count: found.patterns.count)
        for pair in 0..<found.count {
            let (a, b) = (Int(found.a[pair]), Int(found.b[pair]))
            let use = persons[a] == persons[b] ? .none : use(a, b)
            if use != .none { others.append(pair) }
            if use == .learning {
                counts[Int(found.pattern[pair])] += 1
            } else {
                let pattern = found.patterns[Int(found.pattern[pair])]
                for comparison in own.indices { own[comparison][Int(pattern[comparison])] += 2 }
            }
        }
        let start = found.patterns.map { pattern in
            (0..<deciding).contains { plan.comparisons[$0].scale.isRare(pattern[$0]) } ? Self.firstShare : 0
        }
        let model = Self.learn(
            all.ofPairs(without: own),
            parts: deciding..<deciding + parts,
            from: start,
            found.patterns,
            counts,
            rows: rows.rows
        )

        let decisive = found.patterns.map { pattern in
            (0..<deciding).contains { model.weights.bits[$0][Int(pattern[$0])] > 0 }
        }
        pairs = others.lazy.filter { decisive[Int(found.pattern[$0])] }.map { pair in
            (Int(found.a[pair]), Int(found.b[pair]), model.evidence[Int(found.pattern[pair])])
        }
        let curve = ProbabilityCurve(pairs.lazy.map { Float(1 / (1 + exp2(-$0.weight))) })
        let measures = curve.measures(links: curve.links(.maxF1))
        doubt =
            if measures.matches.value < Self.fewestPairs {
                "fewer than \(Int(Self.fewestPairs)) pairs of people are to be expected"
            } else if measures.f1.value < Self.leastF1 {
                "they cannot be told from others"
            } else {
                nil
            }
    }
}

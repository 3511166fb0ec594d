// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// What a plan says of an approximate search; with the linkage unit's secret it gives the tables.
package struct ApproximateSearch: Sendable, Equatable {
    /// The share of the kept pairs that was asked for, in ten-thousandths.
    package var recall: Int
    /// The number of tables.
    package var tables: Int
    /// Bits of a table's key, and of its sketch.
    package var keyBits: Int
    package var sketchBits: Int
    /// For each sum of the bits set in two sketches, the most bits in which they may differ.
    package var sketchLimits: [UInt8]
    /// The positions that keys and sketches are drawn from, ascending.
    package var positions: [UInt32]

    /// The tables, which depend on the secret.
    ///
    /// - Parameter secret: `HammingDraw.keyBytes` bytes.
    func plan(bits: Int, rule: DistanceRule, secret: [UInt8]) -> HammingPlan {
        HammingPlan(
            bits: bits,
            rule: rule,
            tables: HammingDraw.tables(tables, from: positions, keyBits: keyBits, sketchBits: sketchBits, key: secret),
            sketchLimits: SketchLimits(sketchLimits)
        )
    }
}

extension ApproximateSearch {
    /// Rows of each dataset that tell how far apart pairs are, and rows of the first whose pairs are all known.
    private static let strangerRows = 2_000
    private static let matchRows = 2_000

    /// Plans the search of the two datasets with the most pairs; nil if comparing all pairs costs no more.
    ///
    /// - Parameter recall: the share of the kept pairs to find, in ten-thousandths, below 10,000.
    /// - Throws: `linkage.cancelled`, what reading rows throws.
    package init?(
        _ input: LinkageInput,
        threshold: SimilarityThreshold,
        recall: Int,
        control: RunControl
    ) throws(LinkageError) {
        guard let pair = input.datasetPairs.max(by: { input.comparisons($0) < input.comparisons($1) }) else {
            return nil
        }
        let (first, second) = (input.datasets[pair.first], input.datasets[pair.second])
        guard first.rows > 0, second.rows > 0 else { return nil }
        var sample = try HammingSample(
            first: try first.spread(Self.matchRows),
            second: try second.spread(Self.strangerRows),
            rule: input.rule(threshold),
            isWithin: pair.isWithin,
            kernel: input.kernel
        )
        for block in second.blocks() { try sample.add(try TileSide(second, rows: block), control: control) }
        guard
            let (choice, positions) = HammingPlanner.choose(
                sample,
                rows: (first.rows, second.rows),
                recall: Double(recall) / 10_000
            )
        else { return nil }
        self.init(
            recall: recall,
            tables: choice.tables,
            keyBits: choice.keyBits,
            sketchBits: choice.sketchBits,
            sketchLimits: HammingPlanner.limits(choice, sample).values,
            positions: positions
        )
    }
}

extension MeasuredRecall {
    /// Rows of a dataset whose pairs are all found by comparing, to see which of them a search finds.
    private static let sampledRows = 5_000

    /// Measures the recall of a plan over all its pairs of datasets; nil for an exact one.
    ///
    /// The rows are those with the least tokens, which agencies drew at random: other rows than the search was planned with.
    ///
    /// - Throws: `linkage.cancelled`, what reading rows throws.
    package static func of(
        _ plan: JoinPlan,
        input: LinkageInput,
        secret: [UInt8],
        control: RunControl
    ) throws(LinkageError) -> MeasuredRecall? {
        guard case .approximate(let search) = plan.search else { return nil }
        let hamming = search.plan(bits: plan.bits, rule: input.rule(plan.threshold), secret: secret)
        var whole = MeasuredRecall()
        for pair in input.datasetPairs { whole.add(try of(hamming, input: input, pair, control: control)) }
        return whole
    }

    /// Measures the recall of a search of two datasets, or within one.
    static func of(
        _ plan: HammingPlan,
        input: LinkageInput,
        _ pair: DatasetPair,
        control: RunControl
    ) throws(LinkageError) -> MeasuredRecall {
        let (first, second) = (input.datasets[pair.first], input.datasets[pair.second])
        let rows = first.sample(sampledRows)
        var part = MeasuredRecall(
            plan: plan,
            sample: try SampledRows(matrix: first.filters(of: rows), numbers: rows),
            isWithin: pair.isWithin,
            kernel: input.kernel
        )
        for block in second.blocks() { try part.add(try TileSide(second, rows: block), control: control) }
        return part
    }
}

extension LinkageDataset {
    /// Rows at equal steps through the dataset, which are random ones as its order is.
    fileprivate func spread(_ count: Int) throws(LinkageError) -> SampledRows {
        let chosen = rows <= count ? Array(0..<rows) : (0..<count).map { $0 * rows / count }
        return try SampledRows(matrix: filters(of: chosen), numbers: chosen)
    }
}

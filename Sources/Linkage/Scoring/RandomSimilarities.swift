// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// How similar the values of two vectors are in pairs of records that were put together at random.
///
/// Values are compared, not records, each as often as it occurs. Of many values a sample is compared, drawn by the rows' random
/// tokens; equal values are counted exactly.
package struct RandomSimilarities: Sendable {
    /// Pairs of records by the similarity of their values in ten-thousandths, but equal and contained ones.
    private(set) var apart: [Double]
    /// Pairs of records of which one's value is contained in the other's.
    private(set) var contained: Double
    /// Pairs of records of one value, by the number of records that have it.
    private(set) var equal: [Int: Double]
    /// Pairs of records of which one or both miss their value.
    let missing: Double
    /// Pairs of records that a pair of the sample stands for.
    let unit: Double

    /// The most rows of a dataset in the sample.
    private static let sampleRows = 4_096
    /// Pairs of values up to which all of them are compared.
    private static let allValues = sampleRows * sampleRows
    /// Rows in a kernel call.
    private static let queries = 64

    /// Compares the values of vector `a` in one dataset with those of vector `b` in another.
    package init(
        _ a: VectorValues,
        _ b: VectorValues,
        of datasets: DatasetPair,
        in input: ScoringInput
    ) throws(LinkageError) {
        let isOneVector = a.vector == b.vector
        let (countsA, countsB) = (a.counts[datasets.first], b.counts[datasets.second])
        let (presentA, presentB) = (a.present(datasets.first), b.present(datasets.second))
        let rows = (input.datasets[datasets.first].rows, input.datasets[datasets.second].rows)
        var equal: [Int: Double] = [:]
        if isOneVector {
            for value in 1..<max(1, a.count) where countsA[value] > 0 && countsB[value] > 0 {
                equal[Int(countsA[value]) + Int(countsB[value]), default: 0] +=
                    Double(countsA[value]) * Double(countsB[value])
            }
        }
        let sideA = try Side(a, dataset: datasets.first, in: input, other: b.count)
        let sideB = try Side(b, dataset: datasets.second, in: input, other: a.count)
        var apart = [Double](repeating: 0, count: FilterSimilarity.one + 1)
        var contained = 0.0
        var compared = 0.0
        var counts: [UInt32] = []
        for start in stride(from: 0, to: sideA.values.count, by: Self.queries) {
            let block = start..<min(start + Self.queries, sideA.values.count)
            input.kernel.intersections(
                (sideA.filters, block),
                (sideB.filters, 0..<sideB.values.count),
                into: &counts
            )
            for query in block {
                let offset = (query - start) * sideB.values.count
                for candidate in sideB.values.indices {
                    if isOneVector, sideA.values[query] == sideB.values[candidate] { continue }
                    let similarity = FilterSimilarity(
                        input.measure,
                        common: counts[offset + candidate],
                        sideA.popcounts[query],
                        sideB.popcounts[candidate],
                        bits: a.vector.bits.count
                    )
                    let pairs = sideA.rows[query] * sideB.rows[candidate]
                    compared += pairs
                    if similarity.isContained { contained += pairs } else { apart[similarity.tenThousandths] += pairs }
                }
            }
        }
        let all = Double(presentA) * Double(presentB)
        let scale = compared > 0 ? max(0, all - equal.values.reduce(0, +)) / compared : 0
        self.apart = apart.map { $0 * scale }
        self.contained = contained * scale
        self.equal = equal
        unit = scale
        missing = Double(rows.0) * Double(rows.1) - all
    }

    /// Whether any pair is at least this similar.
    func reaches(_ similarity: Int) -> Bool { apart[similarity...].contains { $0 > 0 } }

    /// Pairs of records at each level.
    func levels(_ scale: LevelScale) -> [Double] {
        var levels = [Double](repeating: 0, count: scale.count)
        levels[Int(LevelScale.missing)] = missing
        levels[scale.contained] = contained
        for (similarity, pairs) in apart.enumerated() where pairs > 0 {
            levels[Int(scale.level(ofSimilarity: similarity))] += pairs
        }
        // In a fixed order: sums of floating-point numbers depend on it.
        for (rows, pairs) in equal.sorted(by: { $0.key < $1.key }) { levels[Int(scale.equalLevel(rows: rows))] += pairs }
        return levels
    }

    /// The values of a dataset or of a sample of its rows, with the number of these rows.
    private struct Side {
        let values: [UInt32]
        let rows: [Double]
        let filters: FilterMatrix
        let popcounts: [UInt32]

        init(_ values: VectorValues, dataset: Int, in input: ScoringInput, other: Int) throws(LinkageError) {
            var counts: [UInt32: UInt32] = [:]
            if values.count * other <= RandomSimilarities.allValues {
                for (value, count) in values.counts[dataset].enumerated() where count > 0 { counts[UInt32(value)] = count }
            } else {
                for row in input.datasets[dataset].sample(RandomSimilarities.sampleRows) {
                    counts[values.ofRows[dataset][row], default: 0] += 1
                }
            }
            counts[0] = nil
            let present = counts.sorted { $0.key < $1.key }
            self.values = present.map(\.key)
            rows = present.map { Double($0.value) }
            filters = try LinkageError.passingOn { () throws(BitVectorError) in
                try values.filters.selecting(present.map { Int($0.key) })
            }
            popcounts = present.map { values.popcounts[Int($0.key)] }
        }
    }
}

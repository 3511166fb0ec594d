// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// What a plan of an approximate comparison knows of the data: how far apart the pairs are that the rule keeps, and random
/// pairs that it does not, counted at the positions where rows differ most.
package struct HammingSample: Sendable {
    private static let queryRows = 64
    /// Positions to choose from, at least, where the filters have as many.
    private static let fewestPositions = 192
    /// The least share of rows that must have a usable position set, and that must not: the first that leaves enough positions.
    private static let leastShares = [0.25, 0.2, 0.15, 0.1, 0.05, 0.02, 0]

    /// The length of a filter in bits.
    let bits: Int
    /// Which pairs are to be kept.
    let rule: DistanceRule
    /// Whether both sides are of one dataset.
    let isWithin: Bool
    /// The usable positions, ascending.
    let positions: [UInt32]
    /// For each distance at these positions the number of random pairs that the rule does not keep.
    private(set) var strangers: [Int]
    /// The number of random pairs, kept or not.
    private(set) var randomPairs = 0
    /// For each distance at these positions the number of kept pairs of the first sample with all rows.
    private(set) var matches: [Int]
    /// The rows of the first sample that met all others.
    let first: SampledRows
    /// The mean sum of two rows' popcounts, and of those at the usable positions.
    private(set) var meanSums = (all: 0, usable: 0)
    private let mask: PositionMask
    private let kernel: BitKernel

    /// The number of kept pairs of the first sample.
    package var matchCount: Int { matches.reduce(0, +) }

    /// Compares two samples; O(rows × rows).
    ///
    /// - Parameters:
    ///   - first: random rows of the first dataset; some thousands.
    ///   - second: random rows of the second dataset; some thousands.
    ///   - rule: which pairs are to be kept.
    ///   - isWithin: whether both are the same dataset.
    ///   - kernel: the kernel that compares.
    /// - Throws: `linkage.vectors` for lack of memory.
    package init(
        first: SampledRows,
        second: SampledRows,
        rule: DistanceRule,
        isWithin: Bool,
        kernel: BitKernel
    ) throws(LinkageError) {
        precondition(first.matrix.bits == second.matrix.bits, "filters of different lengths")
        bits = first.matrix.bits
        self.rule = rule
        self.isWithin = isWithin
        self.first = first
        self.kernel = kernel
        positions = Self.usable(first, second)
        mask = PositionMask(positions, bits: bits)
        strangers = [Int](repeating: 0, count: positions.count + 1)
        matches = strangers
        do throws(BitVectorError) { try countStrangers(second) } catch { throw LinkageError(error) }
    }

    /// Adds the kept pairs of the first sample with a block of the second dataset; every block must be added once.
    ///
    /// - Throws: `linkage.vectors` for lack of memory, `linkage.cancelled`.
    package mutating func add(_ block: TileSide, control: RunControl = RunControl()) throws(LinkageError) {
        let join = SampleJoin(sample: first, rule: rule, isWithin: isWithin, kernel: kernel)
        for match in try join.matches(in: block, control: control) {
            matches[first.matrix.distance(match.sampled, block.matrix, match.row, at: mask)] += 1
        }
    }

    private static func usable(_ first: SampledRows, _ second: SampledRows) -> [UInt32] {
        let counts = zip(first.matrix.setCounts(), second.matrix.setCounts()).map { $0 + $1 }
        let rows = first.matrix.rows + second.matrix.rows
        for least in leastShares {
            let fewest = Int((least * Double(rows)).rounded(.up))
            let usable = counts.indices.filter { min(counts[$0], rows - counts[$0]) >= fewest }
            if usable.count >= min(fewestPositions, counts.count) { return usable.map(UInt32.init) }
        }
        return counts.indices.map(UInt32.init)
    }

    private mutating func countStrangers(_ second: SampledRows) throws(BitVectorError) {
        let masked = (try first.matrix.masked(mask), try second.matrix.masked(mask))
        let sums = (kernel.popcounts(of: masked.0), kernel.popcounts(of: masked.1))
        var full: [UInt32] = []
        var part: [UInt32] = []
        var totals = (all: 0, usable: 0)
        let columns = 0..<second.matrix.rows
        for start in stride(from: 0, to: first.matrix.rows, by: Self.queryRows) {
            let rows = start..<min(start + Self.queryRows, first.matrix.rows)
            kernel.intersections((first.matrix, rows), (second.matrix, columns), into: &full)
            kernel.intersections((masked.0, rows), (masked.1, columns), into: &part)
            for row in rows {
                for column in columns where !isWithin || first.numbers[row] != second.numbers[column] {
                    let place = (row - start) * columns.count + column
                    let sum = Int(first.popcounts[row] + second.popcounts[column])
                    randomPairs += 1
                    let usable = Int(sums.0[row] + sums.1[column])
                    totals.all += sum
                    totals.usable += usable
                    guard !rule.keeps(distance: sum - 2 * Int(full[place]), popcountSum: sum) else { continue }
                    strangers[usable - 2 * Int(part[place])] += 1
                }
            }
        }
        meanSums = (totals.all / max(randomPairs, 1), totals.usable / max(randomPairs, 1))
    }
}

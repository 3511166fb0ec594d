// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Which pairs an approximate comparison finds: those that the rule keeps and that some table has, `Specs/linkage.md`.
///
/// Hamming LSH by bit sampling (Indyk & Motwani, STOC 1998). Whether a pair is found depends on the pair and the plan alone, not on
/// how the datasets are cut. The positions are secret: who knows them can make filters that are never compared.
package struct HammingPlan: Hashable, Sendable {
    /// The length of a filter in bits.
    package let bits: Int
    /// Which pairs are kept.
    package let rule: DistanceRule
    /// The tables, in the order in which they are searched.
    package let tables: [HammingTable]
    /// The most bits of a table's sketch in which a pair may differ.
    package let sketchLimit: Int

    package init(bits: Int, rule: DistanceRule, tables: [HammingTable], sketchLimit: Int) {
        precondition(
            tables.allSatisfy { ($0.key + $0.sketch).allSatisfy { $0 < bits } },
            "a position beyond the filter"
        )
        self.bits = bits
        self.rule = rule
        self.tables = tables
        self.sketchLimit = sketchLimit
    }

    /// Whether a pair of rows is found; it says nothing of their datasets.
    package func finds(_ first: FilterMatrix, _ firstRow: Int, _ second: FilterMatrix, _ secondRow: Int) -> Bool {
        let (distance, sum, differing) = first.comparison(firstRow, second, secondRow)
        return rule.keeps(distance: distance, popcountSum: sum)
            && tables.contains { $0.has(differing: differing, sketchLimit: sketchLimit) }
    }
}

extension FilterMatrix {
    /// The Hamming distance of two rows, the sum of their popcounts, and the bits where they differ, in words.
    fileprivate func comparison(
        _ row: Int,
        _ other: FilterMatrix,
        _ otherRow: Int
    ) -> (distance: Int, sum: Int, differing: [UInt64]) {
        unsafe withUnsafeRow(row) { left in
            unsafe other.withUnsafeRow(otherRow) { right in
                var distance = 0
                var sum = 0
                let differing = unsafe zip(left.bindMemory(to: UInt64.self), right.bindMemory(to: UInt64.self)).map {
                    distance += ($0 ^ $1).nonzeroBitCount
                    sum += $0.nonzeroBitCount + $1.nonzeroBitCount
                    return $0 ^ $1
                }
                return (distance, sum, differing)
            }
        }
    }
}

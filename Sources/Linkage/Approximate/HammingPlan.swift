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
    package let sketchLimits: SketchLimits

    package init(bits: Int, rule: DistanceRule, tables: [HammingTable], sketchLimits: SketchLimits) {
        precondition(
            tables.allSatisfy { ($0.key + $0.sketch).allSatisfy { $0 < bits } },
            "a position beyond the filter"
        )
        self.bits = bits
        self.rule = rule
        self.tables = tables
        self.sketchLimits = sketchLimits
    }

    /// Whether a pair of rows is found; it says nothing of their datasets.
    package func finds(_ first: FilterMatrix, _ firstRow: Int, _ second: FilterMatrix, _ secondRow: Int) -> Bool {
        let (left, right) = (first.words(of: firstRow), second.words(of: secondRow))
        let distance = zip(left, right).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        let sum = (left + right).reduce(0) { $0 + $1.nonzeroBitCount }
        return rule.keeps(distance: distance, popcountSum: sum)
            && tables.contains { $0.has(left, right, limits: sketchLimits) }
    }
}

extension FilterMatrix {
    /// The words of a row as this machine loads them.
    fileprivate func words(of row: Int) -> [UInt64] {
        unsafe withUnsafeRow(row) { unsafe Array($0.bindMemory(to: UInt64.self)) }
    }
}

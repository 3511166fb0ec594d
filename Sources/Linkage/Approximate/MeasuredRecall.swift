// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// The recall of an approximate comparison as measured: of all pairs of sampled rows that the rule keeps, the share that the
/// plan finds.
///
/// It is a recall of pairs at or above the threshold, whether they are of one person or not. Pairs at the threshold are the hardest to
/// find, and true matches tend to be above it, so of those more is found.
package struct MeasuredRecall: Sendable {
    private let join: SampleJoin?
    private let plan: HammingPlan?
    /// The kept pairs of the sampled rows.
    package private(set) var total = 0
    /// Those of them that the plan finds.
    package private(set) var found = 0

    /// - Parameters:
    ///   - plan: the plan that was followed.
    ///   - sample: random rows of the first dataset, drawn without regard to the sample of the plan.
    ///   - isWithin: whether the comparison was within one dataset.
    ///   - kernel: the kernel that compares.
    package init(plan: HammingPlan, sample: SampledRows, isWithin: Bool, kernel: BitKernel) {
        join = SampleJoin(sample: sample, rule: plan.rule, isWithin: isWithin, kernel: kernel)
        self.plan = plan
    }

    /// Nothing measured yet, to add up others.
    init() { (join, plan) = (nil, nil) }

    /// Adds what another measured.
    mutating func add(_ other: MeasuredRecall) {
        total += other.total
        found += other.found
    }

    /// Compares the sampled rows with a block of the second dataset exactly; every block must be added once.
    ///
    /// - Throws: `linkage.vectors` for lack of memory, `linkage.cancelled`.
    package mutating func add(_ block: TileSide, control: RunControl = RunControl()) throws(LinkageError) {
        guard let join, let plan else { return }
        let matches = try join.matches(in: block, control: control)
        total += matches.count
        found += matches.count { plan.finds(join.sample.matrix, $0.sampled, block.matrix, $0.row) }
    }

    /// The share found; nil if there was no pair to find.
    package var share: Double? { total == 0 ? nil : Double(found) / Double(total) }

    /// Wilson's 95 % interval of the share (JASA 22, 1927), as if the pairs were independent; 0 to 1 without pairs.
    package var interval: ClosedRange<Double> {
        guard let share else { return 0...1 }
        let count = Double(total)
        let square = 1.959963984540054 * 1.959963984540054
        let middle = (share + square / (2 * count)) / (1 + square / count)
        let variance = share * (1 - share) / count + square / (4 * count * count)
        let half = (square * variance).squareRoot() / (1 + square / count)
        return max(0, middle - half)...min(1, middle + half)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Compares tiles exactly, one after the other on all threads, and keeps what the next tile may need again: the rows in
/// memory, their sketches, the choice of sketch bits.
final class TileComparison {
    private let input: LinkageInput
    private let rule: DistanceRule
    private let control: RunControl
    private let tuning: JoinTuning
    private var sides = TileSides()
    private var choices: [DatasetPair: SketchChoice] = [:]
    private var candidates: (dataset: Int, rows: Range<Int>, sketches: CandidateSketches)?

    init(_ input: LinkageInput, rule: DistanceRule, control: RunControl, tuning: JoinTuning) {
        self.input = input
        self.rule = rule
        self.control = control
        self.tuning = tuning
    }

    /// Finds the pairs of a tile.
    ///
    /// - Throws: as `JoinProgress.check`; what reading rows throws.
    func run(
        _ pair: DatasetPair,
        _ rowsA: Range<Int>,
        _ rowsB: Range<Int>,
        sink: any PairSink,
        progress: JoinProgress
    ) throws(LinkageError) {
        if candidates.map({ $0.dataset != pair.second || $0.rows != rowsB }) ?? false { candidates = nil }
        let (first, second) = try sides.load(input, pair, rowsA, rowsB)
        let join = TileJoin(
            first: first,
            second: second,
            isWithin: pair.isWithin,
            rule: rule,
            kernel: input.kernel,
            tuning: tuning,
            sketches: try sketches(pair, first, second),
            threads: control.threads,
            sink: sink,
            progress: progress
        )
        control.onThreads { join.work() }
        try progress.check()
    }

    private func sketches(
        _ pair: DatasetPair,
        _ first: TileSide,
        _ second: TileSide
    ) throws(LinkageError) -> CandidateSketches? {
        if choices[pair] == nil {
            let plan = SketchPlan(first: first, second: second, rule: rule, kernel: input.kernel)
            choices[pair] = try LinkageError.passingOn { () throws(BitVectorError) in try plan.choice(tuning) }
        }
        // A small tile that is counted without a choice says nothing of the next.
        guard let choice = choices[pair] else { return nil }
        if let candidates, candidates.sketches.choice == choice { return candidates.sketches }
        // Two sets of sketches are more than the budget has room for.
        candidates = nil
        let made = CandidateSketches(of: second, choice: choice, blockRows: tuning.blockRows, kernel: input.kernel)
        control.onThreads { made.work() }
        candidates = (pair.second, second.datasetRows, made)
        return made
    }
}

/// The two sides of the tile at hand; a side that the next tile has too is not read again.
struct TileSides {
    private var first: (dataset: Int, side: TileSide)?
    private var second: (dataset: Int, side: TileSide)?

    /// Reads the rows of a tile that are not there yet.
    mutating func load(
        _ input: LinkageInput,
        _ pair: DatasetPair,
        _ rowsA: Range<Int>,
        _ rowsB: Range<Int>
    ) throws(LinkageError) -> (TileSide, TileSide) {
        (try Self.side(&first, input, pair.first, rowsA), try Self.side(&second, input, pair.second, rowsB))
    }

    private static func side(
        _ kept: inout (dataset: Int, side: TileSide)?,
        _ input: LinkageInput,
        _ dataset: Int,
        _ rows: Range<Int>
    ) throws(LinkageError) -> TileSide {
        if let kept, kept.dataset == dataset, kept.side.datasetRows == rows { return kept.side }
        // What was kept goes before the new is read: both would not fit.
        kept = nil
        let side = try TileSide(input.datasets[dataset], rows: rows)
        kept = (dataset, side)
        return side
    }
}

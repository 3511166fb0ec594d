// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Faults

/// The exact comparison of sampled rows of one dataset with all rows of the other, which come in blocks.
struct SampleJoin {
    /// Rows of a block in a piece of work.
    private static let pieceRows = 8_192
    /// Rows of a block from which the sketch's bits are chosen.
    private static let bitSample = 512

    let sample: SampledRows
    let rule: DistanceRule
    /// Whether both are of one dataset, where a row is no match of its own.
    let isWithin: Bool
    let kernel: BitKernel

    /// A kept pair, by the number of the sampled row in the sample and of the other in its block.
    struct Match {
        var sampled: Int
        var row: Int
    }

    /// Finds all kept pairs with the rows of a block, in no particular order.
    func matches(in block: TileSide, control: RunControl) throws(LinkageError) -> [Match] {
        precondition(sample.matrix.bits == block.matrix.bits, "filters of different lengths")
        let rows = block.matrix.rows
        guard sample.matrix.rows > 0, rows > 0 else { return [] }
        let choice = choice(block)
        let queries = try sketches(sample.matrix, Array(0..<sample.matrix.rows), sample.popcounts, choice, .queries)
        return try control.onPieces(
            (rows + Self.pieceRows - 1) / Self.pieceRows,
            state: { BitKernel.JoinScratch() },
            sum: [],
            adding: { $0 += $1 }
        ) { piece, scratch throws(LinkageError) in
            let range = piece * Self.pieceRows..<min((piece + 1) * Self.pieceRows, rows)
            let candidates = try sketches(block.matrix, Array(range), block.popcounts, choice, .candidates)
            var found: [Match] = []
            _ = kernel.join(
                queries,
                candidates,
                rule: rule,
                scratch: &scratch,
                found: { match in
                    if isWithin, sample.numbers[match.query] == block.firstRow + match.candidate { return }
                    found.append(Match(sampled: match.query, row: match.candidate))
                },
                checkpoint: { _ in true }
            )
            return found
        }
    }

    /// The most informative bits, about four times the greatest distance of a pair of mean popcounts; any choice is exact.
    private func choice(_ block: TileSide) -> SketchChoice {
        let rows = block.matrix.rows
        let spread = rows <= Self.bitSample ? Array(0..<rows) : (0..<Self.bitSample).map { $0 * rows / Self.bitSample }
        let bits = InformativeBits(
            (sample.matrix, Array(0..<min(sample.matrix.rows, Self.bitSample))),
            (block.matrix, spread),
            rule: rule
        )
        let sum = spread.reduce(0) { $0 + Int(block.popcounts[$1]) } * 2 / spread.count
        let budget = rule.budget(popcountSum: sum)
        let wanted = (budget * 15 / 4 + 16) / 32 * 32
        let length = min(max(wanted, 64), sample.matrix.bits / 32 * 32, SketchChoice.greatestBits)
        return bits.choice(bits: length, lanes: SketchChoice.Lanes(meanBudget: budget))
    }

    private func sketches(
        _ matrix: FilterMatrix,
        _ rows: [Int],
        _ popcounts: [UInt32],
        _ choice: SketchChoice,
        _ role: SketchBlock.Role
    ) throws(LinkageError) -> SketchBlock {
        do throws(BitVectorError) {
            let order = PopcountOrder(rows, popcounts: popcounts)
            return try SketchBlock(of: matrix, in: order, choice: choice, as: role, kernel: kernel)
        } catch {
            throw LinkageError(error)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// The approximate comparison of two blocks of rows: table by table, both blocks are cut into parts by key and the parts searched.
///
/// Takes 16 bytes a row besides the filters, and some MiB. What it finds in the blocks of two datasets, whatever the blocks, is
/// what the plan finds in the datasets.
package struct HammingJoin: Sendable {
    /// Rows of a block from which on another writer pays.
    private static let writerRows = 65_536
    /// Entries of a part that one piece of work looks up; of parts that many rows share, which are rare, there are several.
    private static let sliceRows = 32_768

    private let plan: HammingPlan
    /// The number of tables.
    var tables: Int { plan.tables.count }
    private let masks: HammingMasks
    private let kernel: HammingKernel

    package init(plan: HammingPlan, kernel: HammingKernel) {
        self.plan = plan
        self.kernel = kernel
        masks = HammingMasks(plan.tables, bits: plan.bits)
    }

    /// Finds the pairs of two blocks, each once and in no order.
    ///
    /// - Parameters:
    ///   - first: rows of the first dataset.
    ///   - second: rows of the second dataset, or the same or other rows of the first.
    ///   - isWithin: whether both are of one dataset, in which only pairs rowA < rowB are found.
    ///   - control: threads, cancelling.
    ///   - onTable: told how many tables are done.
    ///   - sink: given some pairs at a time, by any thread and by several at once.
    /// - Throws: `linkage.vectors` for lack of memory, `linkage.cancelled`, what the sink throws.
    package func search(
        _ first: TileSide,
        _ second: TileSide,
        isWithin: Bool,
        control: RunControl = RunControl(),
        onTable: (Int) -> Void = { _ in },
        sink: @escaping @Sendable ([FoundPair]) throws(LinkageError) -> Void
    ) throws(LinkageError) -> HammingCounts {
        precondition(first.matrix.bits == plan.bits && second.matrix.bits == plan.bits, "filters of another length")
        let partBits = HammingStore.partBits(rows: max(first.matrix.rows, second.matrix.rows))
        let left = try store(first, partBits, control)
        let right = first.matrix === second.matrix ? left : try store(second, partBits, control)
        let quest = HammingQuest(
            rule: plan.rule,
            masks: masks,
            limits: plan.sketchLimits,
            withinShift: isWithin ? first.firstRow - second.firstRow : nil
        )
        let skipEmpty = !plan.rule.admits(0, 1)
        var counts = HammingCounts()
        for (number, table) in plan.tables.enumerated() {
            let fills = left === right ? left.writers : left.writers + right.writers
            try control.onPieces(fills, state: {}) { piece, _ throws(LinkageError) in
                let isLeft = piece < left.writers
                let writer = isLeft ? piece : piece - left.writers
                (isLeft ? left : right).fill(table, writer: writer, skipEmpty: skipEmpty, kernel: kernel)
            }
            let pieces = Self.pieces(left, right)
            counts += try control.onPieces(
                pieces.count,
                state: { HammingProbe(left, right, quest, kernel: kernel) },
                sum: HammingCounts(),
                adding: { $0 += $1 }
            ) { index, probe throws(LinkageError) in
                let handOver = HandOver(sink)
                let (counts, finished) = probe.search(
                    part: pieces[index].part,
                    slice: (pieces[index].slice, pieces[index].slices),
                    table: number,
                    found: {
                        handOver.append(
                            FoundPair(
                                rowA: UInt32(first.firstRow + $0.query),
                                rowB: UInt32(second.firstRow + $0.candidate),
                                intersection: $0.intersection
                            )
                        )
                    },
                    checkpoint: { !(control.isCancelled?() ?? false) && handOver.goesOn }
                )
                try handOver.finish()
                guard finished else { throw .cancelled }
                return counts
            }
            onTable(number + 1)
        }
        return counts
    }

    private func store(_ block: TileSide, _ partBits: Int, _ control: RunControl) throws(LinkageError) -> HammingStore {
        let writers = min(4 * control.threads, 1 + block.matrix.rows / Self.writerRows)
        do throws(BitVectorError) {
            return try HammingStore(of: block.matrix, partBits: partBits, writers: writers)
        } catch {
            throw LinkageError(error)
        }
    }

    /// A part, or a slice of one.
    private struct Piece {
        var part: Int
        var slice: Int
        var slices: Int
    }

    private static func pieces(_ left: HammingStore, _ right: HammingStore) -> [Piece] {
        (0..<left.parts).flatMap { part -> [Piece] in
            let queries = left.count(part: part)
            guard queries > 0 else { return [] }
            // Every thread that takes a slice sorts the queries for itself: that must stay the lesser work.
            let size = max(sliceRows, queries / 4)
            let slices = (right.count(part: part) + size - 1) / size
            return (0..<slices).map { Piece(part: part, slice: $0, slices: slices) }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels
internal import Faults
internal import Glibc

/// The sketches of some rows of a matrix in the order of their popcounts, laid out for a kernel's join.
///
/// Takes sketch bits / 8 bytes a candidate and two or four times as many a query, besides the order. Written once, then only read.
@safe package final class SketchBlock: @unchecked Sendable {
    /// The side of the join that the rows are on; each has its own layout.
    package enum Role: Sendable { case queries, candidates }

    let order: PopcountOrder
    let matrix: FilterMatrix
    let choice: SketchChoice
    private let role: Role
    private let base: UnsafeMutableRawPointer
    private let wordBytes: Int

    /// Makes the sketches.
    ///
    /// - Throws: `vectors.memory` if there is not enough memory.
    package init(
        of matrix: FilterMatrix,
        in order: PopcountOrder,
        choice: SketchChoice,
        as role: Role,
        kernel: BitKernel
    ) throws(BitVectorError) {
        precondition(choice.masks.count == choice.starts.count * matrix.words, "a choice for rows of another length")
        let padding = role.padding(choice.lanes)
        let laneBytes = role.laneBytes(choice.lanes)
        let padded = (order.count + padding - 1) / padding * padding
        wordBytes = padded * choice.words * laneBytes
        let bytes = wordBytes + padded * laneBytes
        var memory: UnsafeMutableRawPointer?
        guard unsafe posix_memalign(&memory, 64, max(bytes, 64)) == 0, let memory = unsafe memory else {
            throw BitVectorError(
                .memory,
                "there is not enough memory for the sketches of \(order.count) filters",
                remedy: "use a machine with more memory, or fewer rows",
                exitCode: .inputOutput
            )
        }
        unsafe memset(memory, 0, bytes)
        unsafe base = memory
        self.matrix = matrix
        self.order = order
        self.choice = choice
        self.role = role
        unsafe withTable(0..<order.count) { table in
            let layers = choice.starts.count
            unsafe kernel.table.sketch(
                table,
                matrix.words,
                choice.masks,
                choice.starts,
                layers,
                choice.form,
                role == .queries
            )
        }
    }

    deinit { unsafe free(base) }

    /// Calls `body` with the rows at some places as a kernel sees them; they start at a whole tile or pair of groups.
    func withTable<Result>(_ places: Range<Int>, _ body: (tessera_sketches) -> Result) -> Result {
        let isAligned = places.lowerBound % role.padding(choice.lanes) == 0
        precondition(isAligned && places.upperBound <= order.count, "places out of range")
        let laneBytes = role.laneBytes(choice.lanes)
        return unsafe order.ranks.withUnsafeBufferPointer { ranks in
            unsafe matrix.withUnsafeBytes { rows in
                // No row and no rank is read of an empty block.
                let start = unsafe rows.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt64.self)
                let first = unsafe ranks.baseAddress ?? UnsafePointer(base.assumingMemoryBound(to: tessera_rank.self))
                return unsafe body(
                    tessera_sketches(
                        rows: start,
                        ranks: first + places.lowerBound,
                        count: places.count,
                        words: base + places.lowerBound * choice.words * laneBytes,
                        rests: base + wordBytes + places.lowerBound * laneBytes
                    )
                )
            }
        }
    }
}

extension SketchBlock.Role {
    /// The rows that a kernel takes together.
    func padding(_ lanes: SketchChoice.Lanes) -> Int {
        self == .queries ? Int(TESSERA_TILE) : 2 * Int(TESSERA_GROUP_BYTES) / lanes.rawValue
    }

    /// Bytes of a word as this side has it.
    func laneBytes(_ lanes: SketchChoice.Lanes) -> Int { self == .queries ? 4 : lanes.rawValue }
}

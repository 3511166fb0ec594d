// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels
internal import Faults
internal import Glibc

/// Rows of a matrix in one hash table after another, each row an entry of 16 bytes, in parts by the top bits of its key.
///
/// Several writers fill it at the same time, each with its share of the rows and in its own region of the memory; then any number
/// of threads read it. Takes 16 bytes a row and 4 KiB for each part and writer.
@safe package final class HammingStore: @unchecked Sendable {
    private static let blockRows = Int(TESSERA_ENTRY_BLOCK)
    /// Entries of a part that stay in the second-level cache with those of the other side.
    private static let partRows = 8_192
    private static let greatestPartBits = 11
    private static let alignment = 1 << 21

    let matrix: FilterMatrix
    /// The number of parts is 2^partBits.
    let partBits: Int
    /// The rows of each writer.
    private let shares: [Range<Int>]
    /// The first block of each writer's region.
    private let regions: [Int]
    private let entries: UnsafeMutablePointer<tessera_entry>
    private let previous: UnsafeMutablePointer<UInt32>
    private let next: UnsafeMutablePointer<UInt64>

    /// The number of parts.
    package var parts: Int { 1 << partBits }
    /// The number of writers.
    package var writers: Int { shares.count }

    /// The parts to cut tables into where the larger side has this many rows.
    package static func partBits(rows: Int) -> Int {
        (0..<greatestPartBits).first { rows >> $0 <= partRows } ?? greatestPartBits
    }

    /// Makes an empty store.
    ///
    /// - Parameters:
    ///   - matrix: at most 2^32 rows.
    ///   - partBits: the same for both sides of a join.
    ///   - writers: the shares that the rows are cut into, 1 or more.
    /// - Throws: `vectors.memory` if there is not enough memory.
    package init(of matrix: FilterMatrix, partBits: Int, writers: Int) throws(BitVectorError) {
        precondition(matrix.rows <= 1 << 32, "too many rows for one store")
        self.matrix = matrix
        self.partBits = partBits
        shares = (0..<writers).map { matrix.rows * $0 / writers..<matrix.rows * ($0 + 1) / writers }
        var blocks = 0
        var regions: [Int] = []
        for share in shares {
            regions.append(blocks)
            // The first block of a region stays unused: its number says that there is none.
            blocks += 1 + share.count / Self.blockRows + min(1 << partBits, share.count)
        }
        self.regions = regions
        let entryBytes = blocks * Self.blockRows * MemoryLayout<tessera_entry>.stride
        var memory: UnsafeMutableRawPointer?
        guard unsafe posix_memalign(&memory, Self.alignment, max(entryBytes, 1)) == 0, let memory = unsafe memory else {
            throw BitVectorError(
                .memory,
                "there is not enough memory for a hash table of \(matrix.rows) filters",
                remedy: "use a machine with more memory, or fewer rows",
                exitCode: .inputOutput
            )
        }
        // Entries are written all over the place; large pages save most of the address translation. Without them it is slower.
        unsafe madvise(memory, entryBytes, Int32(MADV_HUGEPAGE))
        unsafe entries = memory.bindMemory(to: tessera_entry.self, capacity: blocks * Self.blockRows)
        unsafe previous = .allocate(capacity: blocks)
        unsafe next = .allocate(capacity: writers << partBits)
    }

    deinit {
        unsafe free(entries)
        unsafe previous.deallocate()
        unsafe next.deallocate()
    }

    /// Puts a writer's share of the rows into a table, in place of what the writer wrote before.
    ///
    /// - Parameter skipEmpty: leaves out rows without a set bit.
    package func fill(_ table: HammingTable, writer: Int, skipEmpty: Bool, kernel: HammingKernel) {
        let share = shares[writer]
        unsafe (next + writer << partBits).update(repeating: 0, count: parts)
        var store = unsafe tessera_store(
            entries: entries + regions[writer] * Self.blockRows,
            previous: previous + regions[writer],
            next: next + writer << partBits,
            free_block: 1,
            part_bits: UInt32(partBits)
        )
        unsafe table.withPlaces { places in
            unsafe matrix.withUnsafeBytes { rows in
                guard let start = rows.baseAddress, !share.isEmpty else { return }
                unsafe kernel.table.fill(
                    start.assumingMemoryBound(to: UInt64.self),
                    share.lowerBound,
                    share.count,
                    matrix.words,
                    places,
                    skipEmpty,
                    &store
                )
            }
        }
    }

    /// Calls `body` with every block of a part's entries, in the same order every time.
    func forEachBlock(of part: Int, _ body: (UnsafeBufferPointer<tessera_entry>) -> Void) {
        for writer in shares.indices {
            let end = unsafe Int(next[writer << partBits + part])
            var block = (end - 1) / Self.blockRows
            var count = end - block * Self.blockRows
            while end > 0, block > 0 {
                let first = (regions[writer] + block) * Self.blockRows
                unsafe body(UnsafeBufferPointer(start: entries + first, count: count))
                block = unsafe Int(previous[regions[writer] + block])
                count = Self.blockRows
            }
        }
    }

    /// The number of a part's entries.
    package func count(part: Int) -> Int {
        var count = 0
        unsafe forEachBlock(of: part) { count += $0.count }
        return count
    }
}

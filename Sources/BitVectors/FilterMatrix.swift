// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Glibc

/// The filters of one vector for all rows of a dataset: `rows` × `bits` bits.
///
/// Rows are contiguous, `rowBytes` apart and not padded; the base is 64-byte aligned. Bytes stand as they do in the
/// encoding file (most significant bit first); popcounts and intersections do not care. A matrix is filled by one owner
/// before it is shared, and only read after that; this is what makes it sendable.
@safe package final class FilterMatrix: @unchecked Sendable {
    /// The greatest number of bits in a row: the limit of a schema for all its vectors together.
    package static let greatestBits = 4_194_304
    private static let largePage = 1 << 21

    /// The number of rows.
    package let rows: Int
    /// The length of a row in bits, a multiple of 64.
    package let bits: Int
    private let base: UnsafeMutableRawPointer

    /// The length of a row in bytes.
    package var rowBytes: Int { bits / 8 }
    /// The length of a row in 64-bit words.
    package var words: Int { bits / 64 }

    /// Makes a matrix of zero bits.
    ///
    /// - Throws: `vectors.length` if `bits` is not a multiple of 64 from 64 to `greatestBits`, `vectors.memory` if there is
    ///   not enough memory.
    package init(rows: Int, bits: Int) throws(BitVectorError) {
        guard bits >= 64, bits <= Self.greatestBits, bits % 64 == 0 else {
            throw BitVectorError(
                .length,
                "a filter of \(bits) bits is not possible",
                remedy: "use a multiple of 64 from 64 to \(Self.greatestBits)",
                exitCode: .mismatch
            )
        }
        let (bytes, overflow) = rows.multipliedReportingOverflow(by: bits / 8)
        var memory: UnsafeMutableRawPointer?
        let alignment = bytes < Self.largePage ? 64 : Self.largePage
        guard rows >= 0, !overflow, unsafe posix_memalign(&memory, alignment, max(bytes, 64)) == 0,
            let memory = unsafe memory
        else {
            throw BitVectorError(
                .memory,
                "there is not enough memory for \(rows) filters of \(bits) bits",
                remedy: "use a machine with more memory, or fewer rows",
                exitCode: .inputOutput
            )
        }
        // Rows that are read all over the place take most of their time to translate addresses of small pages.
        if bytes >= Self.largePage { _ = unsafe madvise(memory, bytes, Int32(MADV_HUGEPAGE)) }
        unsafe memset(memory, 0, bytes)
        self.rows = rows
        self.bits = bits
        unsafe base = memory
    }

    deinit { unsafe free(base) }

    /// Calls `body` with the bytes of all rows, row after row.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: base, count: rows * rowBytes))
    }

    /// Calls `body` with the bytes of all rows, row after row, to be filled.
    package func withUnsafeMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeMutableRawBufferPointer(start: base, count: rows * rowBytes))
    }

    /// Calls `body` with the `rowBytes` bytes of row `row`.
    package func withUnsafeRow<Result, Failure: Error>(
        _ row: Int,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(row >= 0 && row < rows, "row out of range")
        return try unsafe body(UnsafeRawBufferPointer(start: base + row * rowBytes, count: rowBytes))
    }

    /// Calls `body` with the `rowBytes` bytes of row `row`, to be filled.
    package func withUnsafeMutableRow<Result, Failure: Error>(
        _ row: Int,
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(row >= 0 && row < rows, "row out of range")
        return try unsafe body(UnsafeMutableRawBufferPointer(start: base + row * rowBytes, count: rowBytes))
    }
}

extension FilterMatrix {
    /// The number of set bits of every row, counted by the kernel in use.
    ///
    /// - Throws: `kernel.name` or `kernel.wrong` from the choice of the kernel.
    package func popcounts() throws(BitVectorError) -> [UInt32] { try KernelChoice.inUse().popcounts(of: self) }
}

extension FilterMatrix {
    /// Joins matrices side by side: row i is row i of each, one after the other.
    ///
    /// - Throws: `vectors.length` if the joined row is too long or there is no matrix, `vectors.memory` as `init`.
    package static func joining(_ parts: [FilterMatrix]) throws(BitVectorError) -> FilterMatrix {
        precondition(Set(parts.map(\.rows)).count <= 1, "matrices of different numbers of rows")
        let joined = try FilterMatrix(rows: parts.first?.rows ?? 0, bits: parts.reduce(0) { $0 + $1.bits })
        for row in 0..<joined.rows {
            unsafe joined.withUnsafeMutableRow(row) { target in
                var offset = 0
                for part in parts {
                    unsafe part.withUnsafeRow(row) { unsafe target[offset...].copyBytes(from: $0) }
                    offset += part.rowBytes
                }
            }
        }
        return joined
    }

    /// Copies some rows, in the order given.
    ///
    /// - Throws: `vectors.memory` as `init`.
    package func selecting(_ chosen: [Int]) throws(BitVectorError) -> FilterMatrix {
        let selected = try FilterMatrix(rows: chosen.count, bits: bits)
        for (target, source) in chosen.enumerated() { selected.copyRow(source, of: self, to: target) }
        return selected
    }

    /// Fills a row with a row of another matrix of the same length in bits; for the owner that fills this one.
    package func copyRow(_ source: Int, of matrix: FilterMatrix, to target: Int) {
        precondition(matrix.bits == bits, "rows of different lengths")
        unsafe withUnsafeMutableRow(target) { target in
            unsafe matrix.withUnsafeRow(source) { unsafe target.copyMemory(from: $0) }
        }
    }
}

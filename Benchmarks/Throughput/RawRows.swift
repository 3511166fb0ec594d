// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc
internal import Linkage

/// Rows of a file of raw filters, back to back, in memory or read when they are needed.
struct RawRows: RowSource {
    let rows: Int
    let bits: Int
    private let path: String
    private let resident: FilterMatrix?

    var isResident: Bool { resident != nil }

    /// Opens a file; nil if it cannot be read or has no whole number of rows.
    init?(path: String, bits: Int, isResident: Bool) {
        guard let rows = Self.rows(path: path, bits: bits) else { return nil }
        self.path = path
        self.bits = bits
        self.rows = rows
        resident = isResident ? Self.read(path, bits, 0..<rows) : nil
        if isResident, resident == nil { return nil }
    }

    /// The number of rows of a file; nil as for `init`.
    static func rows(path: String, bits: Int) -> Int? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, Int(status.st_size) % (bits / 8) == 0 else { return nil }
        return Int(status.st_size) / (bits / 8)
    }

    func load(_ rows: Range<Int>) throws(LinkageError) -> RowBlock {
        if let resident { return RowBlock(resident, firstRow: 0, rows: rows) }
        guard let matrix = Self.read(path, bits, rows) else { preconditionFailure("the file changed") }
        return RowBlock(matrix, firstRow: rows.lowerBound, rows: rows)
    }

    /// The set bits of every row, a piece of the file at a time.
    func popcounts() throws -> [UInt32] {
        var counts: [UInt32] = []
        counts.reserveCapacity(rows)
        for start in stride(from: 0, to: rows, by: 1 << 18) {
            let block = try load(start..<min(start + 1 << 18, rows))
            if isResident { return try block.matrix.popcounts() }
            counts += try block.matrix.popcounts()
        }
        return counts
    }

    private static func read(_ path: String, _ bits: Int, _ rows: Range<Int>) -> FilterMatrix? {
        let file = unsafe open(path, O_RDONLY)
        guard file >= 0, let matrix = try? FilterMatrix(rows: rows.count, bits: bits) else { return nil }
        defer { _ = close(file) }
        let isRead = unsafe matrix.withUnsafeMutableBytes { bytes in
            var done = 0
            while done < bytes.count {
                let start = rows.lowerBound * bits / 8 + done
                let count = unsafe pread(file, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, start)
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
        return isRead ? matrix : nil
    }
}

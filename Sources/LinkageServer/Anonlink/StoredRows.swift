// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Faults
internal import Linkage

/// The encodings of a party in its file, decrypted when they are compared.
struct StoredRows: RowSource {
    let rows: Int
    let bits: Int
    let reader: SealedPiecesReader

    var isResident: Bool { false }

    func load(_ range: Range<Int>) throws(LinkageError) -> RowBlock {
        do {
            let matrix = try FilterMatrix(rows: range.count, bits: bits)
            try unsafe matrix.withUnsafeMutableBytes { bytes throws(ServerError) in
                try unsafe reader.read(into: bytes, at: range.lowerBound * bits / 8)
            }
            return RowBlock(matrix, firstRow: range.lowerBound, rows: range)
        } catch let error as BitVectorError {
            throw LinkageError(error)
        } catch let error as ServerError {
            throw LinkageError(error)
        } catch {
            throw LinkageError(ServerError.shown(error))
        }
    }

    /// The rows as a dataset; its rows are numbered as they came.
    ///
    /// - Parameter isResident: whether all filters are read into memory now.
    func dataset(party: Int, isResident: Bool) throws -> LinkageDataset {
        var tokens: [UInt8] = []
        tokens.reserveCapacity(rows * Self.tokenBytes)
        for row in 0..<rows {
            for shift in stride(from: 8 * Self.tokenBytes - 8, through: 0, by: -8) {
                tokens.append(shift < 64 ? UInt8(truncatingIfNeeded: row >> shift) : 0)
            }
        }
        // Datasets are numbered by their names.
        let digits = String(party)
        let name = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
        if isResident { return try LinkageDataset(name: name, tokens: tokens, filters: try load(0..<rows).matrix) }
        var popcounts: [UInt32] = []
        popcounts.reserveCapacity(rows)
        for start in stride(from: 0, to: rows, by: Self.blockRows) {
            popcounts += try load(start..<min(start + Self.blockRows, rows)).matrix.popcounts()
        }
        return try LinkageDataset(name: name, tokens: tokens, popcounts: popcounts, source: self)
    }

    private static let tokenBytes = 16
    private static let blockRows = 1 << 14
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
package import Sealing

/// A verified encoding file: tokens, presence masks and popcounts in memory, the filters of the chosen vectors too, or read again when needed.
package final class EncodedRows: Sendable {
    package let header: EncodingHeader
    /// The card that the file's sender was checked against; what answers the file is sealed to it.
    package let sender: PartyCard
    /// SHA-256 of all bytes before the signature, which is what was signed.
    package let digest: [UInt8]
    /// 16 bytes a row.
    package let tokens: [UInt8]
    /// `header.presenceBytes` a row: bit i, from the most significant of the first byte, is 1 if the record has feature i.
    package let presence: [UInt8]
    /// Set bits of the chosen vectors of each row.
    package let popcounts: [UInt32]
    /// The chosen vectors of each row, side by side; nil if they are read when needed.
    package let filters: FilterMatrix?
    /// The length of the chosen vectors together.
    package let bits: Int
    private let stream: VerifiedStream
    private let identity: Identity
    private let cut: RowCut

    /// Rows that are read and counted together.
    private static let batchRows = 8_192

    /// Reads the payload of a stream whose signature is good.
    init(
        _ stream: VerifiedStream,
        header: EncodingHeader,
        sender: PartyCard,
        vectors: [Int],
        isResident: Bool,
        identity: Identity,
        path: String
    ) throws(ExchangeError) {
        let cut = RowCut(header, vectors: vectors)
        var filling = try Filling(cut, rows: isResident ? header.rows : Self.batchRows, all: header.rows)
        try unsafe stream.rows(of: header, as: identity) { row in
            unsafe filling.append(row, isResident: isResident)
            return true
        }
        try filling.finish(isResident: isResident)
        guard !TokenIndex.hasRepeats(filling.tokens) else {
            throw .damaged(.rows, "a row token occurs twice in the file", path: path)
        }
        self.header = header
        self.sender = sender
        digest = stream.digest
        tokens = filling.tokens
        presence = filling.presence
        popcounts = filling.popcounts
        filters = isResident ? filling.filters : nil
        bits = cut.bits
        self.stream = stream
        self.identity = identity
        self.cut = cut
    }

    /// Reads the chosen vectors of some rows again; chunks before them are authenticated on the way, those after are not read.
    ///
    /// Any thread may call it. Chunks are checked under the key of the stream whose signature was verified, so a file that was
    /// changed meanwhile is refused.
    ///
    /// - Throws: `sealing.chunk`, `sealing.truncated`, `file.read`, `vectors.memory`.
    /// - Complexity: decrypts from the start of the file to the last of the rows.
    package func load(_ rows: Range<Int>) throws(ExchangeError) -> FilterMatrix {
        let matrix = try RowCut.matrix(rows: rows.count, bits: bits)
        var row = 0
        try unsafe stream.rows(of: header, as: identity) { bytes in
            if row >= rows.lowerBound, row < rows.upperBound {
                unsafe cut.copy(bytes, to: matrix, row: row - rows.lowerBound)
            }
            row += 1
            return row < rows.upperBound
        }
        return matrix
    }

    /// What is kept of rows while they come.
    private struct Filling {
        var tokens: [UInt8] = []
        var presence: [UInt8] = []
        var popcounts: [UInt32] = []
        let filters: FilterMatrix
        private let cut: RowCut
        private let kernel: BitKernel
        private var held = 0

        init(_ cut: RowCut, rows: Int, all: Int) throws(ExchangeError) {
            self.cut = cut
            filters = try RowCut.matrix(rows: rows, bits: cut.bits)
            do {
                kernel = try KernelChoice.inUse()
            } catch {
                throw ExchangeError(error)
            }
            tokens.reserveCapacity(all * RowToken.bytes)
            presence.reserveCapacity(all * cut.presence.count)
            popcounts.reserveCapacity(all)
        }

        mutating func append(_ row: UnsafeRawBufferPointer, isResident: Bool) {
            if !isResident, held == filters.rows { count() }
            unsafe tokens.append(contentsOf: row[..<RowToken.bytes])
            unsafe presence.append(contentsOf: row[cut.presence])
            unsafe cut.copy(row, to: filters, row: held)
            held += 1
        }

        mutating func finish(isResident: Bool) throws(ExchangeError) { count() }

        /// Counts the bits of the rows held, which then make room for others.
        private mutating func count() {
            popcounts += kernel.popcounts(of: filters).prefix(held)
            held = 0
        }
    }
}

/// Which bytes of a payload row are the presence mask and the chosen vectors.
struct RowCut: Sendable {
    let bits: Int
    let presence: Range<Int>
    private let parts: [Range<Int>]

    init(_ header: EncodingHeader, vectors: [Int]) {
        presence = RowToken.bytes..<RowToken.bytes + header.presenceBytes
        var starts = [presence.upperBound]
        for vector in header.vectors { starts.append(starts[starts.count - 1] + vector.bits / 8) }
        parts = vectors.map { starts[$0]..<starts[$0 + 1] }
        bits = vectors.reduce(0) { $0 + header.vectors[$1].bits }
    }

    static func matrix(rows: Int, bits: Int) throws(ExchangeError) -> FilterMatrix {
        do {
            return try FilterMatrix(rows: rows, bits: bits)
        } catch {
            throw ExchangeError(error)
        }
    }

    func copy(_ bytes: UnsafeRawBufferPointer, to matrix: FilterMatrix, row: Int) {
        unsafe matrix.withUnsafeMutableRow(row) { target in
            var offset = 0
            for part in parts {
                unsafe target[offset...].copyBytes(from: bytes[part])
                offset += part.count
            }
        }
    }
}

extension VerifiedStream {
    /// Decrypts the payload row by row, until `body` says that it has enough.
    fileprivate func rows(
        of header: EncodingHeader,
        as identity: Identity,
        to body: (UnsafeRawBufferPointer) -> Bool
    ) throws(ExchangeError) {
        var splitter = RowSplitter(rowBytes: header.rowBytes)
        var goesOn = true
        do {
            try unsafe decrypt(as: identity) { piece in
                unsafe splitter.split(piece) { row in
                    if goesOn { goesOn = unsafe body(row) }
                }
                return goesOn
            }
        } catch {
            throw ExchangeError(error)
        }
    }
}

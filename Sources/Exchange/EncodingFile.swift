// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
package import Sealing

/// Reads sealed files: their headers, their signatures, and encodings.
package enum EncodingFile {
    /// The header of a sealed file of any kind, unverified: what it says may be anybody's claim.
    ///
    /// Magic, version, header and size are checked.
    ///
    /// - Throws: `exchange.notTessera`, `exchange.version`, `exchange.header`, `exchange.truncated`, `exchange.trailing`,
    ///   `exchange.pipe`, `file.open`, `file.read`.
    package static func readHeader(path: String) throws(ExchangeError) -> AnyHeader {
        try SealedInput(path: path).header
    }

    /// The header of an encoding file, unverified.
    ///
    /// - Throws: as `readHeader`; `exchange.kind`.
    package static func readEncodingHeader(path: String) throws(ExchangeError) -> EncodingHeader {
        let input = try SealedInput(path: path)
        guard case .encodings(let header) = input.header else { throw input.wrongKind(wanted: "encodings") }
        return header
    }

    /// Opens an encoding file whose filters may be too many for memory; the checks are those of `open`.
    ///
    /// - Parameters:
    ///   - vectors: numbers of the vectors to read, side by side.
    ///   - isResident: whether their filters stay in memory.
    /// - Throws: as `open`.
    /// - Complexity: reads the file twice; memory is 28 bytes a row, 8 more while it works, and the filters if they stay.
    package static func openRows(
        path: String,
        identity: Identity,
        trusted: [PartyCard],
        vectors: [Int],
        isResident: Bool
    ) throws(ExchangeError) -> EncodedRows {
        let input = try SealedInput(path: path)
        guard case .encodings(let header) = input.header else { throw input.wrongKind(wanted: "encodings") }
        let (stream, sender) = try input.checked(as: identity, trusted: trusted)
        return try EncodedRows(
            stream,
            header: header,
            sender: sender,
            vectors: vectors,
            isResident: isResident,
            identity: identity,
            path: path
        )
    }

    /// Checks that a sealed file of any kind is whole and signed by one of these parties; opens nothing.
    ///
    /// - Throws: as `readHeader`; `exchange.sender.unknown`, `exchange.signature`.
    package static func verify(path: String, trusted: [PartyCard]) throws(ExchangeError) -> AnyHeader {
        let input = try SealedInput(path: path)
        _ = try input.verified(by: try input.sender(among: trusted))
        return input.header
    }

    /// Opens an encoding file; every check of `Specs/exchange-format.md` has passed when this returns.
    ///
    /// - Parameters:
    ///   - identity: the recipient.
    ///   - trusted: the cards of the agencies.
    /// - Throws: as `verify`; `exchange.kind`, `exchange.recipient.other`, `exchange.chunk`, `exchange.final`,
    ///   `exchange.rows`, `vectors.memory`.
    /// - Complexity: reads the file twice; memory is about the size of the payload.
    package static func open(
        path: String,
        identity: Identity,
        trusted: [PartyCard]
    ) throws(ExchangeError) -> EncodedDataset {
        let input = try SealedInput(path: path)
        guard case .encodings(let header) = input.header else { throw input.wrongKind(wanted: "encodings") }
        let (stream, sender) = try input.checked(as: identity, trusted: trusted)
        var columns = try EncodedColumns(header)
        var splitter = RowSplitter(rowBytes: header.rowBytes)
        try unsafe input.open(stream, as: identity) { piece in
            unsafe splitter.split(piece) { row in unsafe columns.append(row) }
        }
        guard TokenIndex(tokens: columns.tokens) != nil else {
            throw .damaged(.rows, "a row token occurs twice in the file", path: path)
        }
        return columns.dataset(header, sender: sender)
    }
}

/// Rows taken apart: tokens, presence masks, and a matrix for each vector.
private struct EncodedColumns {
    private(set) var tokens: [UInt8] = []
    private var presence: [UInt8] = []
    private let vectors: [FilterMatrix]
    private let presenceBytes: Int
    private var rows = 0

    init(_ header: EncodingHeader) throws(ExchangeError) {
        presenceBytes = header.presenceBytes
        tokens.reserveCapacity(header.rows * RowToken.bytes)
        presence.reserveCapacity(header.rows * presenceBytes)
        var vectors: [FilterMatrix] = []
        do {
            for vector in header.vectors { vectors.append(try FilterMatrix(rows: header.rows, bits: vector.bits)) }
        } catch {
            throw ExchangeError(error)
        }
        self.vectors = vectors
    }

    mutating func append(_ row: UnsafeRawBufferPointer) {
        var start = RowToken.bytes + presenceBytes
        unsafe tokens.append(contentsOf: row[..<RowToken.bytes])
        unsafe presence.append(contentsOf: row[RowToken.bytes..<start])
        for vector in vectors {
            let end = start + vector.rowBytes
            unsafe vector.withUnsafeMutableRow(rows) {
                unsafe $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: row[start..<end]))
            }
            start = end
        }
        rows += 1
    }

    func dataset(_ header: EncodingHeader, sender: PartyCard) -> EncodedDataset {
        EncodedDataset(header: header, sender: sender, tokens: tokens, presence: presence, vectors: vectors)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
package import Sealing

/// Writes a row map: which row token stands for which record id, in the table's order, sealed by the agency to itself.
@safe package final class RowMapWriter {
    private let output: SealedOutput
    private let draft: RowMapHeader.Draft
    private let tuning: Tuning
    private let spool: OrderedSpool
    private var rows = 0
    /// Token and length of the row that is being added.
    private let start = UnsafeMutableRawBufferPointer.allocate(byteCount: RowMap.leastRowBytes, alignment: 8)

    deinit { unsafe start.deallocate() }

    /// Takes the output's place.
    ///
    /// - Throws: `exchange.header` if the draft breaks a rule of the format, `file.exists`, `file.write`.
    package init(
        path: String,
        header draft: RowMapHeader.Draft,
        identity: Identity,
        tuning: Tuning = Tuning()
    ) throws(ExchangeError) {
        self.draft = draft
        self.tuning = tuning
        spool = OrderedSpool(beside: path, memoryBytes: tuning.bucketBytes)
        output = try SealedOutput(path: path, sender: identity, recipient: identity.card)
        _ = try AnyHeader.rowMap(header(encodings: [UInt8](repeating: 0, count: 32))).checkedBytes()
    }

    private func header(encodings: [UInt8]) -> RowMapHeader {
        RowMapHeader(
            common: output.header(
                project: draft.project,
                created: draft.created,
                tool: draft.tool,
                chunkBytes: tuning.chunkBytes,
                payloadBytes: spool.count,
                rows: rows
            ),
            encodings: encodings
        )
    }

    /// Adds a record; `id` is the agency's own, up to 4 GiB of any bytes.
    ///
    /// - Throws: `sealing.spill`.
    package func append(token: RowToken, id: UnsafeRawBufferPointer) throws(ExchangeError) {
        precondition(id.count <= UInt32.max, "an id that is too long")
        do {
            unsafe token.store(in: start)
            unsafe start.storeBytes(of: UInt32(id.count).littleEndian, toByteOffset: RowToken.bytes, as: UInt32.self)
            try unsafe spool.append(UnsafeRawBufferPointer(start))
            try unsafe spool.append(id)
        } catch {
            throw ExchangeError(error)
        }
        rows += 1
    }

    /// Writes and commits the file.
    ///
    /// - Parameter encodings: the SHA-256 of the encoding file it belongs to, 32 bytes.
    package func finish(encodings: [UInt8]) throws(ExchangeError) -> RowMapHeader {
        let header = header(encodings: encodings)
        _ = try output.seal(.rowMap(header)) { stream throws(SealingError) in
            try unsafe spool.drain { piece throws(SealingError) in try unsafe stream.write(piece) }
        }
        return header
    }
}

/// The verified content of a row map, in the table's order.
package struct RowMap: Sendable {
    package let header: RowMapHeader
    private let payload: [UInt8]
    /// Where each row begins in the payload.
    private let starts: [Int]

    /// Token and length of the id.
    static let leastRowBytes = RowToken.bytes + 4

    /// Opens a row map; every check has passed when this returns.
    ///
    /// - Throws: as `EncodingFile.open`.
    package static func open(path: String, identity: Identity) throws(ExchangeError) -> RowMap {
        let input = try SealedInput(path: path)
        guard case .rowMap(let header) = input.header else { throw input.wrongKind(wanted: "row-map") }
        let sender = header.common.senderName
        guard sender == identity.name, header.common.senderSignKey == identity.card.signKey else {
            throw ExchangeError(
                .senderUnknown,
                "the row map belongs to another identity, that of \(sender)",
                remedy: "name the row map that 'encode' wrote here, and the identity it was given",
                path: path,
                exitCode: .untrustedParty
            )
        }
        let (stream, _) = try input.checked(as: identity, trusted: [identity.card])
        var payload: [UInt8] = []
        payload.reserveCapacity(header.payloadBytes)
        try unsafe input.open(stream, as: identity) { unsafe payload.append(contentsOf: $0) }
        guard let starts = starts(of: header.rows, in: payload) else {
            throw .damaged(.rows, "the rows do not fill the payload", path: path)
        }
        return RowMap(header: header, payload: payload, starts: starts)
    }

    /// Nil unless exactly this number of rows fills the payload.
    private static func starts(of rows: Int, in payload: [UInt8]) -> [Int]? {
        var starts: [Int] = []
        starts.reserveCapacity(min(rows, payload.count / leastRowBytes))
        var offset = 0
        while payload.count - offset >= leastRowBytes {
            starts.append(offset)
            let length = FileStart.number(payload[offset + RowToken.bytes..<offset + leastRowBytes])
            offset += leastRowBytes + Int(length)
        }
        return offset == payload.count && starts.count == rows ? starts : nil
    }

    package var count: Int { starts.count }

    /// The token of the record at this place of the table.
    package func token(of row: Int) -> RowToken {
        unsafe payload.withUnsafeBytes { unsafe RowToken(UnsafeRawBufferPointer(rebasing: $0[starts[row]...])) }
    }

    /// The agency's own id of the record.
    package func id(of row: Int) -> ArraySlice<UInt8> {
        let end = row + 1 < starts.count ? starts[row + 1] : payload.count
        return payload[starts[row] + Self.leastRowBytes..<end]
    }
}

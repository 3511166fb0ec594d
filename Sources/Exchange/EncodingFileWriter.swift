// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Sealing

/// Writes an encoding file: rows in, in the table's order; out, a sealed file in an order drawn at random.
///
/// Memory stays below 40 MiB for any number of rows. Not safe for concurrent use. A writer that is dropped before `finish`
/// leaves nothing.
package final class EncodingFileWriter {
    private let output: SealedOutput
    private let draft: EncodingHeader.Draft
    private let tuning: Tuning
    private let random: RandomStream
    private let spool: ShuffledSpool
    private let encodedBytes: Int

    /// Takes the output's place and checks the header.
    ///
    /// - Parameters:
    ///   - path: the file; it must not exist.
    ///   - header: what is known before the first row.
    ///   - sender: the agency.
    ///   - recipient: the linkage unit.
    /// - Throws: `exchange.header` if the draft breaks a rule of the format, `file.exists`, `file.write`.
    package init(
        path: String,
        header draft: EncodingHeader.Draft,
        sender: Identity,
        recipient: PartyCard,
        tuning: Tuning = Tuning()
    ) throws(ExchangeError) {
        self.draft = draft
        self.tuning = tuning
        do {
            random = try RandomStream()
        } catch {
            throw ExchangeError(error)
        }
        output = try SealedOutput(path: path, sender: sender, recipient: recipient)
        let empty = Self.header(
            draft,
            output,
            tuning,
            rows: 0,
            payloadBytes: 0,
            rowsIn: 0,
            rowsRejected: 0,
            rowsBlank: 0
        )
        _ = try AnyHeader.encodings(empty).checkedBytes()
        encodedBytes = empty.rowBytes - RowToken.bytes
        spool = ShuffledSpool(rowBytes: empty.rowBytes, beside: path, random: random, tuning: tuning)
    }

    /// Adds a record.
    ///
    /// - Parameter row: presence mask and vectors (`Specs/encodings.md` §5), as long as the header says.
    /// - Returns: the random token that stands for the record from now on.
    /// - Throws: `sealing.spill`.
    package func append(row: UnsafeRawBufferPointer) throws(ExchangeError) -> RowToken {
        precondition(row.count == encodedBytes, "a row of another length than the header says")
        let place: UnsafeMutableRawBufferPointer
        do {
            unsafe place = try unsafe spool.place()
        } catch {
            throw ExchangeError(error)
        }
        let token = RowToken(drawnFrom: random)
        unsafe token.store(in: place)
        unsafe UnsafeMutableRawBufferPointer(rebasing: place[RowToken.bytes...]).copyMemory(from: row)
        return token
    }

    /// Writes and commits the file.
    ///
    /// - Parameters:
    ///   - rowsIn: records of the table: those appended, rejected and blank.
    ///   - rowsRejected: records refused.
    ///   - rowsBlank: records without any feature.
    ///   - beforeCommit: takes the digest of the complete file before it has its name; what must stand first, such as the
    ///     row map, is written there, and a fault there leaves no file.
    /// - Returns: the header, and the SHA-256 of the file.
    /// - Throws: `exchange.header` if the counts do not add up, `file.write`, `file.exists`, `sealing.spill`.
    package func finish(
        rowsIn: Int,
        rowsRejected: Int,
        rowsBlank: Int,
        beforeCommit: (_ digest: [UInt8]) throws(ExchangeError) -> Void = { _ in }
    ) throws(ExchangeError) -> (header: EncodingHeader, digest: [UInt8]) {
        let header = Self.header(
            draft,
            output,
            tuning,
            rows: spool.rows,
            payloadBytes: spool.rows * spool.rowBytes,
            rowsIn: rowsIn,
            rowsRejected: rowsRejected,
            rowsBlank: rowsBlank
        )
        let digest = try output.seal(.encodings(header), beforeCommit: beforeCommit) { stream throws(SealingError) in
            try unsafe spool.drain { row throws(SealingError) in try unsafe stream.write(row) }
        }
        return (header, digest)
    }

    private static func header(
        _ draft: EncodingHeader.Draft,
        _ output: SealedOutput,
        _ tuning: Tuning,
        rows: Int,
        payloadBytes: Int,
        rowsIn: Int,
        rowsRejected: Int,
        rowsBlank: Int
    ) -> EncodingHeader {
        EncodingHeader(
            draft: draft,
            common: output.header(
                project: draft.project,
                created: draft.created,
                tool: draft.tool,
                chunkBytes: tuning.chunkBytes,
                payloadBytes: payloadBytes,
                rows: rows
            ),
            rowsIn: rowsIn,
            rowsRejected: rowsRejected,
            rowsBlank: rowsBlank
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import JSONText
internal import Sealing

/// A sealed file in the making: its place is taken before the work, its bytes are written when all is known.
final class SealedOutput {
    let path: String
    let sender: Identity
    let recipient: PartyCard
    private let output: OutputFile

    /// - Throws: `file.exists`, `file.write`.
    init(path: String, sender: Identity, recipient: PartyCard) throws(ExchangeError) {
        self.path = path
        self.sender = sender
        self.recipient = recipient
        do {
            output = try OutputFile(path: path)
        } catch {
            throw ExchangeError(error)
        }
    }

    /// What a header says of every file, before its rows are counted.
    func header(
        project: String,
        created: String,
        tool: String,
        chunkBytes: Int,
        payloadBytes: Int,
        rows: Int
    ) -> SealedHeader {
        SealedHeader(
            created: created,
            tool: tool,
            project: project,
            sender: sender.card,
            recipient: recipient,
            chunkBytes: chunkBytes,
            payloadBytes: payloadBytes,
            rows: rows
        )
    }

    /// Writes and commits the file; nothing is left of it after a fault.
    ///
    /// - Parameters:
    ///   - payload: writes `payloadBytes` bytes to the stream.
    ///   - beforeCommit: takes the file's digest before the file has its name; a fault there leaves no file.
    /// - Returns: the SHA-256 of the file.
    /// - Throws: `exchange.header` if the header breaks a rule, faults of writing.
    func seal(
        _ header: AnyHeader,
        beforeCommit: (_ digest: [UInt8]) throws(ExchangeError) -> Void = { _ in },
        payload: (SealedStreamWriter) throws(SealingError) -> Void
    ) throws(ExchangeError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try header.checkedBytes()
        } catch {
            output.abandon()
            throw error
        }
        let stream: SealedStreamWriter
        let digest: [UInt8]
        do {
            stream = try SealedStreamWriter(
                output: output,
                prefix: FileStart.prefix(header: bytes),
                chunkBytes: header.common.chunkBytes,
                sender: sender,
                recipient: recipient
            )
            try payload(stream)
            digest = try stream.end()
        } catch {
            output.abandon()
            throw ExchangeError(error)
        }
        do {
            try beforeCommit(digest)
        } catch {
            output.abandon()
            throw error
        }
        do {
            try stream.commit()
        } catch {
            throw ExchangeError(error)
        }
        return digest
    }
}

extension AnyHeader {
    /// The canonical bytes of this header, read back by the rules of a reader.
    ///
    /// - Throws: `exchange.header`.
    func checkedBytes() throws(ExchangeError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try jsonValue().canonicalBytes()
        } catch {
            throw HeaderFields.fault("the header can't be written: \(error.message)")
        }
        guard bytes.count <= FileStart.greatestHeader else { throw HeaderFields.fault("the header is too long") }
        _ = try AnyHeader(parsing: bytes)
        return bytes
    }
}

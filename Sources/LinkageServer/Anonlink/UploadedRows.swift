// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Files
internal import Sealing

/// Puts what comes of an upload into the files of its project.
///
/// Of a block id 16 bytes of its SHA-256 are kept, beside the row it is of: 20 bytes, numbers little-endian.
struct UploadedRows: AnonlinkUploadSink {
    static let blockEntryBytes = 20
    private static let blockDigestBytes = 16

    private(set) var rows = 0
    private(set) var blockEntries = 0
    private var encodings: SealedPiecesWriter
    private var blocks: SealedPiecesWriter
    /// What went wrong with the files; what is thrown to a parser is of its own kind.
    private(set) var failure: ServerError?

    init(_ place: AnonlinkFolder, upload: String, key: DataKey) throws(ServerError) {
        encodings = try SealedPiecesWriter(path: place.encodings(upload), key: key)
        blocks = try SealedPiecesWriter(path: place.blocks(upload), key: key)
    }

    mutating func encoding(_ bytes: UnsafeRawBufferPointer, row: Int) throws(ExchangeError) {
        rows += 1
        do throws(ServerError) {
            guard rows <= UInt32.max else { throw .tooLarge }
            try unsafe encodings.append(bytes)
        } catch {
            throw noted(error)
        }
    }

    mutating func blocks(_ ids: BlockIDs, row: Int) throws(ExchangeError) {
        var entries: [UInt8] = []
        entries.reserveCapacity(ids.count * Self.blockEntryBytes)
        for id in ids {
            for shift in stride(from: 0, to: 32, by: 8) { entries.append(UInt8(truncatingIfNeeded: row >> shift)) }
            entries += SHA256.digest(of: Array(id)).prefix(Self.blockDigestBytes)
        }
        blockEntries += ids.count
        do throws(ServerError) { try blocks.append(entries) } catch { throw noted(error) }
    }

    /// Takes bytes that are rows already.
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(ServerError) { try unsafe encodings.append(bytes) }

    mutating func commit() throws(ServerError) {
        try encodings.commit()
        try blocks.commit()
    }

    private mutating func noted(_ error: ServerError) -> ExchangeError {
        failure = error
        return ExchangeError(error)
    }
}

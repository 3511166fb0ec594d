// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import Sealing

/// Immutable files, encrypted under the data key of their dataset and named by the SHA-256 of their bytes.
struct BlockStore: Sendable {
    let folder: StoreFolder

    /// What a file holds.
    enum Kind: String, Sendable, CaseIterable {
        /// Of some rows the presence masks, then the filters.
        case encodings
        /// Of an extract's rows the tokens, then the row of the dataset that each is, 4 bytes, little-endian.
        case tokens
        /// Of some rows the entity of each, 4 bytes, little-endian.
        case entities
        /// Pairs of records that are links or possible matches.
        case edges
        /// Relatives whom records name (`Relation`).
        case relations
    }

    /// What the database knows of a file.
    struct Entry: Sendable, Equatable {
        var digest: String
        var kind: Kind
        var dataset: Int
        var run: Int
        var firstRow: Int
        var rows: Int
        /// Of the content.
        var bytes: Int
    }

    /// What ties a file's bytes to its place: another file of the same key in its stead does not open.
    private static func binding(_ kind: Kind, dataset: Int, run: Int, firstRow: Int, rows: Int) -> [UInt8] {
        Array("tessera-block/1 \(kind.rawValue) \(dataset) \(run) \(firstRow) \(rows)".utf8)
    }

    /// Writes a file; it is on disk under its name when this returns.
    func put(
        _ content: UnsafeRawBufferPointer,
        _ kind: Kind,
        dataset: Int,
        run: Int,
        firstRow: Int,
        rows: Int,
        key: DataKey
    ) throws(SpineError) -> Entry {
        let binding = Self.binding(kind, dataset: dataset, run: run, firstRow: firstRow, rows: rows)
        let sealed = try SpineError.passingOn { () throws(SealingError) in
            try unsafe key.encrypt(content, binding: binding)
        }
        let digest = Hex.encode(SHA256.digest(of: sealed))
        try SpineError.passingOn { () throws(FileError) in
            let file = try OutputFile(path: folder.block(digest), mode: 0o600)
            try file.write(sealed)
            try file.commit()
        }
        return Entry(
            digest: digest,
            kind: kind,
            dataset: dataset,
            run: run,
            firstRow: firstRow,
            rows: rows,
            bytes: content.count
        )
    }

    /// Reads a file's content.
    ///
    /// - Throws: `spine.damaged` if the file is missing or of another length, `sealing.block` if a bit of it is not as it was.
    func get(_ entry: Entry, key: DataKey) throws(SpineError) -> RawBuffer {
        let sealed = try raw(entry)
        let content = RawBuffer(count: entry.bytes)
        let binding = Self.binding(
            entry.kind,
            dataset: entry.dataset,
            run: entry.run,
            firstRow: entry.firstRow,
            rows: entry.rows
        )
        do throws(SealingError) {
            try unsafe sealed.withBytes { sealed throws(SealingError) in
                try unsafe content.withBytes { content throws(SealingError) in
                    try unsafe key.decrypt(UnsafeRawBufferPointer(sealed), binding: binding, into: content)
                }
            }
        } catch {
            throw .damaged("a file of the store was changed, or its key is another", file: folder.block(entry.digest))
        }
        return content
    }

    /// Whether the file's bytes are those that it is named by.
    func isIntact(_ entry: Entry) throws(SpineError) -> Bool {
        let sealed = try raw(entry)
        let hash = SHA256()
        unsafe sealed.withBytes { unsafe hash.update(UnsafeRawBufferPointer($0)) }
        return Hex.encode(hash.digest) == entry.digest
    }

    private func raw(_ entry: Entry) throws(SpineError) -> RawBuffer {
        let path = folder.block(entry.digest)
        do throws(FileError) {
            let file = try InputFile(path: path)
            // Asked before memory is: what the database says may be damaged, too.
            guard file.size == entry.bytes + DataKey.overhead else { throw FileError(.read, path: path) }
            let buffer = RawBuffer(count: entry.bytes + DataKey.overhead)
            let count = try unsafe buffer.withBytes { buffer throws(FileError) in
                try unsafe file.read(into: buffer, at: 0)
            }
            guard count == buffer.count else { throw FileError(.read, path: path) }
            return buffer
        } catch {
            throw .damaged("a file of the store is missing or cut", file: path)
        }
    }
}

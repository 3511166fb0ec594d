// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Terminal

/// What the linkage unit says of encodings whose file says nothing.
struct DeclaredEncodings {
    var project: String
    var scheme: String
    let bits: Int
    let bitOrder: ForeignVectors.BitOrder

    static let vectorName = "clk"

    /// A header whose schema and key are digests of the declaration, so that only files declared alike link.
    func draft() -> EncodingHeader.Draft {
        EncodingHeader.Draft(
            project: project,
            schemaFingerprint: digest("schema"),
            keyCheck: Array(digest("key").prefix(16)),
            canaryDigest: digest("canary"),
            profile: .imported,
            features: ["record"],
            vectors: [.init(name: Self.vectorName, bits: bits, features: [0])],
            created: UTCTime.now(),
            tool: Version.tool
        )
    }

    private func digest(_ part: String) -> [UInt8] {
        SHA256.digest(of: Array("tessera/imported/\(part)\0\(bits)\0\(bitOrder.rawValue)\0\(scheme)".utf8))
    }
}

/// What was seen of encodings on their way.
struct ImportCounts {
    var rows = 0
    /// Vectors without any bit, and with all.
    var empty = 0
    var full = 0
    /// Rows whose whole vector an earlier row has.
    var repeated = 0
    /// Rows without a block; nil if the file has no blocks.
    var withoutBlocks: Int?
    var hasUnkeyedBlocks = false

    var line: String {
        "popcount 0: \(Quantities.grouped(empty)); all bits set: \(Quantities.grouped(full)); "
            + "vectors that occurred before: \(Quantities.grouped(repeated))"
            + (withoutBlocks.map { "; without blocks: \(Quantities.grouped($0))" } ?? "")
    }

    func json(name: String) -> JSONValue {
        [
            "name": .string(name), "rows": .integer(rows), "empty": .integer(empty), "full": .integer(full),
            "repeated": .integer(repeated), "withoutBlocks": withoutBlocks.map { .integer($0) } ?? .null,
        ]
    }
}

/// Writes one dataset of another tool: the encoding file, its sender, the map of its rows, its blocks.
final class ImportWriter {
    private(set) var counts = ImportCounts()
    private let encodings: EncodingFileWriter
    private let rowsFile: OutputFile
    private let blocksFile: OutputFile?
    private let bits: Int
    private let hasIDs: Bool
    private var row: [UInt8]
    private var line: [UInt8] = []
    private var vectors = Fingerprints()
    private var ids = Fingerprints()
    /// For blocks, which come by row: the rows' tokens, and which have any.
    private var tokens: [UInt8] = []
    private var hasBlock: [Bool] = []
    /// Blocks that came before their row.
    private var early: [(row: Int, names: [UInt8])] = []
    private static let nameBytes = 16

    /// Takes the places of the files in a folder, or in one of its subfolders.
    init(
        folder: OutputFolder,
        subfolder: String,
        declared: DeclaredEncodings,
        identity: Identity,
        recipient: PartyCard,
        hasBlocks: Bool,
        hasIDs: Bool
    ) throws {
        if !subfolder.isEmpty { try folder.makeFolder(subfolder) }
        let start = subfolder.isEmpty ? "" : subfolder + "/"
        try identity.save(path: folder.file("\(start)\(identity.name).identity"))
        try identity.card.save(path: folder.file("\(start)\(identity.name).card"))
        encodings = try EncodingFileWriter(
            path: folder.file(start + "encodings.tessera"),
            header: declared.draft(),
            sender: identity,
            recipient: recipient
        )
        rowsFile = try OutputFile(path: folder.file(start + RowsFile.name), mode: 0o600)
        try rowsFile.write(hasIDs ? "row,token,id\n" : "row,token\n")
        blocksFile = hasBlocks ? try OutputFile(path: folder.file(start + "blocks.csv"), mode: 0o600) : nil
        try blocksFile?.write("token,block\n")
        bits = declared.bits
        self.hasIDs = hasIDs
        row = [UInt8](repeating: 0, count: 8 + declared.bits / 8)
    }

    func append(_ vector: UnsafeRawBufferPointer, id: ArraySlice<UInt8>?) throws(ExchangeError) {
        var popcount = 0
        for start in stride(from: 0, to: vector.count, by: 8) {
            popcount += unsafe vector.loadUnaligned(fromByteOffset: start, as: UInt64.self).nonzeroBitCount
        }
        counts.empty += popcount == 0 ? 1 : 0
        counts.full += popcount == bits ? 1 : 0
        unsafe vectors.append(vector)
        row[0] = popcount == 0 ? 0 : 0x80
        unsafe row.withUnsafeMutableBytes { unsafe $0[8...].copyBytes(from: vector) }
        let token = try encodings.append(row)
        line.removeAll(keepingCapacity: true)
        line.append(contentsOf: "\(counts.rows),\(Hex.encode(token.array))".utf8)
        if let id {
            unsafe id.withUnsafeBytes { unsafe ids.append($0) }
            line.append(UInt8(ascii: ","))
            line.append(contentsOf: RowsFile.quoted(id))
        }
        line.append(0x0A)
        if blocksFile != nil { tokens.append(contentsOf: token.array) }
        counts.rows += 1
        do throws(FileError) { try rowsFile.write(line) } catch { throw ExchangeError(error) }
        guard counts.rows.isMultiple(of: 65_536) else { return }
        do throws(TerminalError) { try Interruption.check() } catch { throw ExchangeError(error) }
    }

    /// Takes the blocks of a row, which may come later.
    ///
    /// Ids of other tools are any text; here a block has the first half of its id's SHA-256 as its name, alike in every file.
    func blocks(_ blocks: BlockIDs, row: Int) throws(ExchangeError) {
        guard blocksFile != nil else { return }
        var names: [UInt8] = []
        for id in blocks {
            if id.first == UInt8(ascii: "(") { counts.hasUnkeyedBlocks = true }
            names += SHA256.digest(of: Array(id)).prefix(Self.nameBytes)
        }
        if row < counts.rows { try write(names, row: row) } else { early.append((row, names)) }
    }

    private func write(_ names: [UInt8], row: Int) throws(ExchangeError) {
        while hasBlock.count < counts.rows { hasBlock.append(false) }
        hasBlock[row] = true
        let token = Hex.encode(tokens[row * RowToken.bytes..<(row + 1) * RowToken.bytes])
        do throws(FileError) {
            for start in stride(from: 0, to: names.count, by: Self.nameBytes) {
                try blocksFile?.write("\(token),\(Hex.encode(names[start..<start + Self.nameBytes]))\n")
            }
        } catch {
            throw ExchangeError(error)
        }
    }

    private func writeEarlyBlocks() throws(ExchangeError) {
        for (row, names) in early {
            guard row < counts.rows else {
                throw ExchangeError.foreign(
                    .foreignBlockRow,
                    "there are blocks of a row that has no encoding",
                    row: row,
                    remedy: "make the blocks and the encodings of the same table"
                )
            }
            try write(names, row: row)
        }
    }

    /// Completes all files.
    func finish() throws -> ImportCounts {
        counts.repeated = vectors.takeRepeats()
        if hasIDs, let (first, second) = ids.firstRepeat() {
            throw ExchangeError.foreign(
                .foreignID,
                "the id is that of row \(first), too",
                row: second,
                remedy: "give each record an id of its own, or leave out --id-column"
            )
        }
        try writeEarlyBlocks()
        if blocksFile != nil { counts.withoutBlocks = counts.rows - hasBlock.count { $0 } }
        _ = try encodings.finish(rowsIn: counts.rows, rowsRejected: 0, rowsBlank: 0)
        try rowsFile.commit()
        try blocksFile?.commit()
        return counts
    }
}

/// Hands what a JSON document holds to a writer.
struct ImportSink: AnonlinkUploadSink {
    let writer: ImportWriter

    mutating func encoding(_ bytes: UnsafeRawBufferPointer, row: Int) throws(ExchangeError) {
        try unsafe writer.append(bytes, id: nil)
    }

    mutating func blocks(_ ids: BlockIDs, row: Int) throws(ExchangeError) { try writer.blocks(ids, row: row) }
}

extension EncodingFileWriter {
    fileprivate func append(_ row: [UInt8]) throws(ExchangeError) -> RowToken {
        var outcome: Result<RowToken, ExchangeError>?
        unsafe row.withUnsafeBytes { bytes in
            outcome = Result { () throws(ExchangeError) in try unsafe append(row: bytes) }
        }
        guard let outcome else { preconditionFailure("a closure that was not called") }
        return try outcome.get()
    }
}

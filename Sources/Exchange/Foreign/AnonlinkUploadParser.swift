// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// Takes what an upload holds, while it is read.
package protocol AnonlinkUploadSink {
    /// An encoding, in the order of the rows from 0; the bytes are valid during the call.
    mutating func encoding(_ bytes: UnsafeRawBufferPointer, row: Int) throws(ExchangeError)

    /// The block ids of a row, at least one.
    ///
    /// They may come before the row's encoding, in any order of rows, and of one row more than once: a document says them in an
    /// object of its own.
    mutating func blocks(_ ids: BlockIDs, row: Int) throws(ExchangeError)
}

/// Reads the JSON of anonlink piece by piece, wherever the pieces end, in memory that does not grow with it.
///
///     {"clks": ["…", …]}    {"encodings": ["…", …], "blocks": {"0": ["id", 7], …}}    {"clknblocks": [["…", "id", 7], …]}
///
/// Keys stand in any order; others are checked to be JSON and not kept. Held are at most one encoding, or the ids of one row.
///
///     var parser = AnonlinkUploadParser(expectedBytes: 128)
///     while let piece = … { try parser.feed(piece, to: &sink) }
///     let upload = try parser.finish()
///
/// After an error the parser is of no more use.
package struct AnonlinkUploadParser: Sendable {
    /// What a document was, once it is read.
    package struct Summary: Sendable, Equatable {
        /// Encodings.
        package var rows: Int
        /// Bytes of each one; 0 if there are none.
        package var encodingBytes: Int
        /// Whether the document is of a shape that has blocks, empty ones too.
        package var hasBlocks: Bool
        /// `meta.source.clk_count` of a file of blocks: the number of encodings that they belong to.
        package var clkCount: Int?
    }

    /// Bytes that an encoding may have.
    package static let encodingBytes = 1...1_024
    /// Lists and objects within each other.
    package static let maximumDepth = 64
    /// Bytes of the block ids of one row together.
    package static let maximumBlockBytes = 1 << 20

    var state = State.value
    var scopes: [Scope] = []
    /// What the value at hand is, in an object whose keys mean something.
    var target = Scope.skippedList
    var purpose = Purpose.skipped
    /// A string or number at hand: its bytes without escapes.
    var text: [UInt8] = []
    var unit = CodeUnits()
    var seen: Set<Scope> = []
    /// The encoding at hand, of the length that all have.
    var encoding: [UInt8]
    /// Encodings read so far.
    package internal(set) var rows = 0
    var hasEncoding = false
    var ids = BlockIDs()
    var blockRow = 0
    var lastBlockRow = -1
    var clkCount: Int?
    /// Bytes of the document before the piece at hand.
    private var base = 0
    private let isBlocksFile: Bool

    /// Begins a document of encodings.
    ///
    /// - Parameter expectedBytes: bytes of every encoding; nil: as many as the first has.
    package init(expectedBytes: Int? = nil) {
        encoding = [UInt8](repeating: 0, count: expectedBytes ?? 0)
        isBlocksFile = false
    }

    private init(isBlocksFile: Bool) {
        encoding = []
        self.isBlocksFile = isBlocksFile
    }

    /// Begins a file of blocks, `{"blocks": {…}, "meta": {"source": {"clk_count": [n]}, …}}`; nothing else in it is kept.
    package static func blocksFile() -> AnonlinkUploadParser { AnonlinkUploadParser(isBlocksFile: true) }

    /// Reads the next bytes of the document.
    ///
    /// - Throws: `foreign.json.syntax`, `.depth`, `.shape`, `.twice`, `.external`, `foreign.mark`, `foreign.vector.base64`,
    ///   `foreign.vector.length`, `foreign.blocks.row`, `foreign.blocks.id`; what the sink throws.
    package mutating func feed(
        _ bytes: UnsafeRawBufferPointer,
        to sink: inout some AnonlinkUploadSink
    ) throws(ExchangeError) {
        var index = 0
        do throws(ExchangeError) {
            while index < bytes.count { try unsafe step(bytes, &index, &sink) }
        } catch {
            throw error.atByte(base + index)
        }
        base += bytes.count
    }

    /// Ends the document.
    ///
    /// - Throws: `foreign.json.incomplete`; `foreign.json.shape` if there were no encodings; `foreign.blocks.row` if a row without
    ///   an encoding has blocks.
    package func finish() throws(ExchangeError) -> Summary {
        guard state == .done else {
            throw .foreign(.foreignIncomplete, "the document ends too early", byte: base, remedy: "send the whole file")
        }
        guard isBlocksFile || seen.contains(.encodings) || seen.contains(.rows) else {
            throw .foreign(
                .foreignShape,
                "the document has none of the keys clks, encodings and clknblocks",
                remedy: "send {\"clks\": [\"…\", …]}, as anonlink and clkhash write it"
            )
        }
        guard isBlocksFile ? seen.contains(.blocks) : lastBlockRow < rows else {
            if isBlocksFile { throw Self.shape("blocks", "an object of lists of ids") }
            throw .foreign(
                .foreignBlockRow,
                "there are blocks of a row that has no encoding",
                row: lastBlockRow,
                remedy: "make the blocks and the encodings of the same table"
            )
        }
        return Summary(
            rows: rows,
            encodingBytes: rows == 0 ? 0 : encoding.count,
            hasBlocks: seen.contains(.blocks) || seen.contains(.rows),
            clkCount: clkCount
        )
    }

    /// What a key of the document's own object means.
    func meaning(of key: [UInt8]) -> Scope {
        switch (String(decoding: key, as: UTF8.self), isBlocksFile) {
        case ("clks", false), ("encodings", false): .encodings
        case ("clknblocks", false): .rows
        case ("blocks", _): .blocks
        case ("meta", true): .meta
        default: .skippedList
        }
    }
}

extension AnonlinkUploadParser {
    /// What stands at the cursor.
    enum State: Sendable {
        case value, firstValue, key, firstKey, colon, comma
        case text, escape, unicode, number, word
        case done
    }

    /// A list or object that is open, or that a key announces.
    enum Scope: Sendable {
        case document
        /// The list of encodings.
        case encodings
        /// The list of rows, each a list of an encoding and block ids.
        case rows, row
        /// The object of lists of block ids by row.
        case blocks, blockIDs
        /// What leads to the number of encodings in a file of blocks.
        case meta, source, counts
        case skippedList, skippedObject

        var isList: Bool {
            switch self {
            case .encodings, .rows, .row, .blockIDs, .counts, .skippedList: true
            case .document, .blocks, .meta, .source, .skippedObject: false
            }
        }
    }

    /// What a string or number is for.
    enum Purpose: Sendable {
        case key, encoding, blockID, count, skipped
    }

    static func shape(_ key: String, _ form: String, row: Int? = nil) -> ExchangeError {
        .foreign(.foreignShape, "\(key) is not \(form)", row: row, remedy: "check that this is the file you meant")
    }

    static func syntax(_ message: String) -> ExchangeError {
        .foreign(.foreignSyntax, message, remedy: "check that the file is JSON and whole")
    }
}

extension ExchangeError {
    /// The same fault with the byte it was found at.
    fileprivate func atByte(_ byte: Int) -> ExchangeError {
        guard position?.byte == nil else { return self }
        var copy = self
        copy.position = FaultPosition(file: position?.file, byte: byte)
        return copy
    }
}

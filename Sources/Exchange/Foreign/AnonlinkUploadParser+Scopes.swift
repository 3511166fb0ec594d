// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// What lists, objects and keys mean where they stand.
extension AnonlinkUploadParser {
    /// Opens the list or object at the cursor.
    mutating func open(isList: Bool) throws(ExchangeError) {
        guard scopes.count < Self.maximumDepth else {
            throw .foreign(
                .foreignDepth,
                "more than \(Self.maximumDepth) lists and objects stand within each other",
                remedy: "check that this is the file you meant"
            )
        }
        let scope = try scope(isList: isList)
        scopes.append(scope)
        if scope == .row { hasEncoding = false }
        state = isList ? .firstValue : .firstKey
    }

    private func scope(isList: Bool) throws(ExchangeError) -> Scope {
        let skipped = isList ? Scope.skippedList : .skippedObject
        guard let outer = scopes.last else {
            guard !isList else { throw Self.shape("the document", "an object with the key clks or encodings") }
            return .document
        }
        switch outer {
        case .document:
            switch target {
            case .encodings, .rows:
                guard isList else { throw Self.external }
                return target
            case .blocks:
                guard !isList else { throw Self.shape("blocks", "an object of lists of ids") }
                return .blocks
            case .meta: return isList ? skipped : .meta
            default: return skipped
            }
        case .meta where target == .source && !isList: return .source
        case .source where target == .counts && isList: return .counts
        case .rows:
            guard isList else { throw Self.shape("the row", "a list of an encoding and block ids", row: rows) }
            return .row
        case .blocks:
            guard isList else { throw Self.shape("its blocks", "a list of ids", row: blockRow) }
            return .blockIDs
        case .encodings: throw Self.shape("the encoding", "a string", row: rows)
        case .row, .blockIDs: throw Self.shape("its block id", "a string or integer", row: blockRowAtHand)
        case .meta, .source, .counts, .skippedList, .skippedObject: return skipped
        }
    }

    /// Closes the innermost list or object, if this byte does.
    mutating func close(_ byte: UInt8, _ sink: inout some AnonlinkUploadSink) throws(ExchangeError) {
        guard let scope = scopes.last, byte == (scope.isList ? UInt8(ascii: "]") : UInt8(ascii: "}")) else {
            throw Self.syntax("a comma or closing bracket is missing")
        }
        switch scope {
        case .row:
            guard hasEncoding else { throw Self.shape("the row", "a list that begins with an encoding", row: rows) }
            try deliverIDs(row: rows, &sink)
            rows += 1
        case .blockIDs:
            try deliverIDs(row: blockRow, &sink)
            lastBlockRow = max(lastBlockRow, blockRow)
        default: break
        }
        scopes.removeLast()
        state = scopes.isEmpty ? .done : .comma
    }

    private mutating func deliverIDs(
        row: Int,
        _ sink: inout some AnonlinkUploadSink
    ) throws(ExchangeError) {
        if !ids.isEmpty { try sink.blocks(ids, row: row) }
        ids.removeAll()
    }

    /// Ends a key.
    mutating func endKey() throws(ExchangeError) {
        state = .colon
        switch scopes.last {
        case .document:
            target = meaning(of: text)
            guard target != .skippedList else { return }
            let isFirst = seen.insert(target).inserted
            let others: Set<Scope> = target == .rows ? [.encodings, .blocks] : target == .meta ? [] : [.rows]
            guard isFirst, seen.isDisjoint(with: others) else { throw Self.twice }
        case .meta: target = text.elementsEqual("source".utf8) ? .source : .skippedList
        case .source: target = text.elementsEqual("clk_count".utf8) ? .counts : .skippedList
        case .blocks: blockRow = try rowNumber()
        default: break
        }
    }

    /// The key of a list of block ids as the number of its row.
    private func rowNumber() throws(ExchangeError) -> Int {
        let key = String(decoding: text, as: UTF8.self)
        if let row = Int(key), row >= 0, row < 1 << 32, "\(row)".utf8.elementsEqual(text) { return row }
        if key == "file" || key == "credentials" { throw Self.external }
        throw .foreign(
            .foreignBlockRow,
            "a key of blocks is no row number",
            remedy: "write the number of the row, counted from 0, as its key"
        )
    }

    /// What the string that begins here is for.
    mutating func purposeOfText() throws(ExchangeError) -> Purpose {
        switch scopes.last {
        case .encodings: return .encoding
        case .row: return hasEncoding ? .blockID : .encoding
        case .blockIDs: return .blockID
        default:
            try purposeOfWord()
            return .skipped
        }
    }

    /// What the number that begins here is for.
    func purposeOfNumber() throws(ExchangeError) -> Purpose {
        switch scopes.last {
        case .row where hasEncoding, .blockIDs: return .blockID
        case .counts: return .count
        default:
            try purposeOfWord()
            return .skipped
        }
    }

    /// Refuses a value that is neither list nor object where one of them must stand.
    func purposeOfWord() throws(ExchangeError) {
        switch scopes.last {
        case nil: throw Self.shape("the document", "an object with the key clks or encodings")
        case .document where target == .encodings || target == .rows: throw Self.shape("the value of its key", "a list")
        case .document where target == .blocks: throw Self.shape("blocks", "an object of lists of ids")
        case .encodings: throw Self.shape("the encoding", "a string", row: rows)
        case .rows: throw Self.shape("the row", "a list of an encoding and block ids", row: rows)
        case .row where !hasEncoding: throw Self.shape("the row", "a list that begins with an encoding", row: rows)
        case .row, .blockIDs: throw Self.shape("its block id", "a string or integer", row: blockRowAtHand)
        case .blocks: throw Self.shape("its blocks", "a list of ids", row: blockRow)
        default: return
        }
    }

    private static var twice: ExchangeError {
        .foreign(
            .foreignTwice,
            "the document has encodings or blocks twice",
            remedy: "send one of clks, encodings with blocks, and clknblocks"
        )
    }

    private static var external: ExchangeError {
        .foreign(
            .foreignExternal,
            "the document names a file in an object store in place of encodings",
            remedy: "send the encodings themselves"
        )
    }
}

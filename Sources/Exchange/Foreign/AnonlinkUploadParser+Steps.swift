// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension AnonlinkUploadParser {
    /// Takes the byte at the cursor, or a whole run of them.
    mutating func step(
        _ bytes: UnsafeRawBufferPointer,
        _ index: inout Int,
        _ sink: inout some AnonlinkUploadSink
    ) throws(ExchangeError) {
        let byte = unsafe bytes[index]
        switch state {
        case .text: return try unsafe readText(bytes, &index, &sink)
        case .escape, .unicode: try readEscape(byte)
        case .number, .word:
            guard byte.isPartOfWord else { return try endWord(&sink) }
            try keep(byte, limit: 1_024)
        case _ where byte.isSpace: break
        case .value: try unsafe beginValue(bytes, &index, &sink)
        case .firstValue:
            if byte == UInt8(ascii: "]") { try close(byte, &sink) } else { try unsafe beginValue(bytes, &index, &sink) }
        case .firstKey where byte == UInt8(ascii: "}"): try close(byte, &sink)
        case .key, .firstKey:
            guard byte == UInt8(ascii: "\"") else { throw Self.syntax("a key in double quotes is missing") }
            begin(.key, in: .text)
        case .colon:
            guard byte == UInt8(ascii: ":") else { throw Self.syntax("a colon is missing behind a key") }
            state = .value
        case .comma:
            guard byte == UInt8(ascii: ",") else { return try endList(byte, &index, &sink) }
            state = scopes.last?.isList == true ? .value : .key
        case .done: throw Self.syntax("text follows the document")
        }
        index += 1
    }

    private mutating func endList(
        _ byte: UInt8,
        _ index: inout Int,
        _ sink: inout some AnonlinkUploadSink
    ) throws(ExchangeError) {
        try close(byte, &sink)
        index += 1
    }

    /// Begins the value at the cursor; of an encoding that lies whole in the piece, takes it all but its last byte.
    private mutating func beginValue(
        _ bytes: UnsafeRawBufferPointer,
        _ index: inout Int,
        _ sink: inout some AnonlinkUploadSink
    ) throws(ExchangeError) {
        let byte = unsafe bytes[index]
        switch byte {
        case UInt8(ascii: "\""):
            let purpose = try purposeOfText()
            if purpose == .encoding, try unsafe takeEncoding(bytes, &index, &sink) { return }
            begin(purpose, in: .text)
        case UInt8(ascii: "["), UInt8(ascii: "{"): try open(isList: byte == UInt8(ascii: "["))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            begin(try purposeOfNumber(), in: .number)
            text.append(byte)
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            begin(.skipped, in: .word)
            try purposeOfWord()
            text.append(byte)
        default:
            if scopes.isEmpty, byte == 0xEF || byte >= 0xFE {
                throw .foreign(
                    .foreignMark,
                    "the document begins with a byte order mark or is not UTF-8",
                    remedy: "save it as UTF-8 without a byte order mark"
                )
            }
            throw Self.syntax("no value can begin like this")
        }
    }

    /// Decodes an encoding from the piece where it stands, which is nearly always.
    private mutating func takeEncoding(
        _ bytes: UnsafeRawBufferPointer,
        _ index: inout Int,
        _ sink: inout some AnonlinkUploadSink
    ) throws(ExchangeError) -> Bool {
        guard !encoding.isEmpty else { return false }
        let start = index + 1
        let end = start + Base64.characters(of: encoding.count)
        guard end < bytes.count, unsafe bytes[end] == UInt8(ascii: "\"") else { return false }
        let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        guard unsafe encoding.withUnsafeMutableBytes({ unsafe Base64.decode(text, into: $0) }) else { return false }
        try deliver(&sink)
        index = end
        return true
    }

    private mutating func deliver(_ sink: inout some AnonlinkUploadSink) throws(ExchangeError) {
        var failure: ExchangeError?
        let row = rows
        unsafe encoding.withUnsafeBytes { bytes in
            do throws(ExchangeError) { try unsafe sink.encoding(bytes, row: row) } catch { failure = error }
        }
        if let failure { throw failure }
        if scopes.last == .row { hasEncoding = true } else { rows += 1 }
        state = .comma
    }

    mutating func begin(_ purpose: Purpose, in state: State) {
        self.purpose = purpose
        self.state = state
        text.removeAll(keepingCapacity: true)
    }

    mutating func keep(_ byte: UInt8, limit: Int) throws(ExchangeError) {
        guard text.count < limit else { throw Self.syntax("a number or word is too long") }
        text.append(byte)
    }

    /// Takes an encoding that was cut between two pieces, is the first one, or is wrong.
    mutating func takeText(_ sink: inout some AnonlinkUploadSink) throws(ExchangeError) {
        guard let bytes = Base64.bytes(of: text) else { throw notBase64 }
        if encoding.isEmpty, Self.encodingBytes.contains(bytes.count) { encoding = bytes }
        guard bytes.count == encoding.count, !bytes.isEmpty else { throw otherLength }
        encoding = bytes
        try deliver(&sink)
    }

    var notBase64: ExchangeError {
        .foreign(
            .foreignBase64,
            "the encoding is not base64",
            row: rows,
            remedy: "write the standard alphabet with padding, no line breaks, and no bits behind the last byte"
        )
    }

    var otherLength: ExchangeError {
        .foreign(
            .foreignLength,
            encoding.isEmpty
                ? "the encoding has not 1 to 1024 bytes" : "the encoding has not \(encoding.count) bytes, as it must",
            row: rows,
            remedy: "have all records encoded with one schema, and give that one"
        )
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

    /// Whether this may stand in a number or in `true`, `false` and `null`.
    fileprivate var isPartOfWord: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

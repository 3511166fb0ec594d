// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

// Strings, numbers and words, which may be cut anywhere.
extension AnonlinkUploadParser {
    /// Characters of an encoding before its length is judged: enough for one whose lines are broken.
    private static let maximumText = 4_096

    /// Half a pair of UTF-16 code units, as escapes give them.
    struct CodeUnits: Sendable {
        var value: UInt32 = 0
        var digits = 0
        /// The first half of a pair that waits for the second.
        var lead: UInt32?
    }

    /// Takes a string up to its end, an escape, or the piece's end.
    mutating func readText(
        _ bytes: UnsafeRawBufferPointer,
        _ index: inout Int,
        _ sink: inout some AnonlinkUploadSink
    ) throws(ExchangeError) {
        let start = index
        while index < bytes.count, unsafe bytes[index] != UInt8(ascii: "\""), unsafe bytes[index] != UInt8(ascii: "\\")
        {
            guard unsafe bytes[index] >= 0x20 else {
                // A line break in base64 is a fault of the row; elsewhere it is one of the document.
                if purpose == .encoding { throw notBase64 }
                throw Self.syntax("a control character stands in a string")
            }
            index += 1
        }
        if start < index {
            guard unit.lead == nil else { throw Self.halfPair }
            try unsafe append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
        }
        guard index < bytes.count else { return }
        if unsafe bytes[index] == UInt8(ascii: "\\") {
            state = .escape
        } else {
            guard unit.lead == nil else { throw Self.halfPair }
            try endText(&sink)
        }
        index += 1
    }

    private mutating func append(_ piece: some Collection<UInt8>) throws(ExchangeError) {
        switch purpose {
        case .skipped: return
        case .key:
            // A longer key is none of those that mean something.
            text.append(contentsOf: piece.prefix(max(0, 64 - text.count)))
        case .encoding:
            guard text.count + piece.count <= Self.maximumText else { throw otherLength }
            text.append(contentsOf: piece)
        case .blockID, .count:
            guard ids.size + text.count + piece.count <= Self.maximumBlockBytes else { throw tooManyIDs }
            text.append(contentsOf: piece)
        }
    }

    /// Takes a byte behind a backslash.
    mutating func readEscape(_ byte: UInt8) throws(ExchangeError) {
        if state == .unicode { return try readDigit(byte) }
        let plain: UInt8
        switch byte {
        case UInt8(ascii: "u"):
            unit.value = 0
            unit.digits = 0
            state = .unicode
            return
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = byte
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0C
        case UInt8(ascii: "n"): plain = 0x0A
        case UInt8(ascii: "r"): plain = 0x0D
        case UInt8(ascii: "t"): plain = 0x09
        default: throw Self.syntax("a backslash is followed by nothing that JSON knows")
        }
        guard unit.lead == nil else { throw Self.halfPair }
        try append(CollectionOfOne(plain))
        state = .text
    }

    /// Takes one of four hexadecimal digits.
    private mutating func readDigit(_ byte: UInt8) throws(ExchangeError) {
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
            throw Self.syntax("an escape is not followed by four hexadecimal digits")
        }
        unit.value = unit.value << 4 | UInt32(digit)
        unit.digits += 1
        guard unit.digits == 4 else { return }
        state = .text
        let code: UInt32
        if let lead = unit.lead {
            guard 0xDC00..<0xE000 ~= unit.value else { throw Self.halfPair }
            code = 0x10000 + ((lead & 0x3FF) << 10 | unit.value & 0x3FF)
            unit.lead = nil
        } else if 0xD800..<0xDC00 ~= unit.value {
            unit.lead = unit.value
            return
        } else {
            code = unit.value
        }
        guard let scalar = Unicode.Scalar(code) else { throw Self.halfPair }
        try append(Array(String(Character(scalar)).utf8))
    }

    private static var halfPair: ExchangeError { syntax("half a surrogate pair stands in a string") }

    private mutating func endText(_ sink: inout some AnonlinkUploadSink) throws(ExchangeError) {
        switch purpose {
        case .key: try endKey()
        case .encoding: try takeText(&sink)
        case .blockID:
            guard !text.isEmpty, String(validating: text, as: UTF8.self) != nil else {
                throw .foreign(
                    .foreignBlockID,
                    "a block id is empty or not UTF-8",
                    row: blockRowAtHand,
                    remedy: "write ids as text of at least one character"
                )
            }
            ids.append(text)
            state = .comma
        case .count, .skipped: state = .comma
        }
    }

    /// Ends a number or word before the byte at the cursor.
    mutating func endWord(_ sink: inout some AnonlinkUploadSink) throws(ExchangeError) {
        if state == .word {
            guard [Array("true".utf8), Array("false".utf8), Array("null".utf8)].contains(text) else {
                throw Self.syntax("no value can begin like this")
            }
        } else {
            // The numbers of other keys are few, so the strict reader of whole documents may check them.
            guard (try? JSONParser.parse(text)) != nil else { throw Self.syntax("this is not a number") }
        }
        switch purpose {
        case .blockID:
            guard let number = Int(String(decoding: text, as: UTF8.self)) else {
                throw .foreign(
                    .foreignBlockID,
                    "a block id is a number but no integer",
                    row: blockRowAtHand,
                    remedy: "write ids as strings or integers"
                )
            }
            ids.append("\(number)".utf8)
        case .count where clkCount == nil: clkCount = Int(String(decoding: text, as: UTF8.self))
        default: break
        }
        state = .comma
    }

    var tooManyIDs: ExchangeError {
        .foreign(
            .foreignBlockID,
            "the row has more than \(Self.maximumBlockBytes) bytes of block ids",
            row: blockRowAtHand,
            remedy: "make fewer blocks"
        )
    }

    /// The row whose ids are being read.
    var blockRowAtHand: Int { scopes.last == .row ? rows : blockRow }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A cursor over a document that knows its line and column.
struct JSONScanner {
    let bytes: [UInt8]
    private let allowsComments: Bool
    private let file: String?
    private var index = 0
    private var line = 1
    private var lineStart = 0

    init(_ bytes: [UInt8], allowingComments: Bool, file: String?) {
        self.bytes = bytes
        self.allowsComments = allowingComments
        self.file = file
    }

    var isAtEnd: Bool { index == bytes.count }

    /// The byte at the cursor; nil at the end.
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// The byte after the one at the cursor.
    private var next: UInt8? { index + 1 < bytes.count ? bytes[index + 1] : nil }

    var position: JSONPosition { JSONPosition(byte: index, line: line, column: index - lineStart + 1) }

    /// Steps over one byte, which exists.
    mutating func advance() {
        index += 1
        if bytes[index - 1] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index
        }
    }

    /// Steps over the bytes of which the rule holds, and gives them as text; they must be ASCII.
    mutating func scanRun(while rule: (UInt8) -> Bool) -> String {
        let start = index
        while let byte = current, rule(byte) { advance() }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// Steps over white space, and comments where they are allowed.
    mutating func skipSpace() throws(JSONError) {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): advance()
            case UInt8(ascii: "/") where next == UInt8(ascii: "/") || next == UInt8(ascii: "*"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONError) {
        let start = position
        guard allowsComments else {
            throw fault(.comment, "comments are not allowed in this document", remedy: "remove the comment", at: start)
        }
        let isBlock = next == UInt8(ascii: "*")
        advance()
        advance()
        guard isBlock else {
            while let byte = current, byte != UInt8(ascii: "\n") { advance() }
            return
        }
        while !(current == UInt8(ascii: "*") && next == UInt8(ascii: "/")) {
            guard !isAtEnd else {
                throw fault(.comment, "a comment is not closed", remedy: "close it with */", at: start)
            }
            advance()
        }
        advance()
        advance()
    }

    /// Refuses a document that is not UTF-8, at its first wrong byte.
    ///
    /// After this every piece of the document between two ASCII bytes is whole text.
    func checkEncoding() throws(JSONError) {
        let remedy = "save the file as UTF-8 without a byte order mark"
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw fault(.encoding, "the document begins with a byte order mark", remedy: remedy)
        }
        var walker = self
        var decoder = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        while true {
            switch decoder.parseScalar(from: &rest) {
            case .valid(let scalar):
                for _ in scalar { walker.advance() }
            case .emptyInput: return
            case .error: throw walker.fault(.encoding, "the document is not UTF-8", remedy: remedy)
            }
        }
    }

    /// An error at a place, by default the cursor.
    func fault(
        _ kind: JSONError.Code,
        _ message: String,
        remedy: String,
        at place: JSONPosition? = nil
    ) -> JSONError {
        JSONError(kind, message, remedy: remedy, at: place ?? position, file: file)
    }

    /// The error of a document that ends too early.
    func incomplete(_ message: String, remedy: String) -> JSONError { fault(.incomplete, message, remedy: remedy) }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    /// Whether this is an ASCII letter.
    var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }

    /// Whether this begins a number, or what people write as one.
    var startsNumber: Bool {
        isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "+") || self == UInt8(ascii: ".")
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The tokens of a value as the bytes that are hashed, in order and with duplicates.
struct TokenList {
    private let encoding: ClkhashSchema.TextEncoding
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// - Parameter encoding: of the tokens.
    init(encoding: ClkhashSchema.TextEncoding) { self.encoding = encoding }

    var count: Int { ends.count }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Adds text in UTF-8 to the token that `endToken()` ends.
    mutating func append(_ text: some Collection<UInt8>) { bytes.append(contentsOf: text) }

    /// Adds a number of 0 or more in decimal to the token.
    mutating func append(_ number: Int) {
        if number > 9 { append(number / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Ends a token.
    ///
    /// UTF-16 and UTF-32 begin with a byte order mark and go on little-endian, for each token, as in Python.
    mutating func endToken() {
        let start = ends.last ?? 0
        switch encoding {
        case .ascii, .utf8: break
        case .utf16:
            let text = String(decoding: bytes[start...], as: UTF8.self)
            bytes.replaceSubrange(start..., with: [0xFF, 0xFE])
            for unit in text.utf16 { append(littleEndian: unit) }
        case .utf32:
            let text = String(decoding: bytes[start...], as: UTF8.self)
            bytes.replaceSubrange(start..., with: [0xFF, 0xFE, 0, 0])
            for scalar in text.unicodeScalars { append(littleEndian: scalar.value) }
        }
        ends.append(bytes.count)
    }

    /// Lends the tokens one after the other.
    @inline(__always)
    func forEach(_ body: (_ index: Int, _ token: UnsafeRawBufferPointer) -> Void) {
        unsafe bytes.withUnsafeBytes { bytes in
            var start = 0
            for (index, end) in ends.enumerated() {
                unsafe body(index, UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
        }
    }

    private mutating func append(littleEndian unit: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: unit.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }
}

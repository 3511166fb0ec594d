// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The tokens of a value as the bytes that are hashed, in order and with duplicates.
struct TokenList {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Adds a token of ASCII and text in UTF-8, in an encoding.
    ///
    /// UTF-16 and UTF-32 begin with a byte order mark and go on little-endian, for each token, as in Python.
    mutating func append(prefix: [UInt8] = [], _ text: some Collection<UInt8>, as encoding: ClkhashSchema.TextEncoding)
    {
        switch encoding {
        case .ascii, .utf8:
            bytes += prefix
            bytes += text
        case .utf16:
            bytes += [0xFF, 0xFE]
            for unit in String(decoding: prefix + text, as: UTF8.self).utf16 { append(unit) }
        case .utf32:
            bytes += [0xFF, 0xFE, 0, 0]
            for scalar in String(decoding: prefix + text, as: UTF8.self).unicodeScalars { append(scalar.value) }
        }
        ends.append(bytes.count)
    }

    /// Lends the tokens one after the other.
    func forEach(_ body: (_ index: Int, _ token: UnsafeRawBufferPointer) -> Void) {
        unsafe bytes.withUnsafeBytes { bytes in
            var start = 0
            for (index, end) in ends.enumerated() {
                unsafe body(index, UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
        }
    }

    private mutating func append(_ unit: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: unit.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }
}

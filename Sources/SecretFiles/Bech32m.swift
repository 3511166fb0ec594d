// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Bech32m, BIP 350, without its limit of 90 characters: text that a person can copy, with a checksum.
///
/// `human-readable part ‖ 1 ‖ data, 5 bits a character ‖ checksum of 6 characters`, all upper or all lower case. Any
/// change of one character is found.
package enum Bech32m {
    /// Bytes as text; at the end of the data the last symbol is filled up with zero bits.
    ///
    /// - Parameters:
    ///   - humanReadablePart: 1 to 83 printable ASCII characters without capitals.
    ///   - data: any number of bytes.
    ///   - upperCase: whether the whole text is in capitals.
    package static func encode(humanReadablePart: String, data: [UInt8], upperCase: Bool) -> String {
        let text = encodeText(humanReadablePart: humanReadablePart, data: data, upperCase: upperCase)
        return String(decoding: text, as: UTF8.self)
    }

    /// The inverse of `encode`; accepts either case and returns the human-readable part in lower case.
    ///
    /// - Throws: `secret.text` for anything that isn't Bech32m, `secret.case` for mixed case, `secret.checksum`,
    ///   `secret.padding` if the fill bits are not zero or make up a whole symbol.
    package static func decode(
        _ text: String
    ) throws(SecretFileError) -> (humanReadablePart: String, data: [UInt8]) {
        let bytes = Array(text.utf8)
        return try decodeText(bytes.span)
    }

    /// As `encode`, but leaves the text in bytes that can be wiped.
    static func encodeText(humanReadablePart: String, data: [UInt8], upperCase: Bool) -> [UInt8] {
        var symbols = toSymbols(data)
        defer { wipe(&symbols) }
        return encodeSymbols(humanReadablePart: humanReadablePart, symbols: symbols, upperCase: upperCase)
    }

    /// As `decode`, from bytes that can be wiped.
    package static func decodeText(_ text: Span<UInt8>) throws(SecretFileError) -> (
        humanReadablePart: String, data: [UInt8]
    ) {
        var (part, symbols) = try decodeSymbols(text)
        defer { wipe(&symbols) }
        return (part, try toBytes(symbols))
    }

    /// The layer beneath: symbols of 5 bits as text.
    package static func encodeSymbols(humanReadablePart: String, symbols: [UInt8], upperCase: Bool) -> [UInt8] {
        let part = Array(humanReadablePart.utf8)
        var checksum = Checksum(humanReadablePart: part)
        var text: [UInt8] = []
        text.reserveCapacity(part.count + 1 + symbols.count + Checksum.symbols)
        text.append(contentsOf: part)
        text.append(separator)
        for symbol in symbols {
            checksum.add(symbol)
            text.append(alphabet[Int(symbol)])
        }
        for symbol in checksum.closing { text.append(alphabet[Int(symbol)]) }
        if upperCase {
            for index in text.indices where isLower(text[index]) { text[index] ^= 0x20 }
        }
        return text
    }

    /// The layer beneath: text as symbols of 5 bits, without the checksum.
    package static func decodeSymbols(
        _ text: Span<UInt8>
    ) throws(SecretFileError) -> (humanReadablePart: String, symbols: [UInt8]) {
        var hasLower = false
        var hasUpper = false
        var end: Int?
        for index in text.indices {
            let character = text[index]
            guard (33...126).contains(character) else { throw SecretFileError(.text) }
            if isLower(character) { hasLower = true }
            if isUpper(character) { hasUpper = true }
            if character == separator { end = index }
        }
        guard let end, (1...83).contains(end), text.count - end - 1 >= Checksum.symbols else {
            throw SecretFileError(.text)
        }
        if hasLower && hasUpper { throw SecretFileError(.mixedCase) }

        var part: [UInt8] = []
        for index in 0..<end { part.append(lowered(text[index])) }
        var checksum = Checksum(humanReadablePart: part)
        var symbols: [UInt8] = []
        symbols.reserveCapacity(text.count)
        for index in end + 1..<text.count {
            let symbol = values[Int(lowered(text[index]))]
            guard symbol < 32 else {
                wipe(&symbols)
                throw SecretFileError(.text)
            }
            checksum.add(symbol)
            symbols.append(symbol)
        }
        guard checksum.isClosed else {
            wipe(&symbols)
            throw SecretFileError(.checksum)
        }
        symbols.removeLast(Checksum.symbols)
        return (String(decoding: part, as: UTF8.self), symbols)
    }

    private static func toSymbols(_ data: [UInt8]) -> [UInt8] {
        var symbols: [UInt8] = []
        symbols.reserveCapacity((data.count * 8 + 4) / 5)
        var pending: UInt32 = 0
        var bits = 0
        for byte in data {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                symbols.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)) & 31)
            }
        }
        if bits > 0 { symbols.append(UInt8(truncatingIfNeeded: pending << UInt32(5 - bits)) & 31) }
        return symbols
    }

    private static func toBytes(_ symbols: [UInt8]) throws(SecretFileError) -> [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(symbols.count * 5 / 8)
        var pending: UInt32 = 0
        var bits = 0
        for symbol in symbols {
            pending = pending << 5 | UInt32(symbol)
            bits += 5
            if bits >= 8 {
                bits -= 8
                data.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
            }
        }
        guard bits < 5, pending & (1 << UInt32(bits) - 1) == 0 else {
            wipe(&data)
            throw SecretFileError(.padding)
        }
        return data
    }

    private static let separator = UInt8(ascii: "1")
    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    /// The symbol of each ASCII character; 255 for those that stand for none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 128)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    private static func isLower(_ character: UInt8) -> Bool { (0x61...0x7A).contains(character) }
    private static func isUpper(_ character: UInt8) -> Bool { (0x41...0x5A).contains(character) }
    private static func lowered(_ character: UInt8) -> UInt8 { isUpper(character) ? character | 0x20 : character }
}

extension Bech32m {
    /// The BCH code of BIP 173 with the closing constant of BIP 350.
    private struct Checksum {
        static let symbols = 6
        private static let constant: UInt32 = 0x2BC8_30A3
        private static let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        private var residue: UInt32 = 1

        init(humanReadablePart: [UInt8]) {
            for character in humanReadablePart { add(character >> 5) }
            add(0)
            for character in humanReadablePart { add(character & 31) }
        }

        mutating func add(_ symbol: UInt8) {
            let top = residue >> 25
            residue = (residue & 0x1FF_FFFF) << 5 ^ UInt32(symbol)
            for (bit, term) in Self.generator.enumerated() where top >> UInt32(bit) & 1 == 1 { residue ^= term }
        }

        /// Whether the symbols so far end in their own checksum.
        var isClosed: Bool { residue == Self.constant }

        /// The symbols that close the text.
        var closing: [UInt8] {
            var copy = self
            for _ in 0..<Self.symbols { copy.add(0) }
            let rest = copy.residue ^ Self.constant
            return (0..<Self.symbols).map { UInt8(truncatingIfNeeded: rest >> UInt32(5 * (5 - $0))) & 31 }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// How the vectors of another tool's file are written, as its owner declares it; nothing is guessed.
package struct ForeignVectors: Sendable, Equatable {
    package enum Text: String, Sendable, CaseIterable { case base64, hex }

    /// Which bit of a byte is the first one.
    package enum BitOrder: String, Sendable, CaseIterable {
        /// The most significant: clkhash, anonlink, MITRE, Tufts, and Tessera itself.
        case msb
        /// The least significant: what comes from Java's `BitSet`, such as PRIMAT.
        case lsb
    }

    /// Bits of a vector: a multiple of 64 from 64 to 65,536.
    package let bits: Int
    package let text: Text
    package let bitOrder: BitOrder
    /// Whether zero bytes at the end are left out, as `BitSet.toByteArray()` does.
    package let isTrimmed: Bool

    /// Lengths that an encoding file can hold.
    package static func isLength(_ bits: Int) -> Bool { bits % 64 == 0 && (64...65_536).contains(bits) }

    package init(bits: Int, text: Text = .base64, bitOrder: BitOrder = .msb, isTrimmed: Bool = false) {
        self.bits = bits
        self.text = text
        self.bitOrder = bitOrder
        self.isTrimmed = isTrimmed
    }

    /// The vector that a text stands for, the first bit the most significant of the first byte.
    ///
    /// - Throws: `foreign.vector.base64`, `foreign.vector.hex`, `foreign.vector.length`, without a position.
    package func vector(_ text: ArraySlice<UInt8>) throws(ExchangeError) -> [UInt8] {
        var bytes: [UInt8]
        switch self.text {
        case .base64:
            guard let decoded = Base64.bytes(of: Array(text)) else {
                throw Self.fault(.foreignBase64, "the vector is not base64")
            }
            bytes = decoded
        case .hex:
            guard let decoded = Self.hex(text) else {
                throw Self.fault(.foreignHex, "the vector is not hexadecimal, two digits a byte")
            }
            bytes = decoded
        }
        guard isTrimmed ? bytes.count <= bits / 8 : bytes.count == bits / 8 else {
            throw Self.fault(
                .foreignLength,
                "the vector has \(isTrimmed ? "more than" : "not") \(bits / 8) bytes, as was declared"
            )
        }
        bytes += [UInt8](repeating: 0, count: bits / 8 - bytes.count)
        if bitOrder == .lsb { for index in bytes.indices { bytes[index] = bytes[index].bitsReversed } }
        return bytes
    }

    /// Appends the text of a vector.
    package func append(_ vector: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        var bytes = unsafe Array(vector)
        if bitOrder == .lsb { for index in bytes.indices { bytes[index] = bytes[index].bitsReversed } }
        if isTrimmed { while bytes.last == 0 { bytes.removeLast() } }
        switch self.text {
        case .base64: unsafe bytes.withUnsafeBytes { unsafe Base64.append($0, to: &text) }
        case .hex: text.append(contentsOf: Hex.encode(bytes).utf8)
        }
    }

    private static func hex(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: text.startIndex, to: text.endIndex, by: 2) {
            guard let high = text[index].hexDigit, let low = text[index + 1].hexDigit else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func fault(_ kind: ExchangeError.Code, _ message: String) -> ExchangeError {
        .foreign(
            kind,
            message,
            remedy: "declare the vectors as they are: --vector-column, --encoding, --bit-order, --length"
        )
    }
}

extension UInt8 {
    /// The byte with its bits from last to first.
    package var bitsReversed: UInt8 {
        var byte = self
        byte = byte >> 4 | byte << 4
        byte = (byte & 0xCC) >> 2 | (byte & 0x33) << 2
        return (byte & 0xAA) >> 1 | (byte & 0x55) << 1
    }

    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Base64 by RFC 4648 §4 and no other: standard alphabet, whole padding, bits after the last byte zero, nothing between.
package enum Base64 {
    /// Characters that so many bytes take.
    package static func characters(of bytes: Int) -> Int { (bytes + 2) / 3 * 4 }

    /// The bytes of a text; nil if it is not base64.
    package static func bytes(of text: [UInt8]) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        let padding = text.suffix(2).reversed().prefix { $0 == equals }.count
        var bytes = [UInt8](repeating: 0, count: text.count / 4 * 3 - padding)
        let isWhole = unsafe text.withUnsafeBytes { text in
            unsafe bytes.withUnsafeMutableBytes { unsafe decode(text, into: $0) }
        }
        return isWhole ? bytes : nil
    }

    /// Decodes a text into exactly the bytes it stands for.
    ///
    /// - Parameter target: of the size that is expected; a text of another size is refused.
    /// - Returns: whether the text is base64 of that many bytes.
    /// - Complexity: linear, 4 characters a step.
    package static func decode(_ text: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
        guard text.count == characters(of: target.count) else { return false }
        let groups = target.count / 3
        // Each store has 4 bytes, of which the next writes over the last; behind the last whole group there may be no room.
        let fast = target.count % 3 == 0 ? max(groups - 1, 0) : groups
        var bad: UInt32 = 0
        unsafe decoding.withUnsafeBufferPointer { table in
            for group in 0..<fast {
                let value = unsafe Self.value(of: text, at: group * 4, table)
                bad |= value
                unsafe target.storeBytes(of: value.littleEndian, toByteOffset: group * 3, as: UInt32.self)
            }
            for group in fast..<groups {
                let value = unsafe Self.value(of: text, at: group * 4, table)
                bad |= value
                for byte in 0..<3 {
                    unsafe target[group * 3 + byte] = UInt8(truncatingIfNeeded: value >> UInt32(byte * 8))
                }
            }
        }
        guard bad < wrong else { return false }
        return unsafe decodeRest(text, into: target, group: groups)
    }

    /// Appends the text of bytes.
    package static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let whole = bytes.count - bytes.count % 3
        unsafe alphabet.withUnsafeBufferPointer { digits in
            for start in stride(from: 0, to: whole, by: 3) {
                let group = unsafe UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
                let first = unsafe UInt32(digits[Int(group >> 18)]) | UInt32(digits[Int(group >> 12 & 63)]) << 8
                let last = unsafe UInt32(digits[Int(group >> 6 & 63)]) | UInt32(digits[Int(group & 63)]) << 8
                unsafe withUnsafeBytes(of: (first | last << 16).littleEndian) { unsafe text.append(contentsOf: $0) }
            }
        }
        guard whole < bytes.count else { return }
        let hasTwo = bytes.count - whole == 2
        let group = unsafe UInt32(bytes[whole]) << 16 | (hasTwo ? UInt32(bytes[whole + 1]) << 8 : 0)
        text.append(alphabet[Int(group >> 18)])
        text.append(alphabet[Int(group >> 12 & 63)])
        text.append(hasTwo ? alphabet[Int(group >> 6 & 63)] : equals)
        text.append(equals)
    }

    private static let equals = UInt8(ascii: "=")
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// What no four right characters give together.
    private static let wrong: UInt32 = 1 << 24

    /// For each of the four places of a group and each character its bits of the group's three bytes, the first one lowest.
    private static let decoding: [UInt32] = {
        var table = [UInt32](repeating: wrong, count: 4 * 256)
        for (digit, character) in alphabet.enumerated() {
            for place in 0..<4 {
                table[place * 256 + Int(character)] = (UInt32(digit) << UInt32(26 - 6 * place)).byteSwapped
            }
        }
        return table
    }()

    @inline(__always)
    private static func value(
        of text: UnsafeRawBufferPointer,
        at index: Int,
        _ table: UnsafeBufferPointer<UInt32>
    ) -> UInt32 {
        unsafe table[Int(text[index])] | table[256 + Int(text[index + 1])] | table[512 + Int(text[index + 2])]
            | table[768 + Int(text[index + 3])]
    }

    /// Decodes the last group, if it has padding.
    private static func decodeRest(
        _ text: UnsafeRawBufferPointer,
        into target: UnsafeMutableRawBufferPointer,
        group: Int
    ) -> Bool {
        let rest = target.count - group * 3
        guard rest > 0 else { return true }
        let start = group * 4
        guard unsafe text[start + 3] == equals, rest == 2 || (unsafe text[start + 2] == equals) else { return false }
        let value =
            unsafe decoding[Int(text[start])] | decoding[256 + Int(text[start + 1])]
            | (rest == 2 ? decoding[512 + Int(text[start + 2])] : 0)
        // Bits behind the last byte: those of the byte after it.
        guard value < wrong, UInt8(truncatingIfNeeded: value >> UInt32(rest * 8)) == 0 else { return false }
        for byte in 0..<rest { unsafe target[group * 3 + byte] = UInt8(truncatingIfNeeded: value >> UInt32(byte * 8)) }
        return true
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Whether bytes are well-formed UTF-8; see `firstInvalidUTF8`.
package func isValidUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool { unsafe firstInvalidUTF8(bytes) == nil }

/// Where the first sequence begins that is not well-formed UTF-8, or nil if there is none.
///
/// Strict as table 3-7 of the Unicode standard: overlong forms, surrogates, code points above U+10FFFF and cut
/// sequences are invalid. ASCII goes by eight bytes at a time.
///
/// Complexity: O(bytes).
package func firstInvalidUTF8(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var at = 0
    while at < bytes.count {
        if at + 8 <= bytes.count,
            unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
            at += 8
            continue
        }
        guard let length = unsafe sequenceLength(bytes, at) else { return at }
        at += length
    }
    return nil
}

/// The length of the well-formed sequence at an index, or nil if there is none.
private func sequenceLength(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int? {
    let lead = unsafe bytes[at]
    if lead < 0x80 { return 1 }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard at + length <= bytes.count, unsafe second.contains(bytes[at + 1]) else { return nil }
    for index in at + 2..<at + length where unsafe bytes[index] & 0xC0 != 0x80 { return nil }
    return length
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Base64 as Python decodes it by default: lenient, so that damaged text often gives fewer bytes than meant and no error.
enum PythonBase64 {
    /// The bytes; nil for a character outside ASCII and for an incomplete group at the end.
    static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        var bytes: [UInt8] = []
        var group: UInt32 = 0
        var digits = 0
        var pads = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "=") {
                guard digits >= 2 else { continue }
                pads += 1
                // The group is whole: whatever follows is not read.
                if digits + pads >= 4 { return bytes }
            } else if let value = value(of: byte) {
                pads = 0
                group = group << 6 | value
                digits = (digits + 1) % 4
                // A digit ends a byte unless it is the first of its group.
                if digits != 1 { bytes.append(UInt8(truncatingIfNeeded: group >> ((4 - UInt32(digits)) % 4 * 2))) }
            }
        }
        return digits == 0 ? bytes : nil
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

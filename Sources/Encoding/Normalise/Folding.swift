// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Replaces code points by the frozen table and A–Z by a–z; everything else stays (`Specs/encodings.md` §1).
struct Folding: Sendable {
    private let points: [UInt32]
    private let replacements: [[UInt8]]

    static let version1 = Folding(FrozenTables.folding)

    private init(_ table: [(point: UInt32, replacement: [UInt8])]) {
        points = table.map(\.point)
        replacements = table.map(\.replacement)
    }

    /// Appends a field, folded; the field is valid UTF-8.
    ///
    /// Complexity: O(bytes), times the logarithm of the table's size for what is not ASCII.
    func fold(_ field: UnsafeRawBufferPointer, into text: inout [UInt8]) {
        var at = 0
        while at < field.count {
            let byte = unsafe field[at]
            if byte < 0x80 {
                text.append(ASCII.isUpper(byte) ? byte | 0x20 : byte)
                at += 1
                continue
            }
            let length = min(Self.length(lead: byte), field.count - at)
            var point = UInt32(byte) & (0x7F >> UInt32(length))
            for offset in 1..<max(length, 1) { point = unsafe point << 6 | UInt32(field[at + offset] & 0x3F) }
            if let index = index(of: point) {
                text.append(contentsOf: replacements[index])
            } else {
                unsafe text.append(contentsOf: UnsafeRawBufferPointer(rebasing: field[at..<at + length]))
            }
            at += length
        }
    }

    private func index(of point: UInt32) -> Int? {
        var low = 0
        var high = points.count
        while low < high {
            let middle = (low + high) / 2
            if points[middle] < point { low = middle + 1 } else { high = middle }
        }
        return low < points.count && points[low] == point ? low : nil
    }

    /// Bytes of the sequence that begins with a byte ≥ 0x80.
    private static func length(lead: UInt8) -> Int { lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }
}

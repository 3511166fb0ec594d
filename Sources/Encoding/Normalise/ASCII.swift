// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Classes of single bytes; bytes ≥ 0x80 are parts of other code points.
enum ASCII {
    static let space: UInt8 = 0x20
    static let zero: UInt8 = 0x30

    @inline(__always)
    static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// U+0009–U+000D and the space.
    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

    /// A lower-case letter; folded text has no others.
    @inline(__always)
    static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

    /// A letter where every code point ≥ U+0080 counts as one.
    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { isLower(byte) || byte >= 0x80 }
}

extension [UInt8] {
    /// What becomes of a byte when text is rewritten.
    enum Use { case keep, space, drop }

    /// Rewrites in place; runs of spaces become one, and none is left at either end.
    ///
    /// Complexity: O(bytes).
    @inline(__always)
    mutating func rewrite(_ use: (UInt8) -> Use) {
        var end = 0
        var needsSpace = false
        for index in indices {
            let byte = self[index]
            switch use(byte) {
            case .drop: continue
            case .space: needsSpace = end > 0
            case .keep:
                if needsSpace {
                    self[end] = ASCII.space
                    end += 1
                    needsSpace = false
                }
                self[end] = byte
                end += 1
            }
        }
        removeLast(count - end)
    }

    /// Drops every byte but those that are kept.
    @inline(__always)
    mutating func keep(_ isKept: (UInt8) -> Bool) { rewrite { isKept($0) ? .keep : .drop } }

    /// Drops ASCII white space at both ends.
    mutating func trim() {
        while let last, ASCII.isSpace(last) { removeLast() }
        removeFirst(prefix(while: ASCII.isSpace).count)
    }
}

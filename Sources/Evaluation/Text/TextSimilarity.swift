// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How similar two texts are, byte by byte; of longer texts the first 64 bytes.
package enum TextSimilarity {
    private static let longest = 64
    /// Similarity from which on a common beginning raises it, by how much a byte, and up to how many bytes (Winkler 1990).
    private static let boosted = 0.7
    private static let boost = 0.1
    private static let longestPrefix = 4

    /// The Jaro–Winkler similarity, 0 to 1, and 1 for equal texts only, two empty ones among them.
    ///
    /// - Complexity: O(product of the lengths).
    package static func jaroWinkler(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Double {
        let a = first.extracting(first: longest)
        let b = second.extracting(first: longest)
        let jaro = jaro(a, b)
        guard jaro > boosted else { return jaro }
        var prefix = 0
        while prefix < min(longestPrefix, a.count, b.count), a[prefix] == b[prefix] { prefix += 1 }
        return jaro + boost * Double(prefix) * (1 - jaro)
    }

    /// Jaro (1989): bytes match if they are equal and no further apart than half the longer text.
    private static func jaro(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Double {
        guard !a.isEmpty, !b.isEmpty else { return a.isEmpty && b.isEmpty ? 1 : 0 }
        let window = max(0, max(a.count, b.count) / 2 - 1)
        var (matchedA, matchedB): (UInt64, UInt64) = (0, 0)
        for i in a.indices {
            for j in max(0, i - window)..<max(0, i - window, min(b.count, i + window + 1))
            where a[i] == b[j] && matchedB >> j & 1 == 0 {
                matchedA |= 1 << i
                matchedB |= 1 << j
                break
            }
        }
        let matches = Double(matchedA.nonzeroBitCount)
        guard matches > 0 else { return 0 }
        var moved = 0
        while matchedA != 0 {
            if a[matchedA.trailingZeroBitCount] != b[matchedB.trailingZeroBitCount] { moved += 1 }
            matchedA &= matchedA - 1
            matchedB &= matchedB - 1
        }
        return (matches / Double(a.count) + matches / Double(b.count) + (matches - Double(moved / 2)) / matches) / 3
    }

    /// The number of bytes to insert, delete, replace, or swap with their neighbour, no place twice, to make one text the other: the
    /// optimal string alignment distance, all rows of a column in one word (Hyyrö 2003).
    ///
    /// - Complexity: O(product of the lengths).
    package static func alignmentDistance(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Int {
        let a = first.extracting(first: longest)
        let b = second.extracting(first: longest)
        guard !a.isEmpty else { return b.count }
        var (rises, falls, diagonal, equalBefore): (UInt64, UInt64, UInt64, UInt64) = (.max, 0, 0, 0)
        var distance = a.count
        let last: UInt64 = 1 << (a.count - 1)
        for place in b.indices {
            var equal: UInt64 = 0
            for other in a.indices where a[other] == b[place] { equal |= 1 << UInt64(other) }
            let swapped = (~diagonal & equal) << 1 & equalBefore
            diagonal = (((equal & rises) &+ rises) ^ rises) | equal | falls | swapped
            var increases = falls | ~(diagonal | rises)
            var decreases = diagonal & rises
            if increases & last != 0 { distance += 1 }
            if decreases & last != 0 { distance -= 1 }
            increases = increases << 1 | 1
            decreases <<= 1
            rises = decreases | ~(diagonal | increases)
            falls = increases & diagonal
            equalBefore = equal
        }
        return distance
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

/// The plain Bloom filter of tokens of any kind: k positions a token, as `Specs/encodings.md` §4 has them.
///
/// What a control is made of, and what encoders for research start from; the agencies' own way is `RecordEncoder`.
///
/// - Parameters:
///   - bitsPerToken: k.
///   - length: l, a multiple of 8.
/// - Complexity: k/4 keyed hashes a token.
package func plainFilter(
    of tokens: [[UInt8]],
    bitsPerToken: Int,
    length: Int,
    hasher: any TokenHashing
) -> [UInt8] {
    precondition(length > 0 && length.isMultiple(of: 8), "a length that is no multiple of 8")
    var filter = [UInt8](repeating: 0, count: length / 8)
    for token in tokens {
        for block in 0..<(bitsPerToken + 3) / 4 {
            let words = unsafe token.withUnsafeBytes { unsafe hasher.words(of: $0, block: UInt32(block)) }
            for word in [words.0, words.1, words.2, words.3].prefix(bitsPerToken - 4 * block) {
                let position = Int(word % UInt64(length))
                filter[position / 8] |= 0x80 >> UInt8(position % 8)
            }
        }
    }
    return filter
}

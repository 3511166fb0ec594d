// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

extension Insecure {
    /// The plain Bloom filter of tokens: k positions a token, as `Specs/encodings.md` §4 has them; for research only.
    ///
    /// What the other encoders start from and are compared with; the agencies' own way is `RecordEncoder`.
    ///
    /// - Parameters:
    ///   - bitsPerToken: k.
    ///   - length: l, a multiple of 8.
    package static func filter(
        of tokens: [[UInt8]],
        bitsPerToken: Int,
        length: Int,
        hasher: any TokenHashing
    ) -> [UInt8] {
        precondition(length > 0 && length.isMultiple(of: 8), "a length that is no multiple of 8")
        var filter = [UInt8](repeating: 0, count: length / 8)
        for token in tokens {
            var stream = KeyedStream(hasher, message: token)
            for _ in 0..<bitsPerToken { filter[bit: Int(stream.next() % UInt64(length))] = true }
        }
        return filter
    }
}

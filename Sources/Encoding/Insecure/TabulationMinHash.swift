// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

extension Insecure {
    /// One bit of the least hash of a record's tokens, for l hash functions; for research only.
    ///
    /// Smith, *Secure pseudonymisation for privacy-preserving probabilistic record linkage* (Journal of Information
    /// Security and Applications 34, 2017). Hash function j is a tabulation: a token's keyed hash is cut into 8 bytes,
    /// each picks a random word from its own table of 256, and the words are XORed. Bit j is the least significant bit of
    /// the least value. Two records agree in a share (1 + J) / 2 of their bits, where J is the Jaccard coefficient of
    /// their tokens: that graph is what attacks match.
    package struct TabulationMinHash {
        /// Word v of table i of function j is at (8 j + i) · 256 + v.
        private let tables: [UInt64]
        private let length: Int
        private let hasher: any TokenHashing

        /// Draws the tables, 16 KiB a bit.
        ///
        /// - Parameter length: l, a multiple of 8.
        /// - Complexity: 512 keyed hashes a bit.
        package init(length: Int, hasher: any TokenHashing) {
            precondition(length.isMultiple(of: 8), "a length that is no multiple of 8")
            self.length = length
            self.hasher = hasher
            var stream = KeyedStream(hasher, purpose: "insecure/tabulation/1")
            tables = (0..<length * 8 * 256).map { _ in stream.next() }
        }

        /// The bits of a set of tokens; those of no token are 0.
        ///
        /// - Complexity: 8·l look-ups a token.
        package func encoded(_ tokens: [[UInt8]]) -> [UInt8] {
            var encoded = [UInt8](repeating: 0, count: length / 8)
            let words = tokens.map { token in
                var stream = KeyedStream(hasher, message: token)
                return stream.next()
            }
            for index in 0..<length {
                let least = words.map { value(of: $0, function: index) }.min() ?? 0
                encoded[bit: index] = least & 1 == 1
            }
            return encoded
        }

        /// Byte 0 of a word is its most significant one.
        private func value(of word: UInt64, function: Int) -> UInt64 {
            (0..<8).reduce(0) { value, table in
                let byte = Int(word >> UInt64(56 - 8 * table) & 0xFF)
                return value ^ tables[(8 * function + table) * 256 + byte]
            }
        }
    }
}

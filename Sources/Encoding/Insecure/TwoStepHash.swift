// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

extension Insecure {
    /// A set of numbers, one for each column of k filters laid one under the other; for research only.
    ///
    /// Ranbaduge, Christen and Schnell, *Secure and accurate two-step hash encoding for privacy-preserving record
    /// linkage* (PAKDD 2020). First step: hash function j sets one bit a token in filter j. Second step: each column with a
    /// bit is hashed, together with its number. Records are compared by the Jaccard coefficient of their sets, and the
    /// graph of these is what attacks match.
    package struct TwoStepHash {
        private let hashes: Int
        private let columns: Int
        private let hasher: any TokenHashing

        /// - Parameters:
        ///   - hashes: k, the number of filters.
        ///   - columns: bits of each filter, at most 2³².
        package init(hashes: Int, columns: Int, hasher: any TokenHashing) {
            precondition(hashes > 0 && columns > 0 && columns <= 1 << 32, "no filters, or too long ones")
            self.hashes = hashes
            self.columns = columns
            self.hasher = hasher
        }

        /// The numbers of a set of tokens, ascending.
        ///
        /// - Complexity: k/4 keyed hashes a token and one for each column with a bit.
        package func encoded(_ tokens: [[UInt8]]) -> [UInt64] {
            // The k bits of a column as bytes, of columns with a bit only.
            var filled: [Int: [UInt8]] = [:]
            for token in tokens {
                var stream = KeyedStream(hasher, message: token)
                for hash in 0..<hashes {
                    let column = Int(stream.next() % UInt64(columns))
                    filled[column, default: Array(repeating: 0, count: (hashes + 7) / 8)][bit: hash] = true
                }
            }
            return filled.map { column, bits in
                let number = (0..<4).map { UInt8(truncatingIfNeeded: column >> (8 * $0)) }
                var stream = KeyedStream(hasher, purpose: "insecure/two-step/1", content: number + bits)
                return stream.next()
            }
            .sorted()
        }
    }
}

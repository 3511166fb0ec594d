// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

extension Insecure {
    /// Flips each bit of a filter with a probability, anew for each record; for research only.
    ///
    /// BLIP: Alaggan, Gambs and Kermarrec, *BLIP: non-interactive differentially-private similarity computation on Bloom
    /// filters* (SSS 2012); RAPPOR's permanent response with parameter f (Erlingsson, Pihur and Korolova, CCS 2014) is
    /// the same at rate f/2. The flips protect a bit, not a person: a few per cent of them leave the graph of
    /// similarities in place, and the privacy loss of a record is that of a bit times its differing bits.
    package struct RandomFlips {
        private let limit: UInt64
        private let file: [UInt8]
        private let hasher: any TokenHashing

        /// - Parameters:
        ///   - rate: the probability p of a flip, from 0 to 0.5.
        ///   - file: what tells this file from every other one that is encoded under the key: were it equal in two
        ///     files, their records of one number would have the same noise, and it would cancel out.
        package init(rate: Double, file: [UInt8], hasher: any TokenHashing) {
            precondition((0...0.5).contains(rate), "a rate outside 0 to 0.5")
            // Exact: a power of two only moves the exponent.
            limit = UInt64(rate * 0x1p64)
            self.file = file
            self.hasher = hasher
        }

        /// The filter of a record with its flips.
        ///
        /// - Parameter record: the record's number in the file; no two records share one.
        /// - Complexity: l/4 keyed hashes.
        package func flipped(_ filter: [UInt8], record: UInt64) -> [UInt8] {
            let number = (0..<8).map { UInt8(truncatingIfNeeded: record >> (8 * $0)) }
            var stream = KeyedStream(hasher, purpose: "insecure/flips/1", content: number + file)
            var flipped = filter
            for index in 0..<filter.count * 8 where stream.next() < limit { flipped[bit: index].toggle() }
            return flipped
        }
    }
}

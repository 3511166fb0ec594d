// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

extension Insecure {
    /// Each bit becomes the XOR of t different bits that a key chose; for research only.
    ///
    /// Armknecht, Heng and Schnell, *Strengthening privacy-preserving record linkage using diffusion* (PoPETs 2023(2)).
    /// Broken in PoPETs 2026(2) with t small enough to link well.
    package struct Diffusion: Sendable {
        /// The t positions whose XOR each bit is, in the order they were drawn.
        package let taps: [[Int]]
        private let inputBits: Int

        /// Chooses the positions.
        ///
        /// - Parameters:
        ///   - inputBits: of the filters that are given.
        ///   - outputBits: of those that come out, a multiple of 8; the paper's are as long as the input.
        ///   - t: from 1 to `inputBits`.
        /// - Complexity: t/4 keyed hashes a bit while t is far below `inputBits`.
        package init(inputBits: Int, outputBits: Int, t: Int, hasher: any TokenHashing) {
            precondition((1...inputBits).contains(t), "more positions than bits")
            precondition(outputBits.isMultiple(of: 8), "a length that is no multiple of 8")
            self.inputBits = inputBits
            var stream = KeyedStream(hasher, purpose: "insecure/diffusion/1")
            taps = (0..<outputBits).map { _ in
                var chosen: [Int] = []
                while chosen.count < t {
                    let position = stream.below(inputBits)
                    if !chosen.contains(position) { chosen.append(position) }
                }
                return chosen
            }
        }

        /// The diffused filter.
        package func applied(to filter: [UInt8]) -> [UInt8] {
            precondition(filter.count * 8 == inputBits, "a filter of another length")
            var diffused = [UInt8](repeating: 0, count: taps.count / 8)
            for (index, taps) in taps.enumerated() {
                diffused[bit: index] = taps.reduce(false) { $0 != filter[bit: $1] }
            }
            return diffused
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

extension Insecure {
    /// A keyed hash that takes a stable attribute of the record into the key; for research only.
    ///
    /// Niedermeyer, Steinmetzer, Kroll and Schnell, *Cryptanalysis of basic Bloom filters used for privacy preserving
    /// record linkage* (Journal of Privacy and Confidentiality 6(2), 2014), propose the year of birth, say. Records of
    /// different salts share no bits but by chance: it resists as far as the salt is near to unique, and an error in it
    /// loses the match.
    package final class RecordSalt: TokenHashing, Withheld {
        private let hasher: any TokenHashing
        private let prefix: [UInt8]

        /// - Parameter salt: the attribute's normalised value, below 2³² bytes.
        package init(_ salt: [UInt8], hasher: any TokenHashing) {
            let length = UInt32(salt.count)
            self.hasher = hasher
            // With its length, so that no salt and token run together like others.
            prefix = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + salt
        }

        /// The words of the message LE32(length of the salt) ‖ salt ‖ token.
        package func words(of token: UnsafeRawBufferPointer, block: UInt32) -> (UInt64, UInt64, UInt64, UInt64) {
            let message = unsafe prefix + token
            return unsafe message.withUnsafeBytes { unsafe hasher.words(of: $0, block: block) }
        }
    }
}

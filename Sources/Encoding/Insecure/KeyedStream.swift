// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

extension Insecure {
    /// Random numbers that whoever holds the key draws alike; for research only.
    ///
    /// The words are those of `Specs/encodings.md` §4 with a message in the token's place: word j is part of
    /// HMAC-SHA-256(key, LE32(j div 4) ‖ message). It does not conform to `RandomNumberGenerator`: how the standard
    /// library turns words into numbers and orders may change with its version, and encodings would with it.
    package struct KeyedStream {
        private let hasher: any TokenHashing
        private let message: [UInt8]
        private var block: UInt32 = 0
        private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        private var used = 4

        /// The stream of a message as it stands, such as a token.
        package init(_ hasher: any TokenHashing, message: [UInt8]) {
            self.hasher = hasher
            self.message = message
        }

        /// The stream of a purpose: its message is purpose ‖ 00 ‖ content, which no normalised token equals.
        package init(_ hasher: any TokenHashing, purpose: String, content: [UInt8] = []) {
            self.init(hasher, message: Array(purpose.utf8) + [0] + content)
        }

        /// The next word; at most 2³⁴ of them.
        ///
        /// - Complexity: a quarter of a keyed hash.
        package mutating func next() -> UInt64 {
            if used == 4 {
                words = unsafe message.withUnsafeBytes { unsafe hasher.words(of: $0, block: block) }
                block += 1
                used = 0
            }
            defer { used += 1 }
            switch used {
            case 0: return words.0
            case 1: return words.1
            case 2: return words.2
            default: return words.3
            }
        }

        /// A number from 0 ..< bound, each equally likely.
        ///
        /// Words from the last incomplete run of `bound` numbers are passed over, the others taken modulo `bound`.
        package mutating func below(_ bound: Int) -> Int {
            precondition(bound > 0, "an empty range")
            let bound = UInt64(bound)
            let last = UInt64.max - (UInt64.max % bound + 1) % bound
            while true {
                let word = next()
                if word <= last { return Int(word % bound) }
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import CSodium

/// The draw of the positions of tables from a project's secret: the same secret and positions give the same tables.
///
/// Keys are dealt from a shuffled deck of all positions, and from a new one when it runs out. So tables of one deck share no
/// position of their keys: a pair that differs in fewer positions than there are such tables is in one of them for certain, and
/// recall varies less from secret to secret than with independent draws.
package enum HammingDraw {
    /// The length of the secret in bytes.
    package static let keyBytes = 32

    /// Draws tables of distinct positions.
    ///
    /// - Parameters:
    ///   - positions: those that may be drawn, at least `keyBits` + `sketchBits`.
    ///   - key: 32 bytes.
    package static func tables(
        _ count: Int,
        from positions: [UInt32],
        keyBits: Int,
        sketchBits: Int,
        key: [UInt8]
    ) -> [HammingTable] {
        precondition(key.count == keyBytes, "a key of another length")
        precondition(keyBits > 0 && positions.count >= keyBits + sketchBits, "too few positions")
        var stream = Stream(key: key)
        var deck: ArraySlice<UInt32> = []
        return (0..<count).map { _ in
            if deck.count < keyBits { deck = stream.shuffled(positions, first: positions.count)[...] }
            let dealt = deck.prefix(keyBits)
            deck = deck.dropFirst(keyBits)
            let others = positions.filter { !dealt.contains($0) }
            return HammingTable(key: dealt, sketch: stream.shuffled(others, first: sketchBits).prefix(sketchBits))
        }
    }

    /// Random numbers from ChaCha20 streams of one key, each of the next nonce.
    private struct Stream {
        let key: [UInt8]
        private var nonce: UInt64 = 0

        init(key: [UInt8]) { self.key = key }

        /// The first steps of a shuffle (Durstenfeld 1964); 64 random bits a step leave a bias below 2^−40.
        mutating func shuffled(_ positions: [UInt32], first: Int) -> [UInt32] {
            var positions = positions
            for (place, word) in words(first).enumerated() {
                let offset = word.multipliedFullWidth(by: UInt64(positions.count - place)).high
                positions.swapAt(place, place + Int(offset))
            }
            return positions
        }

        private mutating func words(_ count: Int) -> [UInt64] {
            let nonceBytes = (0..<8).map { UInt8(truncatingIfNeeded: nonce >> (8 * UInt64($0))) }
            nonce += 1
            var bytes = [UInt8](repeating: 0, count: 8 * count)
            unsafe crypto_stream_chacha20(&bytes, UInt64(bytes.count), nonceBytes, key)
            return (0..<count).map { word in
                bytes[8 * word..<8 * word + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import CSodium

/// The draw of the positions of tables from a project's secret: the same secret and positions give the same tables.
package enum HammingDraw {
    /// The length of the secret in bytes.
    package static let keyBytes = 32

    /// Draws tables of distinct positions, each table anew.
    ///
    /// Table t is drawn from the ChaCha20 stream of nonce t. 64 random bits a draw leave a bias below 2^−40.
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
        precondition(positions.count >= keyBits + sketchBits, "too few positions")
        return (0..<count).map { index in
            let random = stream(UInt64(index), words: keyBits + sketchBits, key: key)
            // The first steps of a shuffle (Durstenfeld 1964).
            var shuffled = positions
            for (place, word) in random.enumerated() {
                let offset = word.multipliedFullWidth(by: UInt64(positions.count - place)).high
                shuffled.swapAt(place, place + Int(offset))
            }
            return HammingTable(key: shuffled[..<keyBits], sketch: shuffled[keyBits..<keyBits + sketchBits])
        }
    }

    private static func stream(_ nonce: UInt64, words: Int, key: [UInt8]) -> [UInt64] {
        let nonceBytes = (0..<8).map { UInt8(truncatingIfNeeded: nonce >> (8 * UInt64($0))) }
        var bytes = [UInt8](repeating: 0, count: 8 * words)
        unsafe crypto_stream_chacha20(&bytes, UInt64(bytes.count), nonceBytes, key)
        return (0..<words).map { word in
            bytes[8 * word..<8 * word + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}

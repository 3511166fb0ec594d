// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Encodings of sets of token numbers with random tables in place of keyed hashes.
///
/// For whoever attacks encodings, a keyed hash of a token is a random draw; so what falls here falls with any key.
package struct StandInEncoder {
    private let key: UInt64

    /// An encoder with its own tables.
    package init(key: UInt64) { self.key = key }

    private func draws(token: Int, table: Int) -> SplitMix64 {
        var mixer = SplitMix64(seed: key ^ UInt64(table) << 48)
        mixer = SplitMix64(seed: mixer.next() &+ UInt64(token))
        return SplitMix64(seed: mixer.next())
    }

    /// Plain CLKs: every token sets `bitsPerToken` positions.
    package func clk(_ people: [[Int]], bits: Int, bitsPerToken: Int) throws -> FilterMatrix {
        try filled(people, bits: bits) { tokens in
            var row = [Bool](repeating: false, count: bits)
            for token in tokens {
                for position in positions(of: token, bits: bits, bitsPerToken: bitsPerToken) { row[position] = true }
            }
            return row
        }
    }

    /// The positions that a token sets in a plain CLK.
    package func positions(of token: Int, bits: Int, bitsPerToken: Int) -> Set<Int> {
        var draws = draws(token: token, table: 0)
        return Set((0..<bitsPerToken).map { _ in Int(draws.next() % UInt64(bits)) })
    }

    /// Parities of majority votes of the tokens' random signs.
    ///
    /// A vote may be centred on the tokens' frequencies among `people`. Ties are decided by the table.
    package func parity(
        _ people: [[Int]],
        bits: Int,
        majorities: Int,
        isCentred: Bool
    ) throws -> FilterMatrix {
        let alphabet = (people.lazy.flatMap(\.self).max() ?? 0) + 1
        var frequency = [Int32](repeating: 0, count: alphabet)
        for tokens in people { for token in tokens { frequency[token] += 1 } }
        var result = [[Bool]](repeating: [Bool](repeating: false, count: bits), count: people.count)
        for vote in 1...majorities {
            var signs: [[Int32]] = []
            var centre = [Int32](repeating: 0, count: bits)
            for token in 0..<alphabet {
                var draws = draws(token: token, table: vote)
                signs.append((0..<bits).map { _ in draws.next() >> 63 == 1 ? 1 : -1 })
                if isCentred { for bit in 0..<bits { centre[bit] += frequency[token] * signs[token][bit] } }
            }
            var ties = draws(token: -1 & 0xFFFF_FFFF, table: vote)
            let tie = (0..<bits).map { _ in ties.next() >> 63 == 1 }
            for (person, tokens) in people.enumerated() {
                var sums = [Int32](repeating: 0, count: bits)
                for token in tokens { for bit in 0..<bits { sums[bit] += signs[token][bit] } }
                for bit in 0..<bits {
                    let lead = Int(sums[bit]) * people.count - Int(centre[bit])
                    if lead > 0 || lead == 0 && tie[bit] { result[person][bit].toggle() }
                }
            }
        }
        return try filled(result, bits: bits) { $0 }
    }

    /// Bits that have nothing to do with anybody.
    package func random(rows: Int, bits: Int) throws -> FilterMatrix {
        try filled(Array(0..<rows), bits: bits) { row in
            var draws = draws(token: row, table: 0)
            return (0..<bits).map { _ in draws.next() >> 63 == 1 }
        }
    }

    private func filled<Row>(_ rows: [Row], bits: Int, _ encode: (Row) -> [Bool]) throws -> FilterMatrix {
        let matrix = try FilterMatrix(rows: rows.count, bits: bits)
        for (index, row) in rows.enumerated() {
            let encoded = encode(row)
            unsafe matrix.withUnsafeMutableRow(index) { bytes in
                for bit in 0..<bits where encoded[bit] { unsafe bytes[bit / 8] |= 0x80 >> UInt8(bit % 8) }
            }
        }
        return matrix
    }
}

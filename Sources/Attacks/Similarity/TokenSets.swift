// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The plaintext that an attacker holds: a set of token numbers for every person of a list.
///
/// Kept as one bit a token, so that the kernels that compare filters compare sets as well.
package struct TokenSets: Sendable {
    let members: FilterMatrix
    /// The number of tokens of every person.
    package let sizes: [UInt32]
    /// The share of the list whose set has the token, for every token number.
    let frequencies: [Double]
    /// The sum over a person's tokens of their frequencies, for every person.
    let expected: [Double]
    /// The sum over all tokens of the squared frequency.
    let expectedSquare: Double

    /// The number of people.
    package var count: Int { sizes.count }

    /// Takes sets of token numbers from 0; numbers that occur twice count once, their order does not matter.
    ///
    /// - Throws: `attack.vectors` if the numbers go beyond 4,194,303 or there is not enough memory.
    package init(_ people: [[Int]]) throws(AttackError) {
        precondition(people.allSatisfy { $0.allSatisfy { $0 >= 0 } }, "token numbers start at 0")
        let alphabet = (people.lazy.flatMap(\.self).max() ?? 0) + 1
        do throws(BitVectorError) {
            members = try FilterMatrix(rows: people.count, bits: (alphabet + 63) / 64 * 64)
            for (row, tokens) in people.enumerated() {
                unsafe members.withUnsafeMutableRow(row) { bytes in
                    for token in tokens { unsafe bytes[token / 8] |= 0x80 >> UInt8(token % 8) }
                }
            }
            sizes = try members.popcounts()
        } catch {
            throw .vectors(error)
        }
        let sets = people.map { Set($0).sorted() }
        var counts = [Int](repeating: 0, count: alphabet)
        for set in sets { for token in set { counts[token] += 1 } }
        let frequencies = counts.map { Double($0) / Double(max(people.count, 1)) }
        self.frequencies = frequencies
        expected = sets.map { $0.reduce(0) { $0 + frequencies[$1] } }
        expectedSquare = frequencies.reduce(0) { $0 + $1 * $1 }
    }
}

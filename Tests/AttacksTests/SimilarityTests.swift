// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import TestSupport
import Testing

@Suite struct SimilarityTests {
    @Test func plaintextSimilaritiesAreThoseOfNumPy() throws {
        var random = SplitMix64(seed: 4)
        let list = try TokenSets((0..<12).map { _ in (0..<70).filter { _ in (random.next() >> 33) % 7 < 3 } })
        let measures: [PlaintextSimilarity] = [
            .dice, .cosine, .centredCosine, .ideal(majorities: 2, isCentred: false),
            .ideal(majorities: 3, isCentred: true),
        ]
        let matrices = try measures.map { try list.similarities(under: $0) }
        let pairs = try table("similarities.tsv")
        #expect(pairs.count == 132)
        for pair in pairs {
            for (matrix, expected) in zip(matrices, pair[2...]) {
                #expect(abs(Double(matrix[Int(pair[0]), Int(pair[1])]) - expected) < 2e-6)
            }
        }
    }

    @Test func filterSimilaritiesAreTheKernelsOwn() throws {
        let encodings = try StandInEncoder(key: 1).clk(InventedPeople(9, seed: 2).tokens, bits: 192, bitsPerToken: 2)
        let words = (0..<9).map { row in unsafe encodings.withUnsafeRow(row) { unsafe Array($0) } }
        func count(_ bytes: [UInt8]) -> Float { Float(bytes.reduce(0) { $0 + $1.nonzeroBitCount }) }
        let (rows, columns) = ([3, 0, 8], [1, 3])
        let dice = try encodings.similarities(of: rows, to: columns, under: .dice)
        let hamming = try encodings.similarities(of: rows, to: columns, under: .hamming)
        for (i, row) in rows.enumerated() {
            for (j, column) in columns.enumerated() {
                let (a, b) = (words[row], words[column])
                #expect(abs(dice[i, j] - 2 * count(zip(a, b).map { $0 & $1 }) / (count(a) + count(b))) < 1e-6)
                #expect(abs(hamming[i, j] - (1 - count(zip(a, b).map { $0 ^ $1 }) / 192)) < 1e-6)
            }
        }
    }

    /// Tokens repeated or in another order are the same set; people without tokens resemble nobody.
    @Test func setsAreSets() throws {
        let list = try TokenSets([[5, 1, 1, 200], [200, 5, 1], []])
        #expect(list.sizes == [3, 3, 0])
        #expect(try list.similarities(under: .cosine).values == [1, 1, 0, 1, 1, 0, 0, 0, 0])
        #expect(try list.similarities(under: .dice)[0, 1] == 1)
    }
}

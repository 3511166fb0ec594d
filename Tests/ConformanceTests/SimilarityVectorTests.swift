// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import JSONText
import Testing

/// `linkage.json`, similarity: popcounts, intersection, and the integer rule that keeps a pair.
@Suite struct SimilarityVectors {
    @Test(arguments: cases(of: "linkage.json", prefix: "dice-"))
    func isKeptByTheIntegerRule(vector: VectorCase) throws {
        let (a, b) = try (matrix(of: vector.bytes("a")), matrix(of: vector.bytes("b")))
        let kernel = try KernelChoice.inUse()
        let popcounts = kernel.popcounts(of: a) + kernel.popcounts(of: b)
        #expect(try popcounts.map(Int64.init) == vector.array("popcounts").map(\.integer))
        let intersection = try vector.integer("intersection")
        let threshold = try SimilarityThreshold(tenThousandths: vector.integer("threshold"))
        let isKept = SimilarityMeasure.dice.rule(threshold, bits: 64).keeps(
            intersection: intersection,
            popcountSum: Int(popcounts.reduce(0, +))
        )
        #expect(try isKept == (vector.require("kept").bool))
    }

    private func matrix(of row: [UInt8]) throws -> FilterMatrix {
        let matrix = try FilterMatrix(rows: 1, bits: 8 * row.count)
        unsafe matrix.withUnsafeMutableBytes { unsafe $0.copyBytes(from: row) }
        return matrix
    }
}

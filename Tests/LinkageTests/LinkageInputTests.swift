// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Faults
import Linkage
import TestSupport
import Testing

@Suite struct LinkageInputTests {
    @Test func datasetsAreNumberedByName() throws {
        var random = SplitMix64(seed: 1)
        let row = [randomFilter(bytes: 8, share: 128, &random)]
        let input = try LinkageInput(["b", "a", "C", "a1"].map { try dataset($0, row, &random) })
        #expect(input.datasets.map(\.name) == ["C", "a", "a1", "b"])
        #expect(input.records == 4)
    }

    /// Two vectors compared together are one long filter; a chosen one stands alone.
    @Test func chosenVectorsAreComparedAsOne() throws {
        var random = SplitMix64(seed: 2)
        let rows = (0..<2).map { _ in
            (0..<3).map { _ in (0..<10).map { _ in randomFilter(bytes: 8, share: 128, &random) } }
        }
        let datasets = try rows.enumerated().map { number, vectors in
            try LinkageDataset(
                name: "\(number)",
                tokens: randomTokens(10, &random),
                vectors: vectors.map { try matrix($0) }
            )
        }
        for chosen in [nil, [0, 2], [1]] as [[Int]?] {
            let joined = rows.map { vectors in
                (0..<10).map { row in (chosen ?? [0, 1, 2]).flatMap { vectors[$0][row] } }
            }
            let expected = try LinkageInput([dataset("0", joined[0], &random), dataset("1", joined[1], &random)])
            let input = try LinkageInput(datasets, vectors: chosen)
            let threshold = try SimilarityThreshold(tenThousandths: 4_500)
            let found = try AllPairs.candidates(in: input, threshold: threshold, pairLimit: .max).numbers
            #expect(try found == AllPairs.candidates(in: expected, threshold: threshold, pairLimit: .max).numbers)
            #expect(found.count > 10)
        }
    }

    @Test func impossibleInputsAreErrors() throws {
        var random = SplitMix64(seed: 3)
        let short = try dataset("a", [randomFilter(bytes: 8, share: 128, &random)], &random)
        let long = try dataset("b", [randomFilter(bytes: 16, share: 128, &random)], &random)
        #expect(throws: LinkageError.self) { try LinkageInput([short]) }
        #expect(#expect(throws: LinkageError.self) { try LinkageInput([short, short]) }?.kind == .datasets)
        #expect(#expect(throws: LinkageError.self) { try LinkageInput([short, long]) }?.kind == .lengths)
        #expect(#expect(throws: LinkageError.self) { try LinkageInput([short, long], vectors: [1]) }?.kind == .vector)
        #expect(#expect(throws: LinkageError.self) { try LinkageInput([short, long], vectors: []) }?.kind == .vector)
        let rows = try matrix([[UInt8](repeating: 1, count: 8)])
        for tokens in [15, 17, 32] {
            let error = #expect(throws: LinkageError.self) {
                try LinkageDataset(name: "a", tokens: [UInt8](repeating: 0, count: tokens), vectors: [rows])
            }
            #expect(error?.kind == .rows)
        }
    }
}

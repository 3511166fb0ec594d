// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import TestSupport
import Testing

/// Pairs exactly at a threshold are kept, whatever the threshold and whichever side is first.
@Suite struct ThresholdTests {
    /// All popcounts a ≤ b ≤ 1024 with a inside b whose similarity is exactly some thousandth.
    @Test func everyPairExactlyAtAThousandthIsKept() throws {
        let thresholds = try (1...10_000).map { try SimilarityThreshold(tenThousandths: $0) }
        var cases = 0
        var wrong: [[Int]] = []
        for b in 1...1024 {
            for a in 1...b where 2000 * a % (a + b) == 0 {
                cases += 1
                let exact = 10 * (2000 * a / (a + b))
                if !thresholds[exact - 1].keeps(intersection: a, popcountSum: a + b) { wrong.append([a, b, exact]) }
                guard exact < 10_000 else { continue }
                if thresholds[exact].keeps(intersection: a, popcountSum: a + b) { wrong.append([a, b, exact + 1]) }
            }
        }
        #expect(cases == 6642)  // sum(2000*a % (a+b) == 0 for b in range(1, 1025) for a in range(1, b+1)) in Python
        #expect(wrong.isEmpty)
    }

    /// Filters of which each is contained in the next, with 0 to 1024 bits: all pairs of popcounts, on both sides.
    @Test(arguments: KernelChoice.supportedNames, [6_500, 7_500, 9_200, 9_500])
    func kernelsKeepEveryPairExactlyAtTheThreshold(name: String, threshold: Int) throws {
        let nested = (0...1024).map { count in
            (0..<128).map { byte in
                let ones = min(max(count - 8 * byte, 0), 8)
                return UInt8(truncatingIfNeeded: 0xFF00 >> ones)
            }
        }
        let kernel = try KernelChoice.choose(name)
        let filters = try matrix(of: nested)
        let popcounts = kernel.popcounts(of: filters)
        #expect(popcounts == (0...1024).map { UInt32($0) })

        let side = BitKernel.Side(matrix: filters, popcounts: popcounts, rows: 0..<1025)
        var scratch = BitKernel.Scratch()
        var found = [Bool](repeating: false, count: 1025 * 1025)
        kernel.matches(
            side,
            side,
            rule: DistanceRule(try SimilarityThreshold(tenThousandths: threshold)),
            scratch: &scratch
        ) {
            found[$0.query * 1025 + $0.candidate] = true
        }
        var differences = 0
        var exact = 0
        for a in 0...1024 {
            for b in 0...1024 {
                let isKept = a + b > 0 && 20_000 * min(a, b) >= threshold * (a + b)
                if isKept != found[a * 1025 + b] { differences += 1 }
                if a + b > 0, 20_000 * min(a, b) == threshold * (a + b) { exact += 1 }
            }
        }
        #expect(differences == 0)
        #expect(exact > 50)
    }

    @Test func emptyFiltersAreNoMatch() throws {
        let least = try SimilarityThreshold(tenThousandths: 1)
        #expect(!least.keeps(intersection: 0, popcountSum: 0))
        #expect(!least.keeps(intersection: 0, popcountSum: 5))
        #expect(least.keeps(intersection: 1, popcountSum: 5))
    }

    @Test(arguments: [("0.8", 8000), ("0.8125", 8125), ("1", 10_000), ("1.0", 10_000), ("0.0001", 1), ("0.10", 1000)])
    func decimalTextIsRead(text: String, expected: Int) throws {
        #expect(try SimilarityThreshold(text).tenThousandths == expected)
    }

    @Test(arguments: [
        "", ".", ".8", "0.", "0", "0.0000", "1.0001", "2", "0.81256", "0,8", "+0.8", "-0.8", "0.8 ", "8e-1", "00.8",
        "0.8.1", "0.8½", "auto",
    ])
    func otherTextIsRefused(text: String) {
        let error = #expect(throws: BitVectorError.self) { try SimilarityThreshold(text) }
        #expect(error?.kind == .threshold)
    }

    @Test(arguments: [0, -1, 10_001])
    func impossibleThresholdsAreRefused(value: Int) {
        #expect(throws: BitVectorError.self) { try SimilarityThreshold(tenThousandths: value) }
    }

    @Test(arguments: [(1, "0.0001"), (8000, "0.8"), (8125, "0.8125"), (500, "0.05"), (10_000, "1")])
    func thresholdsAreWrittenWithoutNeedlessZeros(value: Int, text: String) throws {
        let threshold = try SimilarityThreshold(tenThousandths: value)
        #expect("\(threshold)" == text)
        #expect(try SimilarityThreshold(text) == threshold)
    }
}

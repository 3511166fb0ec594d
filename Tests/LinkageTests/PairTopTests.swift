// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// The best k pairs of each record, against sorting each record's pairs.
@Suite struct PairTopTests {
    @Test(arguments: [1, 2, 5, 1_000], 0..<60 as Range<UInt64>)
    func keepsWhatIsAmongTheBestOfBoth(limit: Int, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let isWithin = seed % 3 == 0
        let rowsA = Int.random(in: 1...40, using: &random)
        let rowsB = isWithin ? rowsA : Int.random(in: 1...40, using: &random)
        func popcounts(_ rows: Int) -> [UInt32] { (0..<rows).map { _ in UInt32.random(in: 4...7, using: &random) } }
        let popcountsA = popcounts(rowsA)
        let popcountsB = isWithin ? popcountsA : popcounts(rowsB)
        var pairs: [FoundPair] = []
        for rowA in 0..<rowsA {
            for rowB in (isWithin ? rowA + 1 : 0)..<rowsB where Int.random(in: 0..<3, using: &random) > 0 {
                let intersection = UInt32.random(in: 1...4, using: &random)
                pairs.append(FoundPair(rowA: UInt32(rowA), rowB: UInt32(rowB), intersection: intersection))
            }
        }
        let source = PairSource(
            datasetA: 0,
            datasetB: isWithin ? 0 : 1,
            popcountsA: popcountsA,
            popcountsB: popcountsB,
            open: { () throws(LinkageError) in SortedArray(pairs) }
        )

        func similarity(_ pair: FoundPair) -> Similarity {
            let sum = popcountsA[Int(pair.rowA)] + popcountsB[Int(pair.rowB)]
            return Similarity(intersection: pair.intersection, popcountSum: sum)
        }
        /// The best of a record given by a test of its pairs and the other row.
        func best(_ own: [(pair: FoundPair, other: UInt32)]) -> Set<FoundPair> {
            let ordered = own.sorted {
                let (left, right) = (similarity($0.pair), similarity($1.pair))
                return left != right ? left > right : $0.other < $1.other
            }
            return Set(ordered.prefix(limit).map(\.pair))
        }
        var bestOfA: [UInt32: Set<FoundPair>] = [:]
        var bestOfB: [UInt32: Set<FoundPair>] = [:]
        for row in 0..<UInt32(max(rowsA, rowsB)) {
            let asA = pairs.filter { $0.rowA == row }.map { (pair: $0, other: $0.rowB) }
            let asB = pairs.filter { $0.rowB == row }.map { (pair: $0, other: $0.rowA) }
            bestOfA[row] = best(isWithin ? asA + asB : asA)
            bestOfB[row] = best(isWithin ? asA + asB : asB)
        }
        let expected = pairs.filter {
            bestOfA[$0.rowA]?.contains($0) == true && bestOfB[$0.rowB]?.contains($0) == true
        }

        for memoryLimit in [1, 100, 1 << 20] {
            let top = try TopPairs(limit: limit, of: source, memoryLimit: memoryLimit)
            // Every stream is a reading of its own.
            for _ in 0..<2 {
                var stream = try top.stream()
                #expect(try stream.collect() == expected)
            }
        }
    }

    @Test func refusesForeignPairs() throws {
        func fault(_ pair: FoundPair, datasetB: Int = 1) -> String? {
            let source = PairSource(
                datasetA: 0,
                datasetB: datasetB,
                popcountsA: [5, 5],
                popcountsB: [4, 5],
                open: { () throws(LinkageError) in SortedArray([pair]) }
            )
            do throws(LinkageError) {
                _ = try TopPairs(limit: 1, of: source, memoryLimit: 1 << 10)
                return nil
            } catch { return error.code }
        }
        #expect(fault(FoundPair(rowA: 1, rowB: 0, intersection: 4)) == nil)
        #expect(fault(FoundPair(rowA: 1, rowB: 0, intersection: 5)) == "pairs.foreign")
        #expect(fault(FoundPair(rowA: 2, rowB: 0, intersection: 1)) == "pairs.foreign")
        #expect(fault(FoundPair(rowA: 0, rowB: .max, intersection: 1)) == "pairs.foreign")
        #expect(fault(FoundPair(rowA: 1, rowB: 1, intersection: 1), datasetB: 0) == "pairs.foreign")
    }
}

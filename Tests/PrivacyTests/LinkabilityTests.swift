// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Privacy
import TestSupport
import Testing

@Suite struct LinkabilityTests {
    /// Two right pairs at 1 and at ⅔, a wrong one at ½, and a pair that is not linked.
    @Test func byHand() throws {
        let first = try FilterMatrix.of([
            pad([0b1111_0000]), pad([0b0000_0111]), pad([0, 0b1100_0000]), pad([0, 0b0000_1111]),
        ])
        let second = try FilterMatrix.of([
            pad([0b1111_0000]), pad([0b0000_0110, 0, 0b1000_0000]), pad([0, 0b0110_0000]), pad([0, 0, 0b0000_1111]),
        ])
        // Row 2 and column 2 are each other's best and not one person; row 3 is like nobody but its person is there.
        let found = try Linkability(first, second, measure: .dice, truth: [0, 1, 3, nil])
        #expect(abs(found.threshold - 2.0 / 3) < 1e-6)
        #expect(found.precision == 1)
        #expect(abs(found.recall - 2.0 / 3) < 1e-12)
        #expect(abs(found.f1 - 0.8) < 1e-12)
    }

    @Test func nobodyInCommon() throws {
        let rows = try FilterMatrix.of([pad([1]), pad([2])])
        let found = try Linkability(rows, rows, measure: .dice, truth: [nil, nil])
        #expect(found.f1 == 0 && found.precision == 0 && found.recall == 0)
    }

    /// Few bits make many ties: a threshold takes all pairs of a similarity or none.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func isThatOfTheOracle(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (rows, columns) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
        let bits = seed.isMultiple(of: 2) ? 1...6 : 1...40
        func filter(_ random: inout SplitMix64) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: 8)
            for bit in 0..<bits.upperBound where Bool.random(using: &random) { bytes[bit / 8] |= 1 << UInt8(bit % 8) }
            return bytes
        }
        let first = (0..<rows).map { _ in filter(&random) }
        var second = (0..<columns).map { _ in filter(&random) }
        var truth = [Int?](repeating: nil, count: rows)
        for (row, column) in zip(0..<rows, (0..<columns).shuffled(using: &random)) where row % 4 != 0 {
            truth[row] = column
            second[column] = first[row]
            if Bool.random(using: &random) { second[column][0] ^= 1 }
        }
        for measure in SimilarityMeasure.allCases {
            let found = try Linkability(.of(first), .of(second), measure: measure, truth: truth)
            let expected = Oracle(first, second, measure, truth)
            #expect(abs(found.f1 - expected.f1) < 1e-12, "seed \(seed)")
            #expect(abs(found.precision - expected.precision) < 1e-12, "seed \(seed)")
            #expect(abs(found.recall - expected.recall) < 1e-12, "seed \(seed)")
            if expected.f1 > 0 { #expect(abs(found.threshold - expected.threshold) < 1e-6, "seed \(seed)") }
        }
    }

    private func pad(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: 8 - bytes.count) }

    /// Every threshold tried on pairs that are compared bit by bit.
    private struct Oracle {
        var (f1, precision, recall, threshold) = (0.0, 0.0, 0.0, 1.0)

        init(_ first: [[UInt8]], _ second: [[UInt8]], _ measure: SimilarityMeasure, _ truth: [Int?]) {
            func similarity(_ row: Int, _ column: Int) -> Double {
                func ones(_ bytes: [UInt8]) -> Int { bytes.reduce(0) { $0 + $1.nonzeroBitCount } }
                let differing = ones(zip(first[row], second[column]).map { $0 ^ $1 })
                let all = ones(first[row]) + ones(second[column])
                switch measure {
                case .hamming: return 1 - Double(differing) / 64
                case .dice: return all == 0 ? 0 : Double(all - differing) / Double(all)
                case .jaccard: return all == 0 ? 0 : Double(all - differing) / Double(all + differing)
                }
            }
            let matrix = first.indices.map { row in second.indices.map { similarity(row, $0) } }
            var pairs: [(row: Int, column: Int, similarity: Double)] = []
            for row in first.indices {
                guard let most = matrix[row].max(), let column = matrix[row].firstIndex(of: most) else { continue }
                let other = first.indices.map { matrix[$0][column] }
                if other.max() == most, other.firstIndex(of: most) == row { pairs.append((row, column, most)) }
            }
            let all = Double(truth.count { $0 != nil })
            for threshold in Set(pairs.map(\.similarity)).sorted(by: >) {
                let taken = pairs.filter { $0.similarity >= threshold }
                let right = Double(taken.count { truth[$0.row] == $0.column })
                let f1 = 2 * right / (Double(taken.count) + all)
                if f1 > self.f1 {
                    (self.f1, precision, recall) = (f1, right / Double(taken.count), right / all)
                    self.threshold = threshold
                }
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Faults
import TestSupport
import Testing

@Suite struct LeakageTests {
    /// The bits of `Fixtures/leakage.py`.
    private func drawn(rows: Int, bits: Int, seed: UInt64) throws -> FilterMatrix {
        var random = SplitMix64(seed: seed)
        var last = false
        return try filters(rows: rows, bits: bits) { _, bit in
            let draw = (random.next() >> 33) % 100 < UInt64(10 + 80 * bit / bits)
            last = bit % 5 == 1 ? last : draw
            return last
        }
    }

    @Test func figuresAreThoseOfNumPy() throws {
        let cases = try table("leakage.tsv")
        #expect(cases.count == 3)
        for figures in cases {
            let encodings = try drawn(rows: Int(figures[1]), bits: Int(figures[2]), seed: UInt64(figures[0]))
            let frequency = try BitFrequency(encodings)
            let columns = try ColumnCorrelation(encodings)
            let length = try LengthLeak(encodings, tokens: (0..<UInt32(encodings.rows)).map { $0 })
            let ours = [
                try Fill(encodings).mean, frequency.gini, frequency.entropy, frequency.deviationOverBinomial,
                columns.greatest,
                columns.shareBeyondFiveSigma, columns.graphSignalToNoise, length.correlation,
            ]
            for (value, expected) in zip(ours, figures[3...]) { #expect(abs(value - expected) < 1e-9) }
            #expect(columns.varyingBits == encodings.bits)
        }
    }

    @Test func bitsThatNeverVaryAreNotCompared() throws {
        let encodings = try filters(rows: 50, bits: 64) { row, bit in bit < 3 ? (row >> bit) & 1 == 1 : bit < 10 }
        let columns = try ColumnCorrelation(encodings)
        #expect(columns.varyingBits == 3)
        #expect(columns.greatest < 0.1)
        let constant = try ColumnCorrelation(filters(rows: 50, bits: 64) { _, _ in true })
        #expect(constant.varyingBits == 0 && constant.greatest == 0 && constant.graphSignalToNoise == 0)
    }

    @Test func twinsAreCounted() throws {
        // Rows 0 to 5 in pairs, 6 to 9 alike, the other ten alone.
        let kind = [0, 0, 1, 1, 2, 2, 3, 3, 3, 3] + Array(4..<14)
        let encodings = try filters(rows: 20, bits: 64) { row, bit in bit == kind[row] }
        let plaintext = try TokenSets((0..<20).map { $0 < 2 ? [1, 2] : [$0 + 5] })
        let check = Duplicates(encodings, plaintext: plaintext)
        #expect(check.withTwin == 10 && check.largestGroup == 4 && check.share == 0.5)
        #expect(check.plaintextWithTwin == 2)
        #expect(Duplicates(try FilterMatrix(rows: 0, bits: 64)).largestGroup == 0)
    }

    @Test func emptyRowsAndTheRangeOfFill() throws {
        let fill = try Fill(filters(rows: 4, bits: 64) { row, bit in bit < 16 * row })
        #expect(fill.emptyRows == 1 && fill.mean == 0.375 && fill.range == 0...0.75)
    }

    @Test func suspicionIsOneAmongAllWithTheSameEncoding() throws {
        let population = try filters(rows: 7, bits: 64) { row, bit in bit == [0, 0, 0, 0, 1, 1, 2][row] }
        let encodings = try filters(rows: 4, bits: 64) { row, bit in bit == [0, 1, 2, 63][row] }
        let risk = try DisclosureRisk(encodings, population: population)
        #expect(risk.greatest == 1 && risk.mean == (0.25 + 0.5 + 1) / 4)
        #expect(risk.median == (0.25 + 0.5) / 2 && risk.marketerShare == 0.25)
        #expect(risk == DisclosureRisk(candidates: [4, 2, 1, 0]))
        #expect(DisclosureRisk(candidates: []).median == 0)
    }

    /// XORs of three of a linear code are as light as its words; random rows have no such three.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func linearCodesShowThemselves(seed: UInt64) throws {
        let random = try StandInEncoder(key: seed).random(rows: 120, bits: 512)
        let honest = try LinearityProbe(random, sample: 100, seed: seed)
        #expect(honest.excess < 1 && honest.triples == 161_700 && honest.rows == 100)
        #expect(PrivacyRating(honest) == .green)
        // Every third row is the XOR of the two before it, but for a third of the bits.
        let linear = try filters(rows: 120, bits: 512) { row, bit in
            func at(_ row: Int) -> Bool {
                unsafe random.withUnsafeRow(row) { unsafe $0[bit / 8] & (0x80 >> UInt8(bit % 8)) != 0 }
            }
            return row % 3 == 2 ? (at(row - 1) != at(row - 2)) != (bit % 3 == 0) : at(row)
        }
        let probe = try LinearityProbe(linear, sample: 120, seed: seed)
        #expect(probe.excess > 3 && probe.leastWeight == 171)
        #expect(PrivacyRating(probe) == .red)
    }

    /// Few rows have few sums, of which chance makes one light now and then: of so few none is a finding, the lightest not excepted.
    @Test(arguments: [(3, PrivacyRating.tooFewRows), (19, .tooFewRows), (20, .red)])
    func fewRowsTellNothingOfSums(rows: Int, rating: PrivacyRating) throws {
        let random = try StandInEncoder(key: 5).random(rows: rows, bits: 512)
        let cancelling = try filters(rows: rows, bits: 512) { row, bit in
            func at(_ row: Int) -> Bool {
                unsafe random.withUnsafeRow(row) { unsafe $0[bit / 8] & (0x80 >> UInt8(bit % 8)) != 0 }
            }
            return row == 2 ? at(0) != at(1) : at(row)
        }
        let probe = try LinearityProbe(cancelling, seed: 1)
        #expect(probe.leastWeight == 0 && PrivacyRating(probe) == rating)
    }

    /// By brute force over all threes.
    @Test func theLeastWeightIsTheLeast() throws {
        let encodings = try StandInEncoder(key: 9).random(rows: 12, bits: 64)
        let words = (0..<12).map { row in
            unsafe encodings.withUnsafeRow(row) { unsafe $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        }
        var least = 64
        for a in 0..<12 {
            for b in 0..<a { for c in 0..<b { least = min(least, (words[a] ^ words[b] ^ words[c]).nonzeroBitCount) } }
        }
        #expect(try LinearityProbe(encodings, seed: 1).leastWeight == least)
    }

    @Test func inputsThatDoNotFitAreRefused() throws {
        let encodings = try FilterMatrix(rows: 2, bits: 64)
        #expect(throws: AttackError.self) { try LengthLeak(encodings, tokens: [1]) }
        #expect(throws: AttackError.self) { try LinearityProbe(encodings, seed: 1) }
        let error = #expect(throws: AttackError.self) {
            try DisclosureRisk(encodings, population: FilterMatrix(rows: 2, bits: 128))
        }
        #expect(error?.kind == .sizes && error?.exitCode == .mismatch)
    }
}

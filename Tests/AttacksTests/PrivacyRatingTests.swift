// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Reports
import TestSupport
import Testing

@Suite struct PrivacyRatingTests {
    @Test(
        arguments: [
            (PrivacyRating.duplicates, 0.001, 0.01, 0.011), (PrivacyRating.balancedFill, 0.48, 0.45, 0.449),
            (PrivacyRating.bloomFill, 0.6, 0.61, 0.71), (PrivacyRating.lengthCorrelation, 0.1, 0.3, 0.31),
            (PrivacyRating.gini, 0.03, 0.08, 0.09), (PrivacyRating.entropy, 0.995, 0.98, 0.979),
            (PrivacyRating.deviationOverBinomial, 3, 8, 8.1), (PrivacyRating.graphSignalToNoise, 0.02, 0.1, 0.11),
            (PrivacyRating.graphMatching, 0.005, 0.05, 0.06), (PrivacyRating.knownPlaintext, 0.02, 0.15, 0.2),
            (PrivacyRating.patternMining, 0, 0.01, 0.011),
            (PrivacyRating.columnCorrelation(rows: 2_500), 0.2, 0.3, 0.31),
        ] as [(PrivacyRating.Limits, Double, Double, Double)]
    )
    func theLastValuesOfEachRating(limits: PrivacyRating.Limits, green: Double, amber: Double, red: Double) {
        #expect(limits.rating(green) == .green)
        #expect(limits.rating(amber) == .amber)
        #expect(limits.rating(red) == .red)
    }

    /// Random bits are green in every check that applies to them, a plain CLK of people is red, and few rows are not
    /// judged.
    @Test func randomBitsAreGreenAndCLKsRed() throws {
        let people = InventedPeople(1_000, seed: 1).tokens
        let random = try StandInEncoder(key: 1).random(rows: 1_000, bits: 512)
        let clk = try StandInEncoder(key: 1).clk(people, bits: 512, bitsPerToken: 10)
        let tokens = try TokenSets(people).sizes
        func ratings(_ encodings: FilterMatrix) throws -> [PrivacyRating] {
            let columns = try ColumnCorrelation(encodings)
            return [
                PrivacyRating(try LengthLeak(encodings, tokens: tokens)), PrivacyRating(try BitFrequency(encodings)),
                PrivacyRating(columns), PrivacyRating(graphOf: columns),
            ]
        }
        #expect(try ratings(random) == [.green, .green, .green, .green])
        #expect(PrivacyRating(Duplicates(random)) == .green)
        #expect(PrivacyRating(try Fill(random), isBalanced: true) == .green)
        #expect(try ratings(clk) == [.red, .red, .red, .red])
        #expect(PrivacyRating(try Fill(clk), isBalanced: true) == .red)
        let few = try random.selecting(Array(0..<999))
        #expect(PrivacyRating(Duplicates(few)) == .tooFewRows)
        #expect(PrivacyRating(try BitFrequency(few)) == .tooFewRows)
    }

    @Test func oneEmptyRowIsAmber() throws {
        let half = try filters(rows: 1_000, bits: 64) { row, bit in row > 0 && bit % 2 == 0 }
        #expect(PrivacyRating(try Fill(half), isBalanced: true) == .amber)
    }

    private func result(_ correct: Int, of rows: Int, known: Int = 0) -> AttackResult {
        let found = Reidentification(correct: correct, targets: rows - known, candidates: rows - known)
        return AttackResult(encodings: rows, known: known, seed: 1, variants: [Variant("a", found)])
    }

    @Test func attacksBesideTheirControl() {
        func rating(_ target: AttackResult, control: AttackResult) -> PrivacyRating? {
            PrivacyRating(ControlledAttack(target: target, control: control))
        }
        let works = result(1_950, of: 2_000)
        #expect(rating(result(10, of: 2_000), control: works) == .green)
        #expect(rating(result(11, of: 2_000), control: works) == .amber)
        #expect(rating(result(300, of: 2_000), control: works) == .red)
        #expect(rating(result(10, of: 2_000), control: result(1_899, of: 2_000)) == .void)
        #expect(rating(result(1, of: 900), control: result(900, of: 900)) == .tooFewRows)
        // What succeeds needs neither a control nor many rows.
        #expect(rating(result(900, of: 900), control: result(0, of: 900)) == .red)
        #expect(rating(result(38, of: 2_000, known: 100), control: works) == .green)
        #expect(rating(result(100, of: 2_000, known: 1_000), control: works) == .amber)
        #expect(rating(result(38, of: 2_000, known: 500), control: works) == nil)
    }

    @Test func patternsBesideTheirControl() {
        func mined(_ correct: Int, of rows: Int) -> PatternMiningResult {
            let found = Reidentification(correct: correct, targets: rows, candidates: rows)
            let variant = PatternMiningResult.Variant(leastShare: 0.02, patterns: [], parts: 1, found: found)
            return PatternMiningResult(encodings: rows, variants: [variant])
        }
        func rating(_ correct: Int, of rows: Int = 2_000, control: Int = 100) -> PrivacyRating {
            PrivacyRating(mined(correct, of: rows), control: mined(control, of: rows))
        }
        #expect(rating(0) == .green)
        // Guessing finds one; Wilson's interval begins at 0.55 of 2,000 for two and at 1.02 for three.
        #expect(rating(1) == .green && rating(2) == .green && rating(3) == .amber)
        #expect(rating(20) == .amber && rating(21) == .red && rating(400) == .red)
        // Nothing in filters that must fall says nothing, and too few rows say little; success needs neither.
        #expect(rating(0, control: 1) == .void && rating(400, control: 1) == .red)
        #expect(rating(0, of: 999) == .tooFewRows && rating(900, of: 999) == .red)
    }

    @Test func theMostOfAllVariantsCounts() {
        let variants = [3, 9, 9, 4].enumerated().map {
            Variant("\($0.offset)", Reidentification(correct: $0.element, targets: 10, candidates: 20))
        }
        let result = AttackResult(encodings: 10, known: 0, seed: 1, variants: variants)
        #expect(result.best.name == "1" && result.found.correct == 9)
        #expect(result.found.share.value == 0.9 && result.found.chance == 0.05)
        // Wilson's interval of 9 of 10, as in Newcombe's formula by hand.
        #expect(abs(result.found.share.interval.lowerBound - 0.5958) < 1e-4)
        #expect(abs(result.found.share.interval.upperBound - 0.9821) < 1e-4)
    }
}

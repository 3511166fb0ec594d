// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Reports
import Testing

/// The published intervals: Newcombe, *Two-sided confidence intervals for the single proportion* (1998), table I.
@Test(arguments: [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718),
])
func wilsonAgreesWithNewcombe(successes: Int, trials: Int, lower: Double, upper: Double) throws {
    let estimate = Proportion(successes: successes, trials: trials).estimate
    #expect(abs(estimate.interval.lowerBound - lower) < 0.00005)
    #expect(abs(estimate.interval.upperBound - upper) < 0.00005)
    // By symmetry for the failures.
    let failures = Proportion(successes: trials - successes, trials: trials).estimate
    #expect(abs(failures.interval.lowerBound - (1 - estimate.interval.upperBound)) < 1e-12)
    #expect(abs(failures.interval.upperBound - (1 - estimate.interval.lowerBound)) < 1e-12)
}

@Test func proportionsAtTheEnds() {
    #expect(Proportion(successes: 0, trials: 0).estimate == Estimate(value: nil, interval: 0...1))
    #expect(Proportion(successes: 7, trials: 7).estimate.interval.upperBound == 1)
    #expect(Proportion(successes: 0, trials: 7).estimate.interval.lowerBound == 0)
}

@Test(arguments: [(90, 10, 30), (1, 0, 0), (5, 500, 3), (123_456, 789, 1_011)])
func f1IsTheHarmonicMeanWithStarsInterval(hits: Int, wrong: Int, missed: Int) throws {
    let measures = LinkageMeasures(truePositives: hits, falsePositives: wrong, falseNegatives: missed)
    let precision = try #require(measures.precision.value)
    let recall = try #require(measures.recall.value)
    let f1 = measures.f1
    #expect(abs(try #require(f1.value) - 2 / (1 / precision + 1 / recall)) < 1e-12)
    // F* = F / (2 − F) carries both ends back to Wilson's interval of TP among TP + FP + FN.
    func star(_ f: Double) -> Double { f / (2 - f) }
    let wilson = Proportion(successes: hits, trials: hits + wrong + missed).estimate
    #expect(abs(star(f1.interval.lowerBound) - wilson.interval.lowerBound) < 1e-12)
    #expect(abs(star(f1.interval.upperBound) - wilson.interval.upperBound) < 1e-12)
    #expect(abs(star(try #require(f1.value)) - (try #require(wilson.value))) < 1e-12)
}

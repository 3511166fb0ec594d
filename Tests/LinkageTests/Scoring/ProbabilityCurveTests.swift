// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

@Suite struct ProbabilityCurveTests {
    /// Probabilities as linkages have them: most near 0 or 1, some between.
    private static func probabilities(_ count: Int, _ random: inout SplitMix64) -> [Float] {
        (0..<count).map { _ in
            let x = Float.random(in: 0...1, using: &random)
            return switch Int.random(in: 0..<4, using: &random) {
            case 0: 1 - x * x * x * 0.2
            case 1: x
            default: x * x * x * 0.2
            }
        }
    }

    /// Where each pair is a match with its probability, the intervals hold the truth about 95 times in a hundred.
    @Test func intervalsHoldTheTruth() {
        var random = SplitMix64(seed: 7)
        var inside = (matches: 0, precision: 0, recall: 0, f1: 0)
        let trials = 1_500
        for _ in 0..<trials {
            let p = Self.probabilities(400, &random).sorted(by: >)
            let curve = ProbabilityCurve(p)
            let links = curve.links(.maxF1)
            let measures = curve.measures(links: links)
            let truth = p.map { random.chance(Double($0)) }
            let (right, all) = (truth[..<links].count { $0 }, truth.count { $0 })
            func holds(_ expected: Expected, _ value: Double) -> Int {
                #expect(expected.low <= expected.value && expected.value <= expected.high)
                return expected.low <= value && value <= expected.high ? 1 : 0
            }
            inside.matches += holds(measures.matches, Double(all))
            inside.precision += holds(measures.precision, Double(right) / Double(links))
            inside.recall += holds(measures.recall, Double(right) / Double(all))
            inside.f1 += holds(measures.f1, 2 * Double(right) / Double(links + all))
        }
        for count in [inside.matches, inside.precision, inside.recall, inside.f1] {
            let share = Double(count) / Double(trials)
            #expect(share > 0.925 && share < 0.975, "\(share)")
        }
    }

    /// Of 40 links of 0.95, two are false by what is expected, and ten may be by decoys.
    @Test func decoysContradictWhatIsExpected() {
        let measures = ProbabilityCurve([Float](repeating: 0.95, count: 40)).measures(links: 40)
        #expect(!ScoredDecision.contradict(measures, decoys: 9.9))
        #expect(ScoredDecision.contradict(measures, decoys: 10.1))
        #expect(!ScoredDecision.contradict(ProbabilityCurve([]).measures(links: 0), decoys: 0))
    }

    /// The cut of the greatest expected F1 and that of a precision, by trying all cuts.
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func cutsAreTheBestOfAll(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        // Few different values: many ties.
        let p = Self.probabilities(60, &random).map { ($0 * 8).rounded() / 8 }
        let curve = ProbabilityCurve(p)
        let total = p.reduce(0) { $0 + Double($1) }
        var best = (links: 0, f1: 0.0)
        var precise = 0
        for least in Set(p).sorted(by: >) {
            let taken = p.filter { $0 >= least }
            let hits = taken.reduce(0) { $0 + Double($1) }
            let f1 = 2 * hits / (Double(taken.count) + total)
            if f1 > best.f1 + 1e-12 { best = (taken.count, f1) }
            if hits >= 0.8 * Double(taken.count) { precise = max(precise, taken.count) }
        }
        #expect(curve.links(.maxF1) == best.links)
        #expect(abs(curve.measures(links: best.links).f1.value - best.f1) < 1e-9)
        #expect(curve.links(.precision(0.8)) == precise)
        #expect(curve.measures(links: precise).precision.value >= 0.8 || precise == 0)
        // Whoever takes the pairs at or above the cut has as many as it says.
        for links in [best.links, precise] where links > 0 {
            #expect(p.count { Double($0) >= curve.cut(links: links) } == links)
            #expect(curve.links(atLeast: curve.cut(links: links)) == links)
        }
        for probability in [0, 0.125, 0.3, 1] {
            #expect(curve.links(atLeast: probability) == p.count { Double($0) >= probability })
        }
    }

    @Test(arguments: [[], [0, 0, 0], [1, 1], [0.5]] as [[Float]])
    func fewPairsGiveFiniteMeasures(p: [Float]) {
        let curve = ProbabilityCurve(p)
        for links in 0...p.count {
            let measures = curve.measures(links: links)
            for expected in [measures.matches, measures.precision, measures.recall, measures.f1] {
                #expect(expected.low.isFinite && expected.value.isFinite && expected.high.isFinite)
                #expect(expected.low <= expected.value && expected.value <= expected.high)
            }
        }
        #expect(curve.links(.maxF1) == (p.allSatisfy { $0 == 0 } ? 0 : p.count))
        #expect(curve.cut(links: 0) == 1)
    }
}

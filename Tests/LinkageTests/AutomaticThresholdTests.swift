// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

@Suite struct AutomaticThresholdTests {
    /// Two datasets of strangers, in which some records have a partner that differs in a random share of its bits.
    ///
    /// Filters are short and partners differ much, so that partners and nearest strangers overlap.
    private struct Mixture {
        var input: LinkageInput
        /// For each row of dataset 0 its partner's row in dataset 1.
        var partners: [Int: Int] = [:]

        init(records: Int, share: Double, bytes: Int = 16, seed: UInt64) throws {
            var random = SplitMix64(seed: seed)
            let people = (0..<records).map { _ in randomFilter(bytes: bytes, share: 110, &random) }
            var others: [[UInt8]] = []
            for row in 0..<records {
                if Double(row) < share * Double(records) {
                    partners[row] = row
                    let noise = UInt8.random(in: 0...80, using: &random)
                    let flips = randomFilter(bytes: bytes, share: noise, &random)
                    others.append(zip(people[row], flips).map { $0 ^ $1 })
                } else {
                    others.append(randomFilter(bytes: bytes, share: 110, &random))
                }
            }
            input = try LinkageInput([dataset("a", people, &random), dataset("b", others, &random)])
        }

        /// The true F1 of every threshold from 0.55 by greedy assignment: of the threshold asked for, and the greatest.
        func f1(at threshold: SimilarityThreshold) throws -> (asked: Double, best: Double) {
            let pairs = try AllPairs.candidates(in: input, threshold: SimilarityThreshold("0.55"))
            let assignment = try Assignment(pairs, of: input)
            let links = pairs.filter(assignment.isAssigned).sorted { $0.similarity > $1.similarity }
            var (asked, best, correct) = (0.0, 0.0, 0)
            for (index, link) in links.enumerated() {
                if partners[Int(link.rowA)] == Int(link.rowB) { correct += 1 }
                let f1 = 2 * Double(correct) / Double(index + 1 + partners.count)
                best = max(best, f1)
                if link.similarity.tenThousandths >= threshold.tenThousandths {
                    asked = f1
                }
            }
            return (asked, best)
        }
    }

    @Test(arguments: [0.2, 0.5, 1.0], [1, 2, 3] as [UInt64])
    func partnersAreCountedAndTheThresholdIsAsGoodAsTheBest(share: Double, seed: UInt64) throws {
        let mixture = try Mixture(records: 1_000, share: share, seed: seed)
        let estimate = try AutomaticThreshold.estimate(mixture.input)
        #expect(estimate.doubt == nil)
        #expect(abs(estimate.partnerShare - share) <= 0.1)
        let f1 = try mixture.f1(at: estimate.threshold)
        #expect(share == 1 || f1.best < 0.98)
        #expect(f1.asked >= f1.best - 0.02)
        #expect(abs(estimate.expectedF1 - f1.asked) < 0.1)
        #expect(estimate.sampleSize == 1_000)
    }

    @Test func aClearGapIsCutInItsMiddle() throws {
        var random = SplitMix64(seed: 3)
        let people = (0..<100).map { _ in randomFilter(bytes: 128, share: 100, &random) }
        let input = try LinkageInput([dataset("a", people, &random), dataset("b", people.reversed(), &random)])
        let estimate = try AutomaticThreshold.estimate(input, control: RunControl(threads: 3))
        let nearestStranger =
            (0..<100).flatMap { i in
                (0..<100).filter { $0 != i }.map { j in
                    let sum = ScalarOracle.popcount(people[i]) + ScalarOracle.popcount(people[j])
                    return 20_000 * ScalarOracle.intersection(people[i], people[j]) / sum
                }
            }.max() ?? 0
        #expect(estimate.threshold.tenThousandths >= nearestStranger)
        #expect(estimate.threshold.tenThousandths < 9_000)
        #expect(estimate.partnerShare == 1 && estimate.expectedF1 == 1)
        #expect(estimate.expectedPrecision == 1 && estimate.expectedRecall == 1)
        #expect(estimate.curve.count == 200)
        #expect(estimate.curve.allSatisfy { $0.best == 1 })
        #expect(estimate.curve.last?.tenThousandths == 10_000 && estimate.curve.last?.second == 0)
        #expect(zip(estimate.curve, estimate.curve.dropFirst()).allSatisfy { $0.second >= $1.second })
    }

    /// Everyone has a partner, with errors: the flat part of the curve below the gap must not be taken for the best.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func noisyPartnersOfEveryoneAreFoundWithinTheUsualLimit(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let people = (0..<600).map { _ in randomFilter(bytes: 128, share: 100, &random) }
        let partners = people.map { person in
            var filter = person
            for _ in 0..<Int.random(in: 0...90, using: &random) {
                filter[Int.random(in: 0..<128, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            return filter
        }
        let input = try LinkageInput([dataset("a", people, &random), dataset("b", partners, &random)])
        let estimate = try AutomaticThreshold.estimate(input)
        #expect(estimate.partnerShare > 0.99)
        let weakest =
            zip(people, partners).map { person, partner in
                20_000 * ScalarOracle.intersection(person, partner)
                    / (ScalarOracle.popcount(person) + ScalarOracle.popcount(partner))
            }.min() ?? 0
        #expect(estimate.threshold.tenThousandths <= weakest + 500)
        let pairs = try AllPairs.candidates(in: input, threshold: estimate.threshold)
        #expect(pairs.count < 20 * input.records)
        #expect(try Assignment(pairs, of: input).isLinked[0].count { $0 } >= 590)
        for point in estimate.curve where point.expectedPrecision + point.expectedRecall > 0 {
            let mean =
                2 * point.expectedPrecision * point.expectedRecall / (point.expectedPrecision + point.expectedRecall)
            #expect(abs(mean - point.expectedF1) < 1e-6)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func strangersAloneAreNotMistakenForPartners(seed: UInt64) throws {
        let estimate = try AutomaticThreshold.estimate(Mixture(records: 1_000, share: 0, seed: seed).input)
        #expect(estimate.doubt != nil)
        #expect(estimate.partnerShare < 0.05)
    }

    @Test func aFewRecordsAreNotEnough() throws {
        let estimate = try AutomaticThreshold.estimate(Mixture(records: 19, share: 1, seed: 1).input)
        #expect(estimate.doubt?.contains("fewer than 20") == true)
    }

    /// The sample is drawn by row tokens, so neither the order of rows nor threads change the estimate.
    @Test func theEstimateDependsOnNeitherRowOrderNorThreads() throws {
        var random = SplitMix64(seed: 6)
        let people = (0..<410).map { _ in randomFilter(bytes: 8, share: 110, &random) }
        let tokens = randomTokens(410, &random)
        let order = (0..<410).shuffled(using: &random)
        let turned = try LinkageDataset(
            name: "a",
            tokens: order.flatMap { tokens[16 * $0..<16 * $0 + 16] },
            filters: matrix(order.map { people[$0] })
        )
        let straight = try LinkageDataset(name: "a", tokens: tokens, filters: matrix(people))
        let other = try LinkageDataset(
            name: "b",
            tokens: randomTokens(410, &random),
            filters: matrix((0..<410).map { $0 < 200 ? people[$0] : randomFilter(bytes: 8, share: 110, &random) })
        )
        let first = try AutomaticThreshold.estimate(
            LinkageInput([straight, other]),
            sampleLimit: 300,
            control: RunControl(threads: 1)
        )
        let second = try AutomaticThreshold.estimate(
            LinkageInput([other, turned]),
            sampleLimit: 300,
            control: RunControl(threads: 5)
        )
        #expect(first.sampleSize == 300)
        #expect(first.threshold == second.threshold && first.partnerShare == second.partnerShare)
        #expect(first.curve.map(\.best) == second.curve.map(\.best))
        #expect(first.curve.map(\.second) == second.curve.map(\.second))
    }
}

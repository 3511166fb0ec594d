// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linkage
import TestSupport
import Testing

@Suite struct WeightEstimationTests {
    /// What weights are learnt from: generated people whose fields are independent of each other.
    private struct Parts {
        let people: GeneratedPeople
        let counts: LevelCounts
        let pairs: ComparedPairs
        let rows: (Int, Int)

        init(seed: UInt64, size: Int, shared: Int) throws {
            people = GeneratedPeople(seed: seed, [0..<size, size - shared..<2 * size - shared], .init(families: 0))
            let prepared = try PreparedSearch(people)
            counts = prepared.counts
            pairs = try prepared.pairs(.best(perRecord: 10))
            rows = (size, size)
        }

        func fit(_ iterations: Int) -> MatchModel {
            WeightEstimation(counts: counts, pairs: pairs)
                .fit(
                    from: counts.firstWeights(),
                    classes: NonMatchClasses(all: Double(rows.0 * rows.1)),
                    iterations: iterations
                )
        }

        /// The penalised Bethe log likelihood of a model, in nats.
        ///
        /// With g = m / u, a matching of candidate pairs with links L has the probability Π ρ·Πg / Z(ρ) over L, times the u of all pairs,
        /// which is the same for every matching. The sum over matchings, ln Z of the candidates, is Bethe's: at the fixed point of the
        /// messages Σ ln(1 + ΣRβ) + Σ ln(1 + ΣRα) − Σ ln(1 + Rαβ), the greatest over all beliefs of Σ b·ln R + H(b). An iteration of
        /// expectation finds these beliefs; one of maximisation then finds, by itself for each, the best ρ, the best u (up to its least
        /// counts), and the best rising g for counts with a pseudo-count of u. So the sum of
        ///
        ///   ln Z(candidates) − ln Z(ρ) + Σ all·ln u + Σ u·ln g
        ///
        /// never falls, but for what three sweeps leave of the messages.
        func likelihood(_ model: MatchModel) -> Double {
            let odds = model.evidence.map { exp2(model.prior + $0) }
            let graph = (0..<pairs.count).map {
                (a: Int(pairs.a[$0]), b: Int(pairs.b[$0]), odds: odds[Int(pairs.pattern[$0])])
            }
            var sum = Self.betheSum(graph, rows) - Self.allMatchings(model.prior, rows)
            for comparison in model.weights.u.indices {
                for (level, u) in model.weights.u[comparison].enumerated() where u > 0 {
                    sum += counts.all[comparison][level] * log(u)
                    sum += u * model.weights.bits[comparison][level] * log(2)
                }
            }
            return sum
        }

        /// Bethe's ln Z, from messages of its own in double precision.
        private static func betheSum(_ edges: [(a: Int, b: Int, odds: Double)], _ rows: (Int, Int)) -> Double {
            var (alpha, beta) = ([Double](repeating: 1, count: edges.count), [Double](repeating: 1, count: edges.count))
            var (sumsA, sumsB) = ([Double](), [Double]())
            for _ in 0..<40 {
                sumsA = [Double](repeating: 1, count: rows.0)
                for edge in edges.indices { sumsA[edges[edge].a] += edges[edge].odds * beta[edge] }
                for edge in edges.indices { alpha[edge] = 1 / (sumsA[edges[edge].a] - edges[edge].odds * beta[edge]) }
                sumsB = [Double](repeating: 1, count: rows.1)
                for edge in edges.indices { sumsB[edges[edge].b] += edges[edge].odds * alpha[edge] }
                for edge in edges.indices { beta[edge] = 1 / (sumsB[edges[edge].b] - edges[edge].odds * alpha[edge]) }
            }
            sumsA = [Double](repeating: 1, count: rows.0)
            for edge in edges.indices { sumsA[edges[edge].a] += edges[edge].odds * beta[edge] }
            var sum = (sumsA + sumsB).reduce(0) { $0 + log($1) }
            for edge in edges.indices { sum -= log(1 + edges[edge].odds * alpha[edge] * beta[edge]) }
            return sum
        }

        /// ln of the sum of ρ^links over all matchings of two datasets: its greatest term by Stirling's formula, which is that of
        /// ρ = M / ((a − M)(b − M)).
        private static func allMatchings(_ prior: Double, _ rows: (Int, Int)) -> Double {
            let (a, b, rho) = (Double(rows.0), Double(rows.1), exp2(prior))
            var (low, high) = (0.0, min(a, b))
            for _ in 0..<200 {
                let middle = (low + high) / 2
                if middle < rho * (a - middle) * (b - middle) { low = middle } else { high = middle }
            }
            let m = low
            return m * log(rho) + a * log(a) + b * log(b) - m * log(m) - (a - m) * log(a - m) - (b - m) * log(b - m) - m
        }
    }

    @Test(arguments: [(1, 150, 75), (2, 150, 30), (3, 120, 115)] as [(UInt64, Int, Int)])
    func likelihoodDoesNotFall(seed: UInt64, size: Int, shared: Int) throws {
        let parts = try Parts(seed: seed, size: size, shared: shared)
        let course = (0...10).map { parts.likelihood(parts.fit($0)) }
        for (before, after) in zip(course, course.dropFirst()) { #expect(after > before - 0.05) }
        #expect(course[10] > course[0] + 5)
    }

    /// The levels of matches, and their number, against the truth.
    @Test func whatWasGeneratedIsRecovered() throws {
        let parts = try Parts(seed: 4, size: 400, shared: 250)
        let model = parts.fit(40)
        var levels = model.weights.m.map { [Double](repeating: 0, count: $0.count) }
        for pair in 0..<parts.pairs.count where parts.people.isMatch(Int(parts.pairs.a[pair]), Int(parts.pairs.b[pair]))
        {
            for comparison in levels.indices {
                levels[comparison][Int(parts.pairs.patterns[Int(parts.pairs.pattern[pair])][comparison])] += 1
            }
        }
        #expect(abs(model.expected - 250) < 8, "\(model.expected)")
        for (m, truth) in zip(model.weights.m, levels) {
            let sum = truth.dropFirst().reduce(0, +)
            for level in 1..<m.count {
                let share = truth[level] / sum
                // A standard deviation of a share of so many, and what the pseudo-count and doubtful pairs take.
                #expect(abs(m[level] - share) < 0.015 + (share * (1 - share) / sum).squareRoot())
            }
            #expect(abs(m.dropFirst().reduce(0, +) - 1) < 1e-9)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What was learnt from the candidate pairs of two datasets.
package struct MatchModel: Sendable {
    package let weights: MatchWeights
    let classes: NonMatchClasses
    fileprivate(set) var kinds: MatchKinds
    /// The evidence of each pattern in bits, the prior not among them.
    package fileprivate(set) var evidence: [Double]
    /// log2 of the odds that two records are one person before anything is compared.
    package let prior: Double
    /// The expected number of matches among the candidates.
    package fileprivate(set) var expected: Double
    /// The share of the persons of the smaller dataset that have a partner.
    let share: Double
    /// The probability of each pair.
    package fileprivate(set) var p: [Float]
    let iterations: Int

    /// The evidence of a pattern in bits, the prior not among them; and of that, what is said of comparisons together.
    func evidence(of pattern: LevelPattern) -> (total: Double, together: Double, relatives: Double) {
        let (together, relatives) = (kinds.excess(pattern), -classes.excess(pattern))
        return (weights.total(pattern) + together + relatives, together, relatives)
    }

    /// The same model of other pairs, each as likely as one of these.
    func repeating(_ numbers: [UInt32]) -> MatchModel {
        var found = self
        found.p = numbers.map { p[Int($0)] }
        found.expected = found.p.reduce(0) { $0 + Double($1) }
        return found
    }
}

/// Learns weights from pairs without any truth, by expectation and maximisation.
package struct WeightEstimation {
    let counts: LevelCounts
    let pairs: ComparedPairs
    /// How many further records of its person a record of each dataset has on average.
    private let copies: (Double, Double)

    /// - Parameter copies: how many further records of its person a record of each dataset has on average.
    package init(counts: LevelCounts, pairs: ComparedPairs, copies: (Double, Double) = (0, 0)) {
        self.counts = counts
        self.pairs = pairs
        self.copies = copies
    }

    private static let shares = 1e-4...0.999
    /// Iterations after which learning stops in any case.
    package static let mostIterations = 60
    /// Sweeps of belief propagation in an iteration, and at the end.
    private static let sweeps = 3
    private static let lastSweeps = 30

    /// Fits the model.
    ///
    /// - Parameters:
    ///   - first: weights to start from.
    ///   - classes: what non-matches are like, beyond chance.
    ///   - clusters: records of one person inside each dataset; nil if there are none.
    ///   - share: the share of the persons of the smaller dataset that have a partner, to start with.
    ///   - iterations: 0 to learn nothing and only apply what is given.
    package func fit(
        from first: MatchWeights,
        classes: NonMatchClasses,
        clusters: (RecordClusters, RecordClusters)? = nil,
        share: Double = 0.5,
        iterations: Int = Self.mostIterations
    ) -> MatchModel {
        // Bits by which non-matches agree more often than by chance.
        let excess = pairs.patterns.map(classes.excess)
        var weights = first
        var posterior = PartnerPosterior(pairs, clusters: clusters)
        let people = PersonPairs(pairs, clusters: clusters)
        let least = Double(max(1, min(people.persons.0, people.persons.1)))
        // Persons with a partner; of records there may be more pairs.
        var matched = share * least
        var iteration = 0
        var settled = false
        while true {
            let prior = prior(matched / least, people.persons)
            let evidence = zip(pairs.patterns, excess).map { weights.total($0) - $1 }
            let isLast = settled || iteration == iterations
            posterior.update(
                evidence.map { prior + $0 },
                further: further(prior),
                sweeps: isLast ? Self.lastSweeps : Self.sweeps
            )
            let ofPattern = ofPatterns(posterior.p)
            let sum = ofPattern.reduce(0, +)
            let found = people.expected(posterior.p)
            if isLast {
                return MatchModel(
                    weights: weights,
                    classes: classes,
                    kinds: MatchKinds(counts.plan),
                    evidence: evidence,
                    prior: prior,
                    expected: sum,
                    share: found / least,
                    p: posterior.p,
                    iterations: iteration
                )
            }
            iteration += 1
            settled = iteration > 5 && abs(found - matched) < 1e-5 * (1 + found)
            matched = found
            var levels = counts.all.map { [Double](repeating: 0, count: $0.count) }
            for (number, pattern) in pairs.patterns.enumerated() where ofPattern[number] > 0 {
                for comparison in levels.indices { levels[comparison][Int(pattern[comparison])] += ofPattern[number] }
            }
            weights = counts.weights(expected: levels)
        }
    }

    /// The same model with what goes together among the matches that it finds.
    ///
    /// It is learnt once, and nothing is learnt from what is found with it: kinds that choose what they are learnt from would make
    /// relatives a kind of matches.
    package func withKinds(_ model: MatchModel, clusters: (RecordClusters, RecordClusters)? = nil) -> MatchModel {
        var found = model
        found.kinds = MatchKinds(
            pairs.patterns,
            expected: ofPatterns(model.p),
            weights: model.weights,
            plan: counts.plan
        )
        found.evidence = pairs.patterns.map { found.evidence(of: $0).total }
        var posterior = PartnerPosterior(pairs, clusters: clusters)
        posterior.update(
            found.evidence.map { model.prior + $0 },
            further: further(model.prior),
            sweeps: Self.lastSweeps
        )
        found.p = posterior.p
        found.expected = found.p.reduce(0) { $0 + Double($1) }
        return found
    }

    /// The expected number of matches by pattern.
    private func ofPatterns(_ p: [Float]) -> [Double] {
        var expected = [Double](repeating: 0, count: pairs.patterns.count)
        for pair in 0..<pairs.count { expected[Int(pairs.pattern[pair])] += Double(p[pair]) }
        return expected
    }

    /// The odds that a record has a further partner in each dataset, over those that it has a first one.
    private func further(_ prior: Double) -> (Double, Double) {
        (
            copies.0 / Double(max(1, pairs.rows.0)) / exp2(prior),
            copies.1 / Double(max(1, pairs.rows.1)) / exp2(prior)
        )
    }

    /// log2 of the odds that a random one-to-one matching of so many links gains one more.
    private func prior(_ share: Double, _ persons: (Int, Int)) -> Double {
        let (a, b) = (Double(max(1, persons.0)), Double(max(1, persons.1)))
        let links = min(max(share, Self.shares.lowerBound), Self.shares.upperBound) * min(a, b)
        return log2(links / (a - links) / (b - links))
    }
}

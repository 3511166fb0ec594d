// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How non-matches come to agree: most by chance alone, some because they are relatives or neighbours, or twins.
///
/// Fields of strangers agree independently of each other; those of a household share surname and ZIP code, twins a birth date as
/// well. Each kind is a class with level probabilities of its own, learnt from pairs inside each dataset: whatever agrees there is no
/// match, but for duplicates, which are a class as well.
package struct NonMatchClasses: Sendable {
    /// For each class the expected number of pairs between the two datasets.
    private(set) var pairs: [Double] = []
    /// For each class, comparison and level the probability of the level over that at random.
    private(set) var ratios: [[[Double]]] = []
    /// For each dataset and pattern the probability that a pair is one of duplicates.
    private(set) var duplicateShares: [[Double]] = []
    /// All pairs of the two datasets.
    private let all: Double

    /// More classes explain nothing more on any data seen.
    private static let mostClasses = 6
    private static let roundsEach = 8
    private static let lastRounds = 30
    private static let duplicateRounds = 20
    private static let turns = 3

    /// No classes but chance.
    package init(all: Double) { self.init(all: all, duplicateShares: []) }

    /// No classes but chance and duplicates.
    init(all: Double, duplicateShares: [[Double]]) {
        self.all = all
        self.duplicateShares = duplicateShares
    }

    /// Learns the classes from pairs inside datasets.
    ///
    /// Duplicates are told from relatives in turns: pairs that look like duplicates are left out while classes are learnt, and what the
    /// classes then explain better is no duplicate.
    ///
    /// - Parameters:
    ///   - matches: what is known of matches; duplicates are like them.
    ///   - tolerance: how many times as often as matches duplicates may have low levels of a comparison.
    ///   - matchShare: the share of all pairs of the two datasets that are matches.
    /// - Throws: `linkage.cancelled`.
    init(
        inside: [InsidePatterns],
        plan: ComparisonPlan,
        matches: MatchWeights,
        tolerance: Double,
        matchShare: Double,
        all: Double,
        control: RunControl
    ) throws(LinkageError) {
        self.all = all
        var classes = LatentClasses(inside, plan: plan, matches: matches, control: control)
        var duplicates = DuplicatePairs(inside, plan: plan, matches: matches, tolerance: tolerance, classes: classes)
        duplicates.count(beside: classes, rounds: Self.roundsEach)
        var before: [[Double]]?
        for _ in 0..<Self.turns {
            let kept = duplicates.leftOut(beside: classes)
            if kept == before { break }
            before = kept
            classes.removeAll()
            for _ in 0..<Self.mostClasses {
                guard let like = duplicates.unexplained(kept, beside: classes, matchShare: matchShare) else { break }
                classes.append(like)
                for _ in 0..<Self.roundsEach { try classes.improve(kept) }
            }
            for _ in 0..<Self.lastRounds { try classes.improve(kept) }
            duplicates.count(beside: classes, rounds: Self.duplicateRounds)
        }
        let insidePairs = inside.reduce(0) { $0 + $1.all }
        ratios = (0..<classes.count).map(classes.ratios)
        pairs = (0..<classes.count).map { number in
            all * classes.pairs.reduce(0) { $0 + $1[number] } / max(1, insidePairs)
        }
        duplicateShares = duplicates.shares(beside: classes)
    }

    /// log2 of how many times more often non-matches have a pattern than by chance.
    func excess(_ pattern: LevelPattern) -> Double {
        var odds = 1.0
        for number in ratios.indices {
            var product = pairs[number] / all
            for comparison in ratios[number].indices { product *= ratios[number][comparison][Int(pattern[comparison])] }
            odds += product
        }
        return log2(odds)
    }
}

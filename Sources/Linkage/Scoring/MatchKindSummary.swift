// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What matches of one kind are like, for people.
package struct MatchKindSummary: Sendable {
    /// Of all expected matches, 0 to 1.
    package let share: Double
    /// By direct comparison, how often it agrees where both records have a value: in matches of this kind, and in all; 0 to 1.
    package let agreement: [(name: String, inKind: Double, inAll: Double)]
}

extension ScoredPairs {
    /// The kinds of matches, the most frequent one first.
    ///
    /// - Complexity: O(pairs × direct comparisons).
    package var kindSummaries: [MatchKindSummary] {
        let direct = comparisons.filter { !$0.isCross }
        let kinds = model.kinds.kinds.count
        var matches = [Double](repeating: 0, count: kinds)
        // Those that have both values, and those of them that agree.
        var told = direct.map { _ in matches }
        var agreeing = told
        for (number, pattern) in pairs.pattern.enumerated() {
            let levels = pairs.patterns[Int(pattern)]
            let shares = model.kinds.shares(of: levels).map { $0 * Double(model.p[number]) }
            for kind in 0..<kinds { matches[kind] += shares[kind] }
            for (comparison, summary) in direct.enumerated() {
                let level = summary.levels[Int(levels[comparison])]
                guard level.m != nil else { continue }
                for kind in 0..<kinds {
                    told[comparison][kind] += shares[kind]
                    if level.agrees { agreeing[comparison][kind] += shares[kind] }
                }
            }
        }
        func share(_ part: Double, _ all: Double) -> Double { all > 0 ? part / all : 0 }
        let all = matches.reduce(0, +)
        return (0..<kinds).sorted { matches[$0] > matches[$1] }.map { kind in
            MatchKindSummary(
                share: share(matches[kind], all),
                agreement: direct.indices.map { comparison in
                    (
                        direct[comparison].name, share(agreeing[comparison][kind], told[comparison][kind]),
                        share(agreeing[comparison].reduce(0, +), told[comparison].reduce(0, +))
                    )
                }
            )
        }
    }
}

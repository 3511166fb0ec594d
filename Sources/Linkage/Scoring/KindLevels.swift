// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How often kinds of matches have the levels of one comparison, learnt from how often matches on average have them.
///
/// Within each kind weights rise with similarity; equal values, common or rare, are free: women may marry into one kind, and be rare in
/// another.
struct KindLevels: Sendable {
    private let comparison: Comparison
    private let m: [Double]
    private let u: [Double]
    /// By distribution the levels that are one: those of one weight, and each band of equal values.
    private let groups: [[(levels: [Int], m: Double)]]
    /// The bits of each level, equal values being one.
    private let average: [Double]

    /// The matches that what is known of all is worth in each kind.
    static let belief = 100.0

    init(_ comparison: Comparison, m: [Double], u: [Double]) {
        (self.comparison, self.m, self.u) = (comparison, m, u)
        let average = LevelCounts.bits(Self.levelled(m, u, comparison), u, comparison)
        self.average = average
        groups = comparison.distributions.map { distribution in
            var groups: [(levels: [Int], m: Double)] = []
            for level in distribution where m[level] > 0 && u[level] > 0 {
                if let last = groups.last, !comparison.scale.isEqual(level), average[last.levels[0]] == average[level] {
                    groups[groups.count - 1].levels.append(level)
                    groups[groups.count - 1].m += m[level]
                } else {
                    groups.append(([level], m[level]))
                }
            }
            return groups
        }
    }

    /// How many times more often a kind has each level than matches on average.
    ///
    /// - Parameter counted: the kind's matches by level.
    func ratios(_ counted: [Double]) -> [Double] {
        var ratios = [Double](repeating: 1, count: m.count)
        for groups in groups {
            let all = groups.reduce(Self.belief) { sum, group in group.levels.reduce(sum) { $0 + counted[$1] } }
            for group in groups {
                let ratio = (group.levels.reduce(0) { $0 + counted[$1] } / group.m + Self.belief) / all
                for level in group.levels { ratios[level] = ratio }
            }
        }
        let ofKind = zip(m, ratios).map { $0 * $1 }
        let bits = LevelCounts.bits(Self.levelled(ofKind, u, comparison), u, comparison)
        var rising = zip(bits, average).map { exp2($0 - $1) }
        for chain in comparison.scale.chains {
            let bands = chain.equal...chain.lastEqual
            let (inKind, inAll) = (ofKind[bands].reduce(0, +), m[bands].reduce(0, +))
            guard inKind > 0, inAll > 0 else { continue }
            for level in bands { rising[level] *= ratios[level] * inAll / inKind }
        }
        return rising
    }

    /// The same frequencies, but those of equal values as if these were as common among matches as by chance.
    private static func levelled(_ m: [Double], _ u: [Double], _ comparison: Comparison) -> [Double] {
        var levelled = m
        for chain in comparison.scale.chains {
            let bands = chain.equal...chain.lastEqual
            let (all, chance) = (m[bands].reduce(0, +), u[bands].reduce(0, +))
            for level in bands where chance > 0 { levelled[level] = all * u[level] / chance }
        }
        return levelled
    }
}

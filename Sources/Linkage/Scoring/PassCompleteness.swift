// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How many links one pass reaches.
package struct PassSummary: Sendable, Equatable {
    /// What has to agree, and how.
    package let pass: CandidatePass
    /// Links that it reaches, and those that no other pass reaches.
    package let links: Int
    package let only: Int
}

/// How many matches no pass reaches, told by how many passes reach each link.
///
/// The number is Chao's (1987) of so many occasions, a lower bound, from the links that one pass and two passes reach, with his interval,
/// in which the logarithm of the number is taken for normal. Every pass is taken for able to reach any match, and so it is no more than a
/// guide.
package struct PassCompleteness: Sendable, Equatable {
    private let links: Double
    private let missed: Double
    private let variance: Double

    /// - Parameters:
    ///   - passes: their number.
    ///   - links: all of them.
    ///   - once: links that one pass alone reaches.
    ///   - twice: links that two passes reach.
    package init(passes: Int, links: Int, once: Int, twice: Int) {
        self.links = Double(links)
        let share = Double(passes - 1) / Double(max(1, passes))
        let (one, more) = (Double(once), Double(twice) + 1)
        missed = share * one * max(0, one - 1) / (2 * more)
        variance =
            missed + share * share * one * pow(2 * one - 1, 2) / (4 * more * more)
            + share * share * one * one * Double(twice) * pow(one - 1, 2) / (4 * pow(more, 4))
    }

    /// What several pairs of datasets give together.
    package init(sum parts: [PassCompleteness]) {
        links = parts.reduce(0) { $0 + $1.links }
        missed = parts.reduce(0) { $0 + $1.missed }
        variance = parts.reduce(0) { $0 + $1.variance }
    }

    /// The share of the matches that some pass reaches, with an interval of 95 %; nil if there are no links.
    package var share: Expected? {
        guard links > 0 else { return nil }
        guard missed > 0 else { return Expected(1, low: 1, high: 1) }
        let reach = exp(1.96 * log(1 + variance / (missed * missed)).squareRoot())
        func share(_ missed: Double) -> Double { links / (links + missed) }
        return Expected(share(missed), low: share(missed * reach), high: share(missed / reach))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The pairs of a stretch that stay so far.
struct BestPairs {
    struct Pair {
        var a: UInt32
        var b: UInt32
        var weight: Float
        var pattern: LevelPattern
    }

    var pairs: [Pair] = []
    /// What a pair has to weigh.
    private(set) var least: Float = -.infinity
    private let count: Int

    /// How many times as many stay at most, where the last of them weighs as much as others.
    private static let ties = 4

    /// - Parameter count: of the best by weight, those that weigh as much as the last of them not counted; of many times as many none
    ///   stays, for which of them did would be the order of rows.
    init(_ choice: CandidateSearch.Choice, count: Int) {
        self.count = count
        if case .above(let least) = choice { self.least = Float(least) }
    }

    /// Forgets what will not stay, when there is much of it.
    mutating func prune() {
        if count < .max / 8, pairs.count > Self.ties * count + 1_024 { finish() }
    }

    /// Forgets what does not stay.
    mutating func finish() {
        guard count < pairs.count else { return }
        least = pairs.map(\.weight).sorted(by: >)[count]
        if pairs.count(where: { $0.weight >= least }) > Self.ties * count { least = least.nextUp }
        pairs.removeAll { $0.weight < least }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linkage
import TestSupport
import Testing

/// What goes together, of matches whose comparisons agree or differ as often as is stated.
@Suite struct MatchKindsTests {
    /// A kind of matches: its share, and how often each comparison differs in it.
    private typealias Truth = (share: Double, differs: [Double])

    private let counts: LevelCounts
    private let patterns: [LevelPattern]

    init() throws {
        counts = try PreparedSearch(GeneratedPeople(seed: 61, [0..<80, 0..<80])).counts
        let levels = counts.plan.comparisons.map { comparison -> [UInt8] in
            let told = comparison.distributions[0]
            // The last level is that of values contained in others; the one before it is that of equal ones.
            return [UInt8(told.lowerBound), UInt8(told.upperBound - 2)]
        }
        patterns = (0..<1 << levels.count).map { number in
            LevelPattern(levels.indices.map { levels[$0][number >> $0 & 1] }[...])
        }
    }

    /// How often matches of some kinds have each pattern.
    private func frequencies(_ kinds: [Truth]) -> [Double] {
        patterns.indices.map { number in
            kinds.reduce(0) { sum, kind in
                sum
                    + kind.differs.enumerated().reduce(kind.share) { product, part in
                        product * (number >> part.offset & 1 == 1 ? 1 - part.element : part.element)
                    }
            }
        }
    }

    private func learn(_ frequencies: [Double], matches: Double) -> MatchKinds {
        let expected = frequencies.map { matches * $0 }
        var levels = counts.all.map { [Double](repeating: 0, count: $0.count) }
        for (pattern, expected) in zip(patterns, expected) {
            for comparison in levels.indices { levels[comparison][Int(pattern[comparison])] += expected }
        }
        return MatchKinds(patterns, expected: expected, weights: counts.weights(expected: levels), plan: counts.plan)
    }

    private static let moving: [Truth] = [
        (0.8, [0.05, 0.1, 0.05, 0.02, 0.02]), (0.2, [0.05, 0.1, 0.05, 0.9, 0.9]),
    ]

    /// The excess of a pattern is its frequency over the product of its levels' frequencies, which is known here.
    @Test func whatGoesTogetherIsFound() {
        let frequencies = frequencies(Self.moving)
        let kinds = learn(frequencies, matches: 200_000)
        let differs = (0..<5).map { comparison in
            Self.moving.reduce(0) { $0 + $1.share * $1.differs[comparison] }
        }
        let alone = self.frequencies([(1, differs)])
        for (number, pattern) in patterns.enumerated() where frequencies[number] > 0.001 {
            let excess = log2(frequencies[number] / alone[number])
            #expect(abs(kinds.excess(pattern) - excess) < 0.15, "\(number): \(kinds.excess(pattern)) for \(excess)")
        }
    }

    @Test func nothingIsFoundWhereNothingGoesTogether() {
        let frequencies = frequencies([(1, [0.05, 0.1, 0.05, 0.2, 0.2])])
        let kinds = learn(frequencies, matches: 200_000)
        for (number, pattern) in patterns.enumerated() where frequencies[number] > 0.001 {
            #expect(abs(kinds.excess(pattern)) < 0.05)
        }
    }

    /// A few matches teach little of what goes together.
    @Test func fewMatchesSayLittle() {
        let (few, many) = (
            learn(frequencies(Self.moving), matches: 40), learn(frequencies(Self.moving), matches: 200_000)
        )
        #expect(many.excess(patterns[0b00111]) > 1.5)
        #expect(abs(few.excess(patterns[0b00111])) < 0.5)
        #expect(learn(frequencies(Self.moving), matches: 0).excess(patterns[0]) == 0)
    }

    @Test func kindsAreReadFromARecord() throws {
        let kinds = learn(frequencies(Self.moving), matches: 1_000)
        let read = try #require(MatchKinds(kinds.kinds))
        for pattern in patterns { #expect(abs(read.excess(pattern) - kinds.excess(pattern)) < 1e-9) }
        #expect(MatchKinds([]) == nil && MatchKinds(Array(kinds.kinds.dropLast())) == nil)
        #expect(abs(kinds.kinds.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    }

    /// A pair's weight is the sum of what is shown of it.
    @Test func evidenceAddsUp() throws {
        let pairs = try GeneratedPeople(seed: 62, [0..<200, 40..<240], .init(errors: 0.2)).scored()
        #expect(pairs.all.contains { abs(pairs.evidence($0).together) > 0.01 })
        for pair in pairs.all {
            let evidence = pairs.evidence(pair)
            let sum = evidence.bits.reduce(pairs.prior + evidence.together + evidence.relatives, +)
            #expect(abs(sum - pair.weight) < 1e-9)
        }
    }
}

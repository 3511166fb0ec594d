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

    private init(counts: LevelCounts, patterns: [LevelPattern]) { (self.counts, self.patterns) = (counts, patterns) }

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

    /// However matches gather in one pattern, and in whatever order patterns are.
    @Test func theStartHoldsNothingBack() {
        let kinds: [Truth] = [(0.9, [0.01, 0.01, 0.01, 0.01, 0.01]), (0.1, [0.01, 0.01, 0.01, 0.8, 0.8])]
        let found = learn(frequencies(kinds), matches: 100_000)
        #expect(found.excess(patterns[0b00111]) > 2)
        let turned = Self(counts: counts, patterns: patterns.reversed()).learn(
            frequencies(kinds).reversed(),
            matches: 100_000
        )
        for pattern in patterns { #expect(abs(found.excess(pattern) - turned.excess(pattern)) < 1e-6) }
    }

    /// Which of the common values it is, such as which sex, is told though the commoner one is more frequent among matches than by chance.
    @Test func whoseNamesChangeIsFound() throws {
        var people = GeneratedPeople(seed: 64, [0..<200, 0..<200])
        for file in people.files.indices {
            for row in people.files[file].indices { people.files[file][row].fields[3] = row % 20 < 11 ? "f" : "m" }
        }
        let counts = try PreparedSearch(people).counts
        let parts = counts.plan.comparisons.map(\.distributions[0])
        // Women are 55 % of the records and 70 % of the matches; half of theirs differ in last name, of men's none.
        func pattern(isWoman: Bool, differs: Bool) -> LevelPattern {
            LevelPattern(
                parts.enumerated().map { comparison, levels in
                    switch comparison {
                    case 1 where differs: UInt8(levels.lowerBound)
                    case 3: UInt8(levels.upperBound - (isWoman ? 3 : 2))
                    default: UInt8(levels.upperBound - 2)
                    }
                }[...]
            )
        }
        let told = [(true, true, 0.35), (true, false, 0.35), (false, false, 0.3)]
        let learning = Self(counts: counts, patterns: told.map { pattern(isWoman: $0.0, differs: $0.1) })
        let kinds = learning.learn(told.map(\.2), matches: 200_000)
        #expect(kinds.excess(pattern(isWoman: true, differs: true)) > 0.3)
        #expect(kinds.excess(pattern(isWoman: false, differs: true)) < -2)
        #expect(kinds.excess(pattern(isWoman: false, differs: false)) > 0.3)
    }

    @Test func kindsAreReadFromARecord() throws {
        let kinds = learn(frequencies(Self.moving), matches: 1_000)
        let read = try #require(MatchKinds(kinds.kinds))
        for pattern in patterns { #expect(abs(read.excess(pattern) - kinds.excess(pattern)) < 1e-9) }
        let many = MatchKinds.Kind(share: 0.25, bits: [[Double]](repeating: [0, 0], count: 40))
        let great = MatchKinds.Kind(share: 0.25, bits: [[0, 2_000]])
        #expect(MatchKinds([many, many, many, many]) == nil && MatchKinds([great, great, great, great]) == nil)
        #expect(MatchKinds([]) == nil && MatchKinds(Array(kinds.kinds.dropLast())) == nil)
        #expect(abs(kinds.kinds.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    }

    /// Of all kinds together as often as in all matches.
    @Test func kindsAddUpToAllMatches() throws {
        let people = GeneratedPeople(seed: 63, [0..<500, 0..<500], .init(errors: 0.2))
        let kinds = try people.scored().kindSummaries
        #expect(abs(kinds.reduce(0) { $0 + $1.share } - 1) < 1e-6)
        #expect(kinds.map(\.share) == kinds.map(\.share).sorted(by: >))
        for comparison in 0..<5 {
            let agreement = kinds.map { $0.agreement[comparison] }
            #expect(agreement[0].name == GeneratedPeople.fields[comparison].0)
            let mean = zip(kinds, agreement).reduce(0) { $0 + $1.0.share * $1.1.inKind }
            #expect(abs(mean - agreement[0].inAll) < 0.01 && 0.7...1 ~= agreement[0].inAll)
        }
    }

    /// A pair's weight is the sum of what is shown of it.
    @Test func evidenceAddsUp() throws {
        let pairs = try GeneratedPeople(seed: 62, [0..<500, 0..<500], .init(errors: 0.2)).scored()
        #expect(pairs.all.contains { abs(pairs.evidence($0).together) > 0.01 })
        for pair in pairs.all {
            let evidence = pairs.evidence(pair)
            let sum = evidence.bits.reduce(pairs.prior + evidence.together + evidence.relatives, +)
            #expect(abs(sum - pair.weight) < 1e-9)
        }
    }
}

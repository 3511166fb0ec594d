// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// Links by match weights on generated people, against what was generated.
@Suite struct ScoredLinkageTests {
    /// A link by the records' numbers in their files, which no order of rows changes.
    private struct Link: Hashable {
        var a: Int
        var b: Int
    }

    private static func probabilities(_ people: GeneratedPeople, _ pairs: ScoredPairs, isTurned: Bool = false) -> [Link:
        Double]
    {
        var found: [Link: Double] = [:]
        for pair in pairs.all {
            let (a, b) = (people.files[0][pair.rowA].number, people.files[1][pair.rowB].number)
            found[isTurned ? Link(a: b, b: a) : Link(a: a, b: b)] = pair.probability
        }
        return found
    }

    /// Whether two runs say the same of every pair that either finds likely.
    private static func differences(_ one: [Link: Double], _ other: [Link: Double], by most: Double) -> [Link] {
        Set(one.keys).union(other.keys).filter { abs((one[$0] ?? 0) - (other[$0] ?? 0)) > most }
    }

    /// Neither the order of rows nor which dataset is the first.
    @Test(arguments: [1, 2] as [UInt64])
    func orderDoesNotMatter(seed: UInt64) throws {
        let people = GeneratedPeople(seed: seed, [0..<80, 30..<120], .init(duplicates: seed == 2 ? 0.1 : 0))
        let shuffled = people.shuffled(seed: seed + 100)
        var turned = people
        turned.files.swapAt(0, 1)
        let pairs = try (people.scored(), shuffled.scored(), turned.scored())
        #expect(pairs.0.links(people.isMatch).right > 40)
        let found = (
            Self.probabilities(people, pairs.0), Self.probabilities(shuffled, pairs.1),
            Self.probabilities(turned, pairs.2, isTurned: true)
        )
        #expect(Self.differences(found.0, found.1, by: 1e-3) == [])
        #expect(Self.differences(found.0, found.2, by: 0.02) == [])
        #expect(abs(pairs.0.expectedMatches - pairs.1.expectedMatches) < 0.01)
        #expect(abs(pairs.0.expectedMatches - pairs.2.expectedMatches) < 0.1)
    }

    /// To the last bit: what threads and kernels give is put together in one order.
    @Test func threadsAndKernelsChangeNothing() throws {
        let people = GeneratedPeople(seed: 5, [0..<40, 10..<50])
        let first = try people.scored(threads: 1, kernel: KernelChoice.choose("portable"))
        #expect(first.links(people.isMatch).right > 20)
        for (threads, name) in zip([2, 5, 2, 5, 2, 5], KernelChoice.supportedNames.reversed()) {
            try Self.expectEqual(first, people.scored(threads: threads, kernel: KernelChoice.choose(name)))
        }
    }

    private static func expectEqual(_ one: ScoredPairs, _ other: ScoredPairs) {
        #expect(one.all == other.all)
        #expect(one.expectedMatches == other.expectedMatches && one.prior == other.prior)
        #expect(one.passes == other.passes)
    }

    /// The share of the smaller file that has a partner, in hundredths.
    @Test(arguments: [5, 20, 60, 100])
    func expectedMeasuresAreNearTheTruth(overlap: Int) throws {
        let size = 200
        let people = GeneratedPeople(
            seed: UInt64(overlap),
            [0..<size, size - size * overlap / 100..<2 * size - size * overlap / 100]
        )
        let pairs = try people.scored()
        let (measures, right) = pairs.links(people.isMatch)
        let matches = Double(people.matches())
        let precision = Double(right) / Double(max(1, measures.links))
        #expect(pairs.isSane)
        #expect(abs(pairs.expectedMatches - matches) < max(4, 0.05 * matches))
        // One link may always be wrong.
        #expect(abs(measures.precision.value - precision) < 0.02 + 1 / Double(max(1, measures.links)))
        #expect(Double(right) / matches > 0.9)
    }

    /// Of the pairs said to be matches with a probability, about so many are, with messy data that leave doubt.
    @Test func probabilitiesAreCalibrated() throws {
        let edges = [0.0, 0.01, 0.1, 0.35, 0.65, 0.9, 0.99, 1.01]
        var (sums, variances, right, counts) = ([Double](), [Double](), [Int](), [Int]())
        for _ in edges.dropFirst() {
            sums.append(0)
            variances.append(0)
            right.append(0)
            counts.append(0)
        }
        for seed in 11...12 as ClosedRange<UInt64> {
            let people = GeneratedPeople(
                seed: seed,
                [0..<240, 100..<340],
                .init(errors: 0.2, missing: 0.15, families: 0.4)
            )
            for pair in try people.scored().all {
                let bin = edges.lastIndex { $0 <= pair.probability } ?? 0
                sums[bin] += pair.probability
                variances[bin] += pair.probability * (1 - pair.probability)
                right[bin] += people.isMatch(pair.rowA, pair.rowB) ? 1 : 0
                counts[bin] += 1
            }
        }
        for bin in sums.indices {
            // Beyond the binomial interval, what a model learnt from a few hundred matches may be off.
            let interval = 3 * variances[bin].squareRoot() + 0.05 * sums[bin] + 3
            #expect(abs(Double(right[bin]) - sums[bin]) < interval, "probabilities from \(edges[bin])")
        }
        #expect(counts.allSatisfy { $0 > 2 })
    }

    @Test func duplicatesAreFound() throws {
        let people = GeneratedPeople(seed: 21, [0..<200, 80..<280], .init(duplicates: 0.15))
        let pairs = try people.scored()
        let clusters = try #require(pairs.clusterOfRow)
        for (file, clusters) in [clusters.0, clusters.1].enumerated() {
            let records = people.files[file]
            var (found, right, true_) = (0, 0, 0)
            for first in records.indices {
                for second in records.indices where first < second {
                    let isOne = records[first].person == records[second].person
                    let isJoined = clusters[first] == clusters[second]
                    true_ += isOne ? 1 : 0
                    found += isJoined ? 1 : 0
                    right += isOne && isJoined ? 1 : 0
                }
            }
            #expect(true_ > 20)
            #expect(Double(right) > 0.85 * Double(true_) && Double(right) > 0.9 * Double(found))
        }
        let (measures, right) = pairs.links(people.isMatch)
        let matches = Double(people.matches())
        #expect(abs(pairs.expectedMatches - matches) < 0.08 * matches)
        #expect(Double(right) > 0.9 * matches && Double(right) > 0.93 * Double(measures.links))
    }

    /// Families share fields; without duplicates hardly any are joined.
    @Test func familiesAreNoDuplicates() throws {
        let people = GeneratedPeople(seed: 22, [0..<200, 80..<280], .init(families: 0.6))
        let pairs = try people.scored()
        if let (first, second) = pairs.clusterOfRow {
            #expect(first.enumerated().count { $0.offset != Int($0.element) } <= 4)
            #expect(second.enumerated().count { $0.offset != Int($0.element) } <= 4)
        }
        let (measures, right) = pairs.links(people.isMatch)
        #expect(Double(right) > 0.93 * Double(measures.links) && right > 110)
    }

    /// Names that changed places are compared across, and that helps to find them.
    @Test func swappedNamesAreFound() throws {
        var people = GeneratedPeople(seed: 23, [0..<180, 50..<230], .init(errors: 0.1))
        for row in people.files[1].indices where row % 5 == 0 { people.files[1][row].fields.swapAt(0, 1) }
        let pairs = try people.scored()
        #expect(pairs.comparisonNames.contains("first~last"))
        let likely = Set(pairs.all.filter { $0.probability > 0.5 }.map { [$0.rowA, $0.rowB] })
        let swapped = people.files[0].indices.flatMap { a in
            people.files[1].indices.filter { $0 % 5 == 0 && people.isMatch(a, $0) }.map { [a, $0] }
        }
        #expect(swapped.count > 20)
        #expect(Double(swapped.count { likely.contains($0) }) > 0.85 * Double(swapped.count))
    }

    /// One event is told once: names in each other's place do not count as two names that differ besides.
    @Test func swappedNamesAreTheirOwnEvidence() throws {
        var people = GeneratedPeople(seed: 29, [0..<180, 50..<230], .init(errors: 0))
        for row in people.files[1].indices where row % 5 == 0 { people.files[1][row].fields.swapAt(0, 1) }
        let pairs = try people.scored()
        let names = pairs.comparisonNames
        let (first, last) = (try #require(names.firstIndex(of: "first")), try #require(names.firstIndex(of: "last")))
        let across = try ["first~last", "last~first"].map { try #require(names.firstIndex(of: $0)) }
        let named = pairs.all.filter { pair in
            people.isMatch(pair.rowA, pair.rowB)
                && (people.files[0][pair.rowA].fields[..<2] + people.files[1][pair.rowB].fields[..<2])
                    .allSatisfy { !$0.isEmpty }
        }
        #expect(named.count { $0.rowB % 5 == 0 } > 20)
        for pair in named {
            let isSwapped = pair.rowB % 5 == 0
            #expect((pair.levels[first] == 0) == isSwapped && (pair.levels[last] == 0) == isSwapped)
            for comparison in across { #expect((pair.levels[comparison] > 0) == isSwapped) }
        }
    }

    /// Who marries may keep the family name as a middle name: that it moved tells why the others differ, and these tell nothing besides.
    @Test func movedNamesAreTheirOwnEvidence() throws {
        var people = GeneratedPeople(seed: 31, [0..<180, 50..<230], .init(errors: 0))
        for row in people.files[1].indices where row % 5 == 0 {
            people.files[1][row].fields[0] = people.files[1][row].fields[1]
            people.files[1][row].fields[1] = people.files[1][(row + 7) % people.files[1].count].fields[1]
        }
        let pairs = try people.scored()
        let names = pairs.comparisonNames
        let (first, last) = (try #require(names.firstIndex(of: "first")), try #require(names.firstIndex(of: "last")))
        let moved = try #require(names.firstIndex(of: "last~first"))
        func isMoved(_ rowA: Int, _ rowB: Int) -> Bool {
            let fields = people.files[0][rowA].fields[..<2] + people.files[1][rowB].fields[..<2]
            return rowB % 5 == 0 && people.isMatch(rowA, rowB) && fields.allSatisfy { !$0.isEmpty }
                && fields[1] != fields[3]
        }
        let matches = pairs.all.filter { isMoved($0.rowA, $0.rowB) }
        let made = people.files[0].indices.reduce(0) { sum, rowA in
            sum + people.files[1].indices.count { isMoved(rowA, $0) }
        }
        #expect(matches.count == made && made > 15)
        for pair in matches {
            #expect(pair.levels[first] == 0 && pair.levels[last] == 0 && pair.levels[moved] > 0)
            #expect(pair.weight > 0)
        }
    }

    /// A name that stands in both columns has not moved from its own: that it is equal there counts, and that the other one differs.
    @Test func copiedNamesHaveNotMoved() throws {
        var people = GeneratedPeople(seed: 37, [0..<180, 50..<230], .init(errors: 0))
        for row in people.files[1].indices where row % 5 == 0 {
            people.files[1][row].fields[0] = people.files[1][row].fields[1]
        }
        let pairs = try people.scored()
        let names = pairs.comparisonNames
        let (first, last) = (try #require(names.firstIndex(of: "first")), try #require(names.firstIndex(of: "last")))
        let copied = try #require(names.firstIndex(of: "last~first"))
        let matches = pairs.all.filter { pair in
            let fields = people.files[0][pair.rowA].fields[..<2] + people.files[1][pair.rowB].fields[..<2]
            return pair.rowB % 5 == 0 && people.isMatch(pair.rowA, pair.rowB) && fields.allSatisfy { !$0.isEmpty }
        }
        #expect(matches.count > 15)
        for pair in matches {
            #expect(pair.levels[first] > 0 && pair.levels[last] > 0 && pair.levels[copied] > 0)
        }
    }
}

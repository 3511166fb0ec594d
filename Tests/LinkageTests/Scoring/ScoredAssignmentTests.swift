// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Glibc
import Linkage
import TestSupport
import Testing

@Suite struct ScoredAssignmentTests {
    /// A record: dataset and row.
    private typealias Record = SIMD2<Int>
    private typealias Wish = (weight: Double, first: Record, second: Record)

    /// A linkage of some files with everything that assignment asks for.
    private struct Case {
        let input: ScoringInput
        let scored: [(pairs: ScoredPairs, cut: Double)]

        init(_ people: GeneratedPeople, cut: Double) throws {
            input = try people.input()
            var linkage = try ScoredLinkage(input, control: RunControl(threads: 1))
            var scored: [(pairs: ScoredPairs, cut: Double)] = []
            for first in input.datasets.indices {
                for second in input.datasets.indices where first < second {
                    scored.append((try linkage.score(DatasetPair(first: first, second: second)), cut))
                }
            }
            self.scored = scored
        }

        func assigned(_ rule: ScoredAssignmentRule) -> ScoredAssignment {
            ScoredAssignment(scored, ranks: input.datasets.map { TokenRanks(tokens: $0.tokens) }, rule: rule)
        }

        private func token(_ record: Record) -> [UInt8] {
            Array(input.datasets[record.x].tokens[record.y * 16..<record.y * 16 + 16])
        }

        /// The groups by the plainest reading of the rules, with the number of pairs turned away.
        func expected(_ rule: ScoredAssignmentRule) -> (groups: Set<Set<Record>>, conflicts: Int) {
            var groups = Set(
                input.datasets.indices.flatMap { dataset in
                    (0..<input.datasets[dataset].rows).map { Set([Record(dataset, $0)]) }
                }
            )
            func group(of record: Record) -> Set<Record> { groups.first { $0.contains(record) } ?? [] }
            func join(_ first: Set<Record>, _ second: Set<Record>) {
                groups.subtract([first, second])
                groups.insert(first.union(second))
            }
            for (pairs, _) in scored {
                guard let clusters = pairs.clusterOfRow else { continue }
                for (dataset, clusters) in [(pairs.datasets.first, clusters.0), (pairs.datasets.second, clusters.1)] {
                    for (row, cluster) in clusters.enumerated() {
                        join(group(of: Record(dataset, row)), group(of: Record(dataset, Int(cluster))))
                    }
                }
            }
            var wishes: [Wish] = []
            for (pairs, cut) in scored {
                wishes += pairs.all.filter { $0.probability >= cut }.map {
                    ($0.weight, Record(pairs.datasets.first, $0.rowA), Record(pairs.datasets.second, $0.rowB))
                }
            }
            wishes.sort { left, right in
                if left.weight != right.weight { return left.weight > right.weight }
                let (l, r) = ([left.first.x, left.second.x], [right.first.x, right.second.x])
                if l != r { return l.lexicographicallyPrecedes(r) }
                return (token(left.first) + token(left.second))
                    .lexicographicallyPrecedes(token(right.first) + token(right.second))
            }
            if rule == .mutualBest {
                let all = wishes
                func best(_ record: Record, in dataset: Int) -> Set<Set<Record>> {
                    let own = group(of: record)
                    let offers = all.flatMap { [($0.weight, $0.first, $0.second), ($0.weight, $0.second, $0.first)] }
                        .filter { own.contains($0.1) && $0.2.x == dataset }
                    let most = offers.map(\.0).max()
                    return Set(offers.filter { $0.0 == most }.map { group(of: $0.2) })
                }
                wishes = all.filter { wish in
                    best(wish.first, in: wish.second.x) == [group(of: wish.second)]
                        && best(wish.second, in: wish.first.x) == [group(of: wish.first)]
                }
            }
            var unchosen: [Wish] = []
            if rule == .optimal {
                let chosen = optimal(wishes, of: Array(groups))
                unchosen = wishes.filter { !chosen.contains([$0.first, $0.second]) }
                wishes = wishes.filter { chosen.contains([$0.first, $0.second]) }
            }
            let sizes = input.datasets.map(\.rows)
            let largest = sizes.firstIndex(of: sizes.max() ?? 0)
            var conflicts = 0
            for wish in wishes {
                let (first, second) = (group(of: wish.first), group(of: wish.second))
                guard first != second else { continue }
                let both = Set(first.map(\.x)).intersection(second.map(\.x))
                let isAllowed =
                    switch rule {
                    case .greedy, .mutualBest, .optimal: both.isEmpty
                    case .oneToMany: !both.contains(largest ?? 0)
                    case .manyToMany: true
                    }
                if isAllowed { join(first, second) } else { conflicts += 1 }
            }
            return (groups, conflicts + unchosen.count { group(of: $0.first) != group(of: $0.second) })
        }

        /// The pairs that are chosen between each two datasets, where the records of a cluster are one.
        private func optimal(_ wishes: [Wish], of clusters: [Set<Record>]) -> Set<[Record]> {
            func node(_ record: Record) -> Int { clusters.firstIndex { $0.contains(record) } ?? 0 }
            var chosen: Set<[Record]> = []
            for (pairs, cut) in scored {
                let here = wishes.filter {
                    $0.first.x == pairs.datasets.first && $0.second.x == pairs.datasets.second
                }
                let nodes = here.map { wish in
                    let gain = wish.weight - log2(cut / (1 - cut))
                    return OptimalChoice.Pair(
                        first: node(wish.first),
                        second: node(wish.second),
                        gain: Int64(max(1, gain * 0x1p20))
                    )
                }
                let choice = OptimalChoice(nodes, nodes: clusters.count)
                for (wish, isChosen) in zip(here, choice.isChosen) where isChosen {
                    chosen.insert([wish.first, wish.second])
                }
            }
            return chosen
        }
    }

    private static func groups(_ assignment: ScoredAssignment) -> Set<Set<Record>> {
        var groups: [UInt32: Set<Record>] = [:]
        for (dataset, numbers) in assignment.groups.enumerated() {
            for (row, number) in numbers.enumerated() { groups[number, default: []].insert(Record(dataset, row)) }
        }
        return Set(groups.values)
    }

    /// Datasets that were not linked join nothing, also not what they took for duplicates.
    @Test func whatIsNotLinkedJoinsNoDuplicates() throws {
        let people = GeneratedPeople(seed: 3, [0..<100, 50..<150], .init(errors: 0.1, missing: 0.1, duplicates: 0.3))
        let linked = try Case(people, cut: 0.5)
        #expect(linked.scored[0].pairs.clusterOfRow != nil)
        #expect(linked.assigned(.greedy).groupCount < people.files.reduce(0) { $0 + $1.count })
        let doubted = try Case(people, cut: 2).assigned(.greedy)
        #expect(doubted.groupCount == people.files.reduce(0) { $0 + $1.count })
    }

    /// Three files with duplicates and families, and a cut so low that much is turned away.
    @Test func groupsAreThoseOfTheRules() throws {
        let people = GeneratedPeople(
            seed: 6,
            [0..<30, 10..<40, 15..<50],
            .init(errors: 0.25, missing: 0.2, families: 0.5, duplicates: 0.2)
        )
        let linked = try Case(people, cut: 1e-4)
        var conflicts: [ScoredAssignmentRule: Int] = [:]
        for rule in ScoredAssignmentRule.allCases {
            let assignment = linked.assigned(rule)
            let expected = linked.expected(rule)
            #expect(Self.groups(assignment) == expected.groups, "\(rule)")
            #expect(assignment.conflicts == expected.conflicts && assignment.ties <= assignment.conflicts)
            #expect(assignment.groupCount == expected.groups.count)
            for group in expected.groups {
                for record in group {
                    #expect(assignment.isLinked[record.x][record.y] == (Set(group.map(\.x)).count > 1))
                    #expect(
                        assignment.joins((record.x, record.y), ((group.first ?? record).x, (group.first ?? record).y))
                    )
                }
            }
            conflicts[rule] = expected.conflicts
        }
        #expect(conflicts[.greedy] ?? 0 > 10)
        #expect(conflicts[.manyToMany] == 0)
    }

    /// Records that cannot be told apart: whom a record gets is decided by tokens, whatever the order of rows.
    @Test func tiesAreDecidedByTokens() throws {
        var people = GeneratedPeople(seed: 8, [0..<24, 8..<40], .init(errors: 0, missing: 0, families: 0))
        for file in people.files.indices {
            // Four people in turn are all there is.
            for row in people.files[file].indices {
                let number = people.files[file][row].number
                people.files[file][row].fields = ["ab", "ba", "1\(number % 4)", "2\(number % 4)", "3\(number % 4)"]
            }
        }
        func numbers(_ people: GeneratedPeople, _ rule: ScoredAssignmentRule) throws -> Set<Set<Record>> {
            let linked = try Case(people, cut: 1e-9)
            let assignment = linked.assigned(rule)
            #expect(Self.groups(assignment) == linked.expected(rule).groups)
            #expect(rule == .mutualBest || assignment.ties > 0 || assignment.conflicts == 0)
            return Set(
                Self.groups(assignment).map { group in
                    Set(group.map { Record($0.x, people.files[$0.x][$0.y].number) })
                }
            )
        }
        for rule in [ScoredAssignmentRule.greedy, .mutualBest, .optimal] {
            #expect(try numbers(people, rule) == numbers(people.shuffled(seed: 9), rule))
        }
    }

    /// No other rule of one to one reaches the total of `optimal`, and greedy falls short of it where families are confused.
    @Test func optimalHasTheGreatestTotal() throws {
        var fallsShort = 0
        for seed in 0..<4 as Range<UInt64> {
            let people = GeneratedPeople(
                seed: seed,
                [0..<60, 20..<80],
                .init(errors: 0.35, missing: 0.2, families: 0.8, duplicates: 0.2)
            )
            let cut = 0.01
            let linked = try Case(people, cut: cut)
            let pairs = linked.scored[0].pairs.all.filter { $0.probability >= cut }
            func total(_ rule: ScoredAssignmentRule) -> Double {
                let assignment = linked.assigned(rule)
                var best: [UInt32: Double] = [:]
                for pair in pairs where assignment.joins((0, pair.rowA), (1, pair.rowB)) {
                    let group = assignment.groups[0][pair.rowA]
                    best[group] = max(best[group] ?? 0, pair.weight - log2(cut / (1 - cut)))
                }
                return best.values.reduce(0, +)
            }
            let optimal = total(.optimal)
            let nothing = 1e-3
            #expect(total(.greedy) <= optimal + nothing && total(.mutualBest) <= optimal + nothing)
            fallsShort += total(.greedy) < optimal - nothing ? 1 : 0
            #expect(linked.assigned(.optimal).greedyComponents == 0)
        }
        #expect(fallsShort > 0)
    }

    /// Nothing beyond the cut: everybody is alone.
    @Test func nothingBeyondTheCutLinksNobody() throws {
        let linked = try Case(GeneratedPeople(seed: 9, [0..<20, 10..<30]), cut: 1.1)
        for rule in ScoredAssignmentRule.allCases {
            let assignment = linked.assigned(rule)
            #expect(assignment.groupCount == 40 && assignment.conflicts == 0)
            #expect(assignment.isLinked.joined().allSatisfy { !$0 })
        }
    }
}

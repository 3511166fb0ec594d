// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

@Suite struct AssignmentTests {
    /// A small case: datasets of a few rows with random candidates of few different similarities, so that ties abound.
    private struct Case {
        var input: LinkageInput
        var candidates: [CandidatePair]

        init(seed: UInt64) throws {
            var random = SplitMix64(seed: seed)
            let sizes = (0..<Int.random(in: 2...4, using: &random)).map { _ in Int.random(in: 1...5, using: &random) }
            let row = [UInt8](repeating: 1, count: 8)
            input = try LinkageInput(
                sizes.enumerated().map { try dataset("\($0)", [[UInt8]](repeating: row, count: $1), &random) }
            )
            candidates = []
            for a in sizes.indices {
                for b in sizes.indices where b > a {
                    for i in 0..<sizes[a] {
                        for j in 0..<sizes[b] where Bool.random(using: &random) {
                            let sum = UInt32.random(in: 4...7, using: &random)
                            let common = UInt32.random(in: 1...2, using: &random)
                            candidates.append(CandidatePair(a, i, b, j, common, sum))
                        }
                    }
                }
            }
            candidates.shuffle(using: &random)
        }

        func token(_ dataset: UInt32, _ row: UInt32) -> [UInt8] {
            Array(input.datasets[Int(dataset)].tokens[16 * Int(row)..<16 * Int(row) + 16])
        }

        /// Groups by the definition: take the first remaining candidate in the total order, join if no dataset would occur twice.
        func expected(mutualBest: Bool) -> Set<Set<[UInt32]>> {
            var groups = Set(
                input.datasets.enumerated().flatMap { number, dataset in
                    (0..<dataset.rows).map { Set([[UInt32(number), UInt32($0)]]) }
                }
            )
            var left = candidates.filter { !mutualBest || isMutualBest($0) }
            while let index = left.indices.max(by: { isBefore(left[$1], left[$0]) }) {
                let pair = left.remove(at: index)
                guard let first = groups.first(where: { $0.contains([pair.datasetA, pair.rowA]) }),
                    let second = groups.first(where: { $0.contains([pair.datasetB, pair.rowB]) }), first != second,
                    Set(first.map { $0[0] }).isDisjoint(with: second.map { $0[0] })
                else { continue }
                groups.remove(first)
                groups.remove(second)
                groups.insert(first.union(second))
            }
            return groups
        }

        private func isBefore(_ left: CandidatePair, _ right: CandidatePair) -> Bool {
            let (leftValue, rightValue) = (left.intersection * right.popcountSum, right.intersection * left.popcountSum)
            if leftValue != rightValue { return leftValue > rightValue }
            return key(left).lexicographicallyPrecedes(key(right))
        }

        private func key(_ pair: CandidatePair) -> [UInt8] {
            [UInt8(pair.datasetA), UInt8(pair.datasetB)] + token(pair.datasetA, pair.rowA)
                + token(pair.datasetB, pair.rowB)
        }

        private func isMutualBest(_ pair: CandidatePair) -> Bool {
            candidates.allSatisfy { other in
                guard other.datasetA == pair.datasetA, other.datasetB == pair.datasetB else { return true }
                guard other.rowA == pair.rowA || other.rowB == pair.rowB else { return true }
                let isSame = other.rowA == pair.rowA && other.rowB == pair.rowB
                return isSame || other.intersection * pair.popcountSum < pair.intersection * other.popcountSum
            }
        }
    }

    private func groups(_ assignment: Assignment) -> Set<Set<[UInt32]>> {
        var members: [UInt32: Set<[UInt32]>] = [:]
        for (dataset, rows) in assignment.groups.enumerated() {
            for (row, group) in rows.enumerated() {
                members[group, default: []].insert([UInt32(dataset), UInt32(row)])
            }
        }
        #expect(members.count == assignment.groupCount)
        return Set(members.values)
    }

    @Test(arguments: [AssignmentRule.greedy, .mutualBest], 0..<150 as Range<UInt64>)
    func groupsAreThoseOfTheDefinition(rule: AssignmentRule, seed: UInt64) throws {
        let sample = try Case(seed: seed)
        let assignment = try Assignment(sample.candidates, of: sample.input, rule: rule)
        #expect(groups(assignment) == sample.expected(mutualBest: rule == .mutualBest))
        var sizes: [[UInt32]: Int] = [:]
        for group in groups(assignment) {
            for member in group { sizes[member] = group.count }
        }
        for (dataset, rows) in assignment.isLinked.enumerated() {
            for (row, isLinked) in rows.enumerated() {
                #expect(isLinked == (sizes[[UInt32(dataset), UInt32(row)], default: 0] > 1))
            }
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func theOrderOfCandidatesChangesNothing(seed: UInt64) throws {
        let sample = try Case(seed: seed)
        var random = SplitMix64(seed: seed)
        let first = try Assignment(sample.candidates, of: sample.input)
        let second = try Assignment(sample.candidates.shuffled(using: &random), of: sample.input)
        #expect(first.groups == second.groups)
        #expect(first.tally == second.tally)
    }

    /// The same records in another order of rows give the same groups of tokens.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func theOrderOfRowsChangesNothing(seed: UInt64) throws {
        let sample = try Case(seed: seed)
        let turned = try LinkageInput(
            sample.input.datasets.map { dataset in
                let tokens = (0..<dataset.rows).reversed().flatMap { dataset.tokens[16 * $0..<16 * $0 + 16] }
                return try LinkageDataset(
                    name: dataset.name,
                    tokens: tokens,
                    popcounts: dataset.popcounts,
                    source: dataset.source
                )
            }
        )
        let candidates = sample.candidates.map { pair in
            var pair = pair
            pair.rowA = UInt32(sample.input.datasets[Int(pair.datasetA)].rows) - 1 - pair.rowA
            pair.rowB = UInt32(sample.input.datasets[Int(pair.datasetB)].rows) - 1 - pair.rowB
            return pair
        }
        let turnedGroups = try groups(Assignment(candidates, of: turned)).map { group in
            Set(group.map { [$0[0], UInt32(turned.datasets[Int($0[0])].rows) - 1 - $0[1]] })
        }
        #expect(try Set(turnedGroups) == groups(Assignment(sample.candidates, of: sample.input)))
    }

    @Test func conflictsAndTiesAreCounted() throws {
        var random = SplitMix64(seed: 1)
        let row = [UInt8](repeating: 1, count: 8)
        let input = try LinkageInput([
            dataset("a", [row, row], &random), dataset("b", [row, row], &random), dataset("c", [row], &random),
        ])
        let assignment = try Assignment(
            [
                CandidatePair(0, 0, 1, 0, 9, 20),  // joins
                CandidatePair(0, 0, 1, 1, 8, 20),  // conflict: a0 is taken
                CandidatePair(0, 1, 2, 0, 14, 40),  // joins at 0.7
                CandidatePair(1, 1, 2, 0, 7, 20),  // joins at 0.7
                CandidatePair(0, 0, 2, 0, 7, 20),  // conflict, and c0 was joined at 0.7 too: a tie
                CandidatePair(0, 1, 1, 1, 6, 20),  // both are in one group already
            ],
            of: input
        )
        #expect(assignment.tally.conflicts == 2)
        #expect(assignment.tally.ties == 1)
        #expect(assignment.tally.assigned == 4 && assignment.tally.notTried == 0)
        // 2·8/20 and 2·7/20; only the latter was a tie.
        #expect(
            assignment.tally.conflictsBySimilarity[8_000] == 1 && assignment.tally.conflictsBySimilarity[7_000] == 1
        )
        #expect(assignment.tally.tiesBySimilarity[7_000] == 1)
        #expect(assignment.groupCount == 2)
    }

    @Test func moreThan64DatasetsMakeOneGroup() throws {
        var random = SplitMix64(seed: 1)
        let row = [randomFilter(bytes: 8, share: 128, &random)]
        let input = try LinkageInput((100..<170).map { try dataset("\($0)", row, &random) })
        let found = try AllPairs.candidates(in: input, threshold: SimilarityThreshold("1"))
        #expect(found.count == 70 * 69 / 2)
        let assignment = try Assignment(found, of: input)
        #expect(assignment.groupCount == 1 && assignment.tally.conflicts == 0)
    }

    @Test func idsAreOneAGroup() throws {
        var random = SplitMix64(seed: 8)
        var asked: [Int] = []
        let ids = try ProjectIDs(groupCount: 3) { count in
            asked.append(count)
            return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        #expect(asked == [48])
        #expect((0..<3).flatMap { Array(ids[$0]) } == ids.all)
        #expect(Set((0..<3).map { Array(ids[$0]) }).count == 3)
        #expect(throws: LinkageError.self) { try ProjectIDs(groupCount: 2) { [UInt8](repeating: 7, count: $0) } }
        #expect(throws: LinkageError.self) { try ProjectIDs(groupCount: 2) { Array((0..<$0 - 1).map { UInt8($0) }) } }
    }
}

extension CandidatePair {
    fileprivate init(_ a: Int, _ rowA: Int, _ b: Int, _ rowB: Int, _ intersection: UInt32, _ sum: UInt32) {
        self.init(
            datasetA: UInt32(a),
            rowA: UInt32(rowA),
            datasetB: UInt32(b),
            rowB: UInt32(rowB),
            intersection: intersection,
            popcountSum: sum
        )
    }
}

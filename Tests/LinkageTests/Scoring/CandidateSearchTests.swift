// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Faults
import Linkage
import TestSupport
import Testing

@Suite struct CandidateSearchTests {
    /// Names compared with one another, after the fields.
    private static let across = [(0, 1), (1, 0)]

    /// A search of generated people with nothing compared: every pair that a pass reaches stays.
    private static func search(
        _ people: GeneratedPeople,
        _ datasets: DatasetPair,
        across: [(Int, Int)] = [],
        threads: Int = 1,
        kernel: BitKernel? = nil
    ) throws -> (passes: [CandidatePass], pairs: [[Int]]) {
        let prepared = try PreparedSearch(
            people,
            datasets,
            across: across,
            pairsInAll: 0,
            threads: threads,
            kernel: kernel
        )
        let pairs = try prepared.pairs(.above(-1_000), threads: threads)
        #expect(pairs.reached == pairs.count)
        return (prepared.search.passes, (0..<pairs.count).map { [Int(pairs.a[$0]), Int(pairs.b[$0])] })
    }

    /// Whether a pass says that two records are worth a look, by its definition.
    private static func meets(_ pass: CandidatePass, _ a: [[UInt64]], _ b: [[UInt64]]) -> Bool {
        func isEmpty(_ filter: [UInt64]) -> Bool { filter.allSatisfy { $0 == 0 } }
        switch pass {
        case .equal(let comparisons):
            return comparisons.allSatisfy {
                let (vectorA, vectorB) = $0 < a.count ? ($0, $0) : across[$0 - a.count]
                return !isEmpty(a[vectorA]) && a[vectorA] == b[vectorB]
            }
        case .similar(let vector, let least):
            guard !isEmpty(a[vector]), !isEmpty(b[vector]) else { return false }
            let common = zip(a[vector], b[vector]).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
            let sum = (a[vector] + b[vector]).reduce(0) { $0 + $1.nonzeroBitCount }
            return 2 * common * 10_000 >= least * sum
        }
    }

    /// The pairs of two files, or inside one, that meet one of some passes, by a loop over all of them.
    private static func pairs(
        meeting passes: [CandidatePass],
        _ filters: [[[[UInt64]]]],
        _ datasets: DatasetPair
    ) -> [[Int]] {
        var pairs: [[Int]] = []
        for (a, left) in filters[datasets.first].enumerated() {
            for (b, right) in filters[datasets.second].enumerated() where datasets.first != datasets.second || a < b {
                if passes.contains(where: { meets($0, left, right) }) { pairs.append([a, b]) }
            }
        }
        return pairs
    }

    private static func words(_ filters: [[UInt8]]) -> [[UInt64]] {
        filters.map { filter in
            stride(from: 0, to: filter.count, by: 8).map { filter[$0..<$0 + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        }
    }

    /// Between two files and inside one, by a loop over all pairs.
    @Test(arguments: [1, 2] as [UInt64], [false, true])
    func pairsAreThoseThatMeetAPass(seed: UInt64, isWithin: Bool) throws {
        let people = GeneratedPeople(
            seed: seed,
            [0..<170, 60..<200],
            .init(errors: 0.2, missing: 0.2, duplicates: 0.1)
        )
        let datasets = DatasetPair(first: 0, second: isWithin ? 0 : 1)
        let found = try Self.search(people, datasets)
        let filters = people.filters().map { $0.map(Self.words) }
        let expected = Self.pairs(meeting: found.passes, filters, datasets)
        #expect(found.pairs == expected)
        // Neither nothing nor everything.
        #expect(expected.count > 500 && expected.count < people.files[0].count * people.files[datasets.second].count)
    }

    /// A few records beside many: what chance reaches between them would be nearly all pairs of the many, whose values are joined with each
    /// other too.
    @Test func aSmallFileDoesNotJoinAllOfALargeOne() throws {
        let people = GeneratedPeople(seed: 5, [0..<20, 0..<2_000], .init(errors: 0.1))
        let search = try PreparedSearch(people, pairsInAll: 0).search
        let many = people.filters()[1].map(Self.words)
        var joined = 0
        for case .similar(let vector, let least) in search.passes {
            let values = Array(Set(many.map { $0[vector] }))
            for (number, value) in values.enumerated() where value.contains(where: { $0 != 0 }) {
                joined += values[..<number].count { other in
                    let common = zip(value, other).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
                    let sum = (value + other).reduce(0) { $0 + $1.nonzeroBitCount }
                    return common > 0 && 2 * common * 10_000 >= least * sum
                }
            }
        }
        // 20 a record for each vector, with room for chance; all pairs would be 1,000.
        #expect(joined > 0 && joined < 40 * 2_000 * GeneratedPeople.fields.count)
    }

    /// A code that thousands of one file have and none of the other.
    ///
    /// Chance between them says nothing of it, and inside it would be all that is compared. The other codes are reached as ever.
    @Test func whatThousandsShareIsNotCompared() throws {
        var people = GeneratedPeople(
            seed: 6,
            [0..<2_500, 2_400..<2_700],
            .init(errors: 0, missing: 0, duplicates: 0.1)
        )
        let crowd = Set(people.files[0].indices.prefix(2_200))
        for row in crowd { people.files[0][row].fields[4] = "0" }
        let prepared = try PreparedSearch(people, inside: 0, pairsInAll: 0)
        #expect(prepared.search.passes.contains(.equal([4])))
        let found = try prepared.pairs(.above(-1_000))
        #expect(found.reached < 2_200 * 2_199 / 4)
        let pairs = Set((0..<found.count).map { [Int(found.a[$0]), Int(found.b[$0])] })
        let others = people.files[0].indices.filter { !crowd.contains($0) }
        let equal = others.flatMap { a in
            others.filter { a < $0 && people.files[0][a].fields[4] == people.files[0][$0].fields[4] }.map { [a, $0] }
        }
        #expect(equal.count > 5)
        #expect(pairs.isSuperset(of: equal))
    }

    /// Of pairs that weigh the same a few more stay than were asked for; of a crowd of records that are all one, none.
    @Test(arguments: [20, 80])
    func aCrowdOfEqualRecordsLeavesRoom(crowd: Int) throws {
        var people = GeneratedPeople(seed: 8, [0..<300, 0..<300], .init(errors: 0, missing: 0))
        for file in people.files.indices {
            for row in people.files[file].indices where people.files[file][row].person >= 300 - crowd {
                people.files[file][row].fields = ["jane", "roe", "19700101", "10001", "1"]
            }
        }
        let found = try PreparedSearch(people, pairsInAll: 0).pairs(.best(perRecord: 1))
        let pairs = (0..<found.count).map {
            (people.files[0][Int(found.a[$0])].person, people.files[1][Int(found.b[$0])].person)
        }
        #expect(pairs.count { $0.0 == $0.1 && $0.0 < 300 - crowd } == 300 - crowd)
        #expect(pairs.count { $0.0 >= 300 - crowd } == (crowd == 20 ? 20 * 20 : 0))
        #expect(found.count <= 4 * 300)
    }

    /// Names that changed places are reached where nothing else agrees, both at once where one is too common; between two files and inside
    /// one, by a loop over all pairs.
    @Test(arguments: [false, true], [false, true])
    func valuesThatMovedAreReached(areCommon: Bool, isWithin: Bool) throws {
        var people = GeneratedPeople(seed: 37, [0..<340, 120..<460], .init(errors: 0, missing: 0.1))
        for file in people.files.indices {
            for (row, record) in people.files[file].enumerated() {
                if areCommon {
                    let names = (record.person % 15, record.person / 15 % 15)
                    people.files[file][row].fields = ["name \(names.0)", "name \(names.1)", "", "", ""]
                }
                if file == 1, row % 4 == 0 {
                    people.files[file][row].fields.swapAt(0, 1)
                    for field in 2..<5 { people.files[file][row].fields[field] = "" }
                }
            }
        }
        let datasets = DatasetPair(first: isWithin ? 1 : 0, second: 1)
        let found = try Self.search(people, datasets, across: Self.across)
        let count = GeneratedPeople.fields.count
        #expect(found.passes.contains(.equal([count, count + 1])) == areCommon)
        #expect(found.passes.contains(.equal([count])) != areCommon)
        let filters = people.filters().map { $0.map(Self.words) }
        let expected = Self.pairs(meeting: found.passes, filters, datasets)
        #expect(found.pairs == expected)
        let moved = people.files[0].indices.flatMap { a in
            people.files[1].indices.filter { $0 % 4 == 0 && people.isMatch(a, $0) }.filter { b in
                (people.files[0][a].fields[..<2] + people.files[1][b].fields[..<2]).allSatisfy { !$0.isEmpty }
            }.map { [a, $0] }
        }
        #expect(moved.count > 30)
        if !isWithin { #expect(Set(found.pairs).isSuperset(of: moved)) }
    }

    /// Across, an equal value is the better evidence the rarer it is in the column in which it is rarer; all such pairs are counted.
    @Test func rareValuesAcrossAreToldFromCommonOnes() throws {
        var people = GeneratedPeople(seed: 41, [0..<300, 100..<400], .init(errors: 0, missing: 0.05))
        for file in people.files.indices {
            for row in people.files[file].indices where row % 3 == 0 { people.files[file][row].fields.swapAt(0, 1) }
        }
        let prepared = try PreparedSearch(people, across: Self.across, pairsInAll: 0)
        let records = people.files.flatMap(\.self)
        let columns = [0, 1].map { column in
            Dictionary(grouping: records.map { $0.fields[column] }) { $0 }.mapValues(\.count)
        }
        let equal = people.files[0].flatMap { a in
            people.files[1].filter { !a.fields[0].isEmpty && a.fields[0] == $0.fields[1] }.map { _ in a.fields[0] }
        }
        let found = try prepared.pairs(.above(-1_000))
        let crossed = GeneratedPeople.fields.count
        let told = (0..<found.count).compactMap { number -> (rows: Int, level: Int)? in
            let name = people.files[0][Int(found.a[number])].fields[0]
            guard !name.isEmpty, name == people.files[1][Int(found.b[number])].fields[1] else { return nil }
            let level = Int(found.patterns[Int(found.pattern[number])][crossed])
            return level == 0 ? nil : (columns.map { $0[name] ?? 0 }.min() ?? 0, level)
        }.sorted { ($0.rows, -$0.level) < ($1.rows, -$1.level) }
        let levels = Set(told.map(\.level)).sorted()
        #expect(levels.count >= 3)
        let counted = levels.map { prepared.counts.all[crossed][$0] }
        #expect(counted.reduce(0, +) == Double(equal.count))
        #expect(zip(told, told.dropFirst()).allSatisfy { $0.level >= $1.level })
    }

    /// Across, pairs are at the levels at which chance counts them, also where one name contains the other; and what is alike weighs no less
    /// than what is not, even if no match is.
    @Test(arguments: [40, 100])
    func pairsAcrossAreCountedAsTheyAreTold(others: Int) throws {
        var people = GeneratedPeople(seed: 43, [0..<100, 100..<200])
        let names = [
            "ana", "bruno", "carla", "dario", "elena", "fabio", "gloria", "hugo", "irene", "jorge", "karim", "luisa",
        ]
        for file in people.files.indices {
            for row in people.files[file].indices {
                let name = names[(row + 5 * file) % names.count]
                let (one, other) = (file + row == 0 ? name + "xyvw" + name : name, "\(10_007 * (row % others + 1))")
                // Nothing is alike where it stands, and all records have one code, by which every pair is reached.
                people.files[file][row].fields = [file == 0 ? one : other, file == 0 ? other : one, "", "", "1"]
            }
        }
        let prepared = try PreparedSearch(people, across: Self.across, pairsInAll: 0)
        let found = try prepared.pairs(.above(-1_000))
        #expect(found.count == 100 * 100)
        let crossed = GeneratedPeople.fields.count
        var told = [Double](repeating: 0, count: prepared.counts.all[crossed].count)
        for pattern in found.pattern { told[Int(found.patterns[Int(pattern)][crossed])] += 1 }
        #expect(told == prepared.counts.all[crossed])
        #expect(told.count { $0 > 0 } > 2)
        let none = prepared.counts.all.map { levels in levels.indices.map { $0 == 0 ? 50.0 : 0 } }
        let bits = prepared.counts.weights(expected: none).bits[crossed].dropLast()
        #expect(zip(bits, bits.dropFirst()).allSatisfy { $0 <= $1 })
    }

    /// What stands where a name was compared across with a long one that holds it.
    enum Direct: CaseIterable { case nothingAlike, oneContained, oneEqual }

    /// A name that is part of another column's, as the initial of a name at birth that became the middle one, is told where nothing is
    /// alike or contained in place; and where it stands it counts as missing then.
    @Test(arguments: Direct.allCases)
    func aNameInsideAnotherColumnsIsTold(direct: Direct) throws {
        var people = GeneratedPeople(seed: 47, [0..<100, 100..<200])
        let names = ["ana", "bruno", "carla", "dario", "elena", "fabio", "gloria", "hugo", "irene", "jorge"]
        for row in people.files[0].indices {
            let name = names[row % names.count]
            let (first, last) = ("\(10_007 * (row % 30 + 1))", name)
            people.files[0][row].fields = [direct == .oneContained ? name : first, last, "", "", "1"]
            let (long, other) = ("\(name)xyvwxuts\(name)", "\(20_011 * (row % 30 + 1))")
            people.files[1][row].fields = [long, direct == .oneEqual ? name : other, "", "", "1"]
        }
        let prepared = try PreparedSearch(people, across: Self.across, pairsInAll: 0)
        let found = try prepared.pairs(.above(-1_000))
        #expect(found.count == 100 * 100)
        let crossed = GeneratedPeople.fields.count + 1
        let contained = prepared.counts.all[crossed].count - 1
        #expect(prepared.counts.all[crossed][contained] == 1_000)
        for number in 0..<found.count where found.a[number] % 10 == found.b[number] % 10 {
            let levels = found.patterns[Int(found.pattern[number])]
            #expect(Int(levels[crossed]) == (direct == .nothingAlike ? contained : 0))
            // The family name's place holds what is part of the other's first name; the first names still differ.
            #expect((levels[1] == 0) == (direct == .nothingAlike) && levels[0] != 0)
        }
    }

    /// What is given up on the way could not have weighed enough, whatever its names are like in each other's place.
    @Test(arguments: [5, 10, 15] as [Float])
    func whatIsGivenUpWeighsLess(least: Float) throws {
        var people = GeneratedPeople(seed: 11, [0..<170, 60..<200], .init(errors: 0.2, missing: 0.2))
        for row in people.files[1].indices where row % 3 == 0 { people.files[1][row].fields.swapAt(0, 1) }
        for row in people.files[1].indices where row % 6 == 0 { people.files[1][row].fields[1] = "someone" }
        let prepared = try PreparedSearch(people, across: [(0, 1), (1, 0)], pairsInAll: 0)
        let weights = prepared.counts.firstWeights().bits
        func pairs(_ least: Float) throws -> [(rows: [UInt32], pattern: LevelPattern)] {
            let found = try prepared.pairs(.above(Double(least)))
            return (0..<found.count).map { ([found.a[$0], found.b[$0]], found.patterns[Int(found.pattern[$0])]) }
        }
        let all = try pairs(-1_000)
        let expected = all.filter { pair in
            weights.indices.reduce(Float(0)) { $0 + Float(weights[$1][Int(pair.pattern[$1])]) } >= least
        }
        #expect(try pairs(least).map(\.rows) == expected.map(\.rows))
        #expect(expected.count > 20 && expected.count < all.count)
        // Names that moved are among them.
        let crossed = GeneratedPeople.fields.count
        #expect(expected.contains { $0.pattern[crossed] > 0 && $0.pattern[0] == 0 && $0.pattern[1] == 0 })
    }

    /// Where values are too common for a vector alone, vectors are taken together.
    @Test func commonValuesAreTakenTogether() throws {
        var people = GeneratedPeople(seed: 3, [0..<700, 350..<1_050])
        for file in people.files.indices {
            for (row, record) in people.files[file].enumerated() {
                // Three fields of two values each; the others say nothing.
                people.files[file][row].fields = [
                    "ab", "ba", "\(record.person % 2)", "\(record.person / 2 % 2)", "\(record.person / 4 % 2)",
                ]
            }
        }
        let found = try Self.search(people, DatasetPair(first: 0, second: 1))
        #expect(found.passes.contains(.equal([2, 3, 4])))
        let filters = people.filters().map { $0.map(Self.words) }
        let expected = Self.pairs(meeting: found.passes, filters, DatasetPair(first: 0, second: 1))
        #expect(found.pairs == expected)
        #expect(expected.count < 700 * 700 / 4)
    }

    /// Several stretches of rows, on several threads and by every kernel: the same pairs in the same order.
    @Test func threadsAndKernelsChangeNothing() throws {
        let people = GeneratedPeople(seed: 4, [0..<1_060, 1_030..<1_070])
        let datasets = DatasetPair(first: 0, second: 1)
        let first = try Self.search(people, datasets, kernel: KernelChoice.choose("portable"))
        #expect(first.pairs.count > 500 && (first.pairs.last?[0] ?? 0) > 1_024)
        #expect(first.pairs == first.pairs.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
        let other = try Self.search(people, datasets, threads: 5)
        #expect(other.pairs == first.pairs && other.passes == first.passes)
        for name in KernelChoice.supportedNames {
            let other = try Self.search(people, datasets, kernel: KernelChoice.choose(name))
            #expect(other.pairs == first.pairs && other.passes == first.passes)
        }
    }

    @Test func cancellingStops() throws {
        let input = try GeneratedPeople(seed: 5, [0..<20, 10..<30]).input()
        let error = #expect(throws: LinkageError.self) {
            var linkage = try ScoredLinkage(input, control: RunControl(threads: 2, isCancelled: { true }))
            _ = try linkage.score(DatasetPair(first: 0, second: 1))
        }
        #expect(error?.exitCode == .interrupted)
    }
}

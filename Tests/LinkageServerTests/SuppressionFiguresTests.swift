// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import LinkageServer
import TestSupport
import Testing

/// An invented town whose people are counted here by themselves, as the server counts those of a spine.
private struct Town {
    /// By person the number of records in each dataset; the first is the spine.
    var people: [[Int]]

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let datasets = Int.random(in: 2...4, using: &random)
        let count = Int.random(in: 20...160, using: &random)
        let shares = (0..<datasets).map { _ in Double.random(in: 0...1, using: &random) }
        let repeats = seed % 2 == 0 ? 0 : 0.1
        people = (0..<count).map { _ in
            shares.map { share in
                guard Double.random(in: 0..<1, using: &random) < share else { return 0 }
                return Double.random(in: 0..<1, using: &random) < repeats ? Int.random(in: 2...12, using: &random) : 1
            }
        }.filter { $0.contains { $0 > 0 } }
    }

    var datasets: Int { people.first?.count ?? 0 }
    func isLinked(_ person: [Int]) -> Bool { person.count { $0 > 0 } > 1 }
    func records(_ dataset: Int, _ isCounted: ([Int]) -> Bool = { _ in true }) -> Int {
        people.reduce(0) { $0 + (isCounted($1) ? $1[dataset] : 0) }
    }

    var overview: JSONValue {
        let sizes = Dictionary(grouping: people) { $0.reduce(0, +) }.mapValues(\.count).sorted { $0.key < $1.key }
        let all = (0..<datasets).map(dataset)
        let places = (0..<datasets).flatMap { first in (first + 1..<datasets).map { (first, $0) } }
        let pairs = places.map { pair($0.0, $0.1) }
        let groups = sizes.map { size -> JSONValue in
            ["records": .integer(size.key), "people": .integer(size.value)]
        }
        let onSpine = people.count { $0[0] > 0 }
        return [
            "people": .integer(people.count), "onSpine": .integer(onSpine),
            "linked": .integer(people.count(where: isLinked)), "datasets": .array(all), "pairs": .array(pairs),
            "clusterSizes": .array(groups), "histogram": ["pairs": [3, 40], "conflicts": [0, 0]],
        ]
    }

    private func dataset(_ number: Int) -> JSONValue {
        let onSpine = records(number) { $0[0] > 0 }
        return [
            "name": .string("d\(number)"), "role": number == 0 ? "spine" : "contributor",
            "records": .integer(records(number)), "onSpine": .integer(onSpine),
            "linked": .integer(records(number, isLinked)), "possible": .integer(records(number) / 9),
        ]
    }

    private func pair(_ first: Int, _ second: Int) -> JSONValue {
        let both = people.count { $0[first] > 0 && $0[second] > 0 }
        return ["first": .string("d\(first)"), "second": .string("d\(second)"), "people": .integer(both)]
    }
}

@Suite struct SuppressionFiguresTests {
    @Test(arguments: 0..<300 as Range<UInt64>)
    func whatIsHiddenCanNotBeSubtracted(seed: UInt64) {
        let town = Town(seed: seed)
        let figures = Figures(town.overview, smallest: 11)
        var all = [figures.people, figures.onSpine, figures.offSpine, figures.linked, figures.single]
        for dataset in figures.datasets {
            all += [
                dataset.records, dataset.onSpine, dataset.offSpine, dataset.linked, dataset.unlinked, dataset.possible,
            ]
        }
        all += figures.pairs.map(\.people)
        all += figures.sizes.map(\.people)
        for case .count(let value) in all { #expect(value == 0 || value >= 11) }
        // A whole and all but one of its parts tell the last.
        var groups = [
            [figures.people, figures.onSpine, figures.offSpine], [figures.people, figures.linked, figures.single],
        ]
        for dataset in figures.datasets {
            groups.append([dataset.records, dataset.onSpine, dataset.offSpine])
            groups.append([dataset.records, dataset.linked, dataset.unlinked])
        }
        groups.append([figures.people] + figures.sizes.map(\.people))
        for group in groups { #expect(group.count { $0 == .hidden } != 1) }
        // Sums with two kinds of factors tell two.
        let isRecordsKnown = figures.datasets.allSatisfy { $0.records != .hidden }
        let gaps = ([figures.people] + figures.sizes.map(\.people)).count { $0 == .hidden }
        let hasTail = figures.sizes.contains { $0.records == Figures.largestSize }
        if isRecordsKnown, !hasTail { #expect(gaps == 0 || gaps > 2) }
        // Who is in a dataset and on the spine is told in two places.
        for pair in figures.pairs where pair.first == "d0" {
            let dataset = figures.datasets.first { $0.name == pair.second }
            let spine = figures.datasets.first { $0.name == "d0" }?.records
            if seed % 2 == 0, spine != .hidden, dataset?.records != .hidden {
                #expect((pair.people == .hidden) == (dataset?.onSpine == .hidden))
            }
        }
    }

    /// Of two datasets, three people in both: neither the spine's nor the linked ones' numbers may give them away.
    @Test func fewPeopleInBothAreHiddenEverywhere() {
        var town = Town(seed: 0)
        town.people =
            Array(repeating: [1, 0], count: 100) + Array(repeating: [0, 1], count: 50)
            + Array(repeating: [1, 1], count: 3)
        let figures = Figures(town.overview, smallest: 11)
        #expect(figures.pairs.first?.people == .hidden && figures.linked == .hidden)
        #expect(figures.datasets.map(\.records) == [.count(103), .count(53)])
        #expect(figures.datasets.map(\.linked) == [.hidden, .hidden])
        // 103 + 53 records of 153 people would tell that 3 have two.
        #expect(figures.people == .hidden)
        #expect(figures.sizes.map(\.people) == [.hidden, .hidden])
    }

    @Test func manyPeopleAreShown() {
        var town = Town(seed: 0)
        let groups: [(person: [Int], count: Int)] = [
            ([1, 0, 0], 400), ([1, 1, 0], 300), ([1, 0, 1], 200), ([1, 1, 1], 100), ([0, 1, 1], 50), ([0, 0, 1], 60),
            ([0, 1, 0], 70),
        ]
        town.people = groups.flatMap { Array(repeating: $0.person, count: $0.count) }
        let figures = Figures(town.overview, smallest: 11)
        #expect(figures.people == .count(1_180) && figures.onSpine == .count(1_000) && figures.offSpine == .count(180))
        #expect(figures.linked == .count(650) && figures.single == .count(530))
        #expect(figures.pairs.map(\.people) == [.count(400), .count(300), .count(150)])
        let rates: [Double?] = [Double(400) / 520, Double(300) / 410, Double(150) / 410]
        #expect(figures.pairs.map(\.rate) == rates)
        #expect(figures.sizes.map(\.people) == [.count(530), .count(550), .count(100)])
        #expect(figures.bins.map(\.pairs) == [43])
    }
}

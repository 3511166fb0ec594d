// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage

/// The evidence between each two people that they live together, and the groups that it makes.
///
/// The records of one dataset are of about one time. So where two people have an address in a common dataset, records of different ones say
/// nothing of them: who moved out does not live with who moved in. What the common datasets say is averaged; where one has other
/// addresses of the two, it says what a missing link does. Without a common dataset the strongest counts.
struct PeopleTogether {
    /// The people, in the order of their rows.
    let entities: [UInt32]
    private let rows: HouseholdRows
    /// By number the datasets in which a person has an address.
    private var known: [Set<Int>]
    /// By row the number of its person.
    private let people: [Int]
    private var evidence: [Pair: Double] = [:]

    private struct Pair: Hashable {
        let first: Int
        let second: Int
    }

    /// Nothing is known of any two yet.
    init(_ rows: HouseholdRows) {
        self.rows = rows
        var numbers: [UInt32: Int] = [:]
        people = rows.persons.map { person in
            let number = numbers[person] ?? numbers.count
            numbers[person] = number
            return number
        }
        entities = numbers.sorted { $0.value < $1.value }.map(\.key)
        known = [Set<Int>](repeating: [], count: entities.count)
        for (row, person) in people.enumerated() where rows.hasAddress(row) { known[person].insert(dataset(row)) }
    }

    private func dataset(_ row: Int) -> Int { rows.rows.places[row].dataset }

    /// What two rows tell of their people: those of the first dataset that has addresses of both are learnt from, so that nothing is twice.
    func use(_ first: Int, _ second: Int) -> Companions.Use {
        let common = known[people[first]].intersection(known[people[second]])
        guard let least = common.min() else { return .learning }
        guard dataset(first) == dataset(second) else { return .none }
        return dataset(first) == least ? .learning : .telling
    }

    /// Takes what was found of pairs of rows.
    mutating func add(_ companions: Companions) {
        var found: [Pair: [Int: Double]] = [:]
        for (first, second, weight) in companions.pairs {
            let (a, b) = (people[first], people[second])
            // Of different datasets all are one.
            let time = dataset(first) == dataset(second) ? dataset(first) : -1
            let pair = Pair(first: min(a, b), second: max(a, b))
            found[pair, default: [:]][time] = max(found[pair]?[time] ?? -.infinity, weight)
        }
        for (pair, times) in found {
            let common = known[pair.first].intersection(known[pair.second])
            if common.isEmpty {
                evidence[pair] = times.values.max()
            } else {
                let all = common.union(times.keys)
                // In a fixed order: sums of floating-point numbers depend on it.
                evidence[pair] = all.sorted().reduce(0) { $0 + (times[$1] ?? ClusterGraph.absence) } / Double(all.count)
            }
        }
    }

    /// The groups of two or more, by number among the entities.
    func groups() throws(LinkageError) -> [[Int]] {
        var graph = ClusterGraph(
            datasetOfRecord: [UInt32](repeating: 0, count: entities.count),
            isDeduplicated: [false]
        )
        graph.compared(0, 0)
        for (pair, weight) in evidence { graph.link(pair.first, pair.second, weight: weight) }
        var groups: [UInt32: [Int]] = [:]
        for (entity, group) in try graph.clusters(.average).enumerated() { groups[group, default: []].append(entity) }
        return groups.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The strongest evidence for a member of a group, in bits.
    func evidence(for member: Int, in group: [Int]) -> Double {
        group.reduce(-.infinity) { best, other in
            max(best, evidence[Pair(first: min(member, other), second: max(member, other))] ?? -.infinity)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The people of a table of groups, those alike in all their groups and in what became of their pairs as one kind.
///
/// Resampling needs only how often each kind is drawn, and there are far fewer kinds than people.
struct PeopleByKind {
    /// People who are alike.
    struct Kind: Hashable {
        /// The number of the value of every attribute.
        let values: [Int]
        let outcome: OutcomeTally
    }

    /// In an order that the order of the inputs' rows does not change.
    let kinds: [Kind]
    /// How many people each kind has; people without a link or true pair are none.
    let counts: [Int]
    /// True pairs of records that the table does not name.
    let ungrouped: Int
    /// Where the groups of each attribute begin among all groups.
    let offsets: [Int]
    let groupCount: Int

    /// Counts links and true pairs in the row that names their record of A; O(links + truth).
    init(links: Set<RecordPair>, truth: TruePairs, table: GroupTable) {
        var outcomes = [OutcomeTally](repeating: OutcomeTally(), count: table.rows.count)
        var ungrouped = 0
        for pair in truth.pairs {
            guard let row = table.row(of: pair.a) else {
                ungrouped += 1
                continue
            }
            if links.contains(pair) { outcomes[row].hits += 1 } else { outcomes[row].missed += 1 }
        }
        for link in links where !truth.contains(link) {
            if let row = table.row(of: link.a) { outcomes[row].wrong += 1 }
        }
        var people: [Kind: Int] = [:]
        for (values, outcome) in zip(table.rows, outcomes) where outcome != OutcomeTally() {
            people[Kind(values: values, outcome: outcome), default: 0] += 1
        }
        func key(_ kind: Kind) -> [Int] { kind.values + [kind.outcome.hits, kind.outcome.wrong, kind.outcome.missed] }
        let sorted = people.sorted { key($0.key).lexicographicallyPrecedes(key($1.key)) }
        kinds = sorted.map(\.key)
        counts = sorted.map(\.value)
        self.ungrouped = ungrouped
        var offsets: [Int] = []
        var groupCount = 0
        for attribute in table.attributes {
            offsets.append(groupCount)
            groupCount += attribute.values.count
        }
        self.offsets = offsets
        self.groupCount = groupCount
    }

    /// The tally of every group, and last of everyone, with so many people of each kind.
    func tallies(_ counts: [Int]) -> [OutcomeTally] {
        var tallies = [OutcomeTally](repeating: OutcomeTally(), count: groupCount + 1)
        for (kind, count) in zip(kinds, counts) where count > 0 {
            for (offset, value) in zip(offsets, kind.values) { tallies[offset + value].add(kind.outcome, times: count) }
            tallies[groupCount].add(kind.outcome, times: count)
        }
        return tallies
    }

    /// How many people with a true pair every group, and last everyone, has.
    var peopleWithTruePair: [Int] {
        let counts = zip(kinds, counts).map { $0.outcome.recall == nil ? 0 : $1 }
        var people = [Int](repeating: 0, count: groupCount + 1)
        for (kind, count) in zip(kinds, counts) {
            for (offset, value) in zip(offsets, kind.values) { people[offset + value] += count }
            people[groupCount] += count
        }
        return people
    }
}

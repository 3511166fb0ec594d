// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Groups as the greedy solver of anonlink 0.15 makes them of candidate pairs, for those who want its results and no others.
///
/// It takes the pairs in their order and counts, for each two groups, the pairs between them; they are joined when all pairs have been
/// seen. A record that is met beside a group of two or more opens a group of its own. `CompleteLinkage` asks for all pairs, too, but
/// looks at pairs to come, which this solver does not know yet; so the two differ.
package struct GreedyGroups {
    private var groupOfRecord: [UInt64: Int] = [:]
    private var members: [[UInt64]] = []
    /// For each group the pairs seen between it and others.
    private var seen: [[Int: Int]] = []

    package init() {}

    /// Takes the next pair: each once, the most similar first, of two datasets.
    ///
    /// - Complexity: amortised O(1), on a join O(pairs of the smaller group).
    package mutating func add(_ first: UInt64, _ second: UInt64) {
        switch (groupOfRecord[first], groupOfRecord[second]) {
        case (nil, nil): open([first, second])
        case (let group?, nil): add(second, beside: group)
        case (nil, let group?): add(first, beside: group)
        case (let a?, let b?):
            guard a != b else { return }
            count(a, b)
            if seen[a][b] == members[a].count * members[b].count { join(a, b) }
        }
    }

    /// The groups of two records and more, in the order in which they were opened.
    package var groups: [[UInt64]] { members.filter { $0.count > 1 } }

    private mutating func open(_ records: [UInt64]) {
        for record in records { groupOfRecord[record] = members.count }
        members.append(records)
        seen.append([:])
    }

    private mutating func add(_ record: UInt64, beside group: Int) {
        if members[group].count == 1 {
            members[group].append(record)
            groupOfRecord[record] = group
        } else {
            open([record])
            count(group, members.count - 1)
        }
    }

    private mutating func count(_ a: Int, _ b: Int) {
        seen[a][b, default: 0] += 1
        seen[b][a, default: 0] += 1
    }

    private mutating func join(_ a: Int, _ b: Int) {
        let (kept, gone) = members[a].count + seen[a].count >= members[b].count + seen[b].count ? (a, b) : (b, a)
        for record in members[gone] { groupOfRecord[record] = kept }
        members[kept] += members[gone]
        members[gone] = []
        for (other, pairs) in seen[gone] {
            seen[other][gone] = nil
            guard other != kept else { continue }
            seen[kept][other, default: 0] += pairs
            seen[other][kept, default: 0] += pairs
        }
        seen[gone] = [:]
    }
}

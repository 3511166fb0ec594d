// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Spine

/// What the dashboard shows of a spine: counts alone, whole; who may see small ones is decided when they are shown.
struct Overview {
    private let crosswalk: Crosswalk
    private let edges: [Edge]

    init(_ crosswalk: Crosswalk, edges: [Edge]) {
        self.crosswalk = crosswalk
        self.edges = edges
    }

    /// Bins of the probability that a pair is one person, 0 to 1.
    static let bins = 50

    var jsonValue: JSONValue {
        [
            "people": .integer(crosswalk.entities.count),
            "onSpine": .integer(crosswalk.entities.count { crosswalk.isOnSpine($0) }),
            "linked": .integer(crosswalk.entities.count { crosswalk.isLinked($0) }),
            "datasets": .array(crosswalk.parts.map(dataset)),
            "pairs": .array(pairs),
            "clusterSizes": .array(sizes),
            "histogram": histogram,
        ]
    }

    private func dataset(_ part: Crosswalk.Part) -> JSONValue {
        [
            "name": .string(part.dataset.name), "role": .string(part.dataset.role.rawValue),
            "records": .integer(part.entities.count),
            "onSpine": .integer(part.entities.count { crosswalk.isOnSpine($0) }),
            "linked": .integer(part.entities.count { crosswalk.isLinked($0) }),
            "possible": .integer(
                part.records.count {
                    crosswalk.isPossible(RecordPlace(dataset: part.dataset.number, row: Int($0)))
                }
            ),
        ]
    }

    /// For each pair of datasets the people who are in both.
    private var pairs: [JSONValue] {
        let members = crosswalk.parts.map { Set($0.entities) }
        return crosswalk.parts.indices.flatMap { first in
            (first + 1..<max(first + 1, crosswalk.parts.count)).map { second in
                [
                    "first": .string(crosswalk.parts[first].dataset.name),
                    "second": .string(crosswalk.parts[second].dataset.name),
                    "people": .integer(members[first].intersection(members[second]).count),
                ]
            }
        }
    }

    /// How many people have how many records.
    private var sizes: [JSONValue] {
        var counts: [Int: Int] = [:]
        for entity in crosswalk.entities { counts[crosswalk.records(entity), default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { ["records": .integer($0.key), "people": .integer($0.value)] }
    }

    /// Pairs by their probability, and how many of them contradict a more probable one: a record has one partner in a dataset at most.
    private var histogram: JSONValue {
        struct Partner: Hashable {
            let record: RecordPlace
            let dataset: Int
        }
        var pairs = [Int](repeating: 0, count: Self.bins)
        var conflicts = pairs
        var taken: Set<Partner> = []
        for edge in edges.sorted(by: { $0.probability > $1.probability })
        where edge.first.dataset != edge.second.dataset {
            let bin = min(Self.bins - 1, max(0, Int(edge.probability * Float(Self.bins))))
            pairs[bin] += 1
            let isFirst = taken.insert(Partner(record: edge.first, dataset: edge.second.dataset)).inserted
            let isSecond = taken.insert(Partner(record: edge.second, dataset: edge.first.dataset)).inserted
            if !isFirst || !isSecond { conflicts[bin] += 1 }
        }
        return ["pairs": .array(pairs.map { .integer($0) }), "conflicts": .array(conflicts.map { .integer($0) })]
    }
}

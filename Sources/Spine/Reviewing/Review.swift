// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage
package import Sealing

/// The pairs of a store that wait for a person's judgement.
package struct Review {
    /// The likeliest first.
    package let pairs: [ReviewPair]
    /// Pairs that wait, those beyond the limit among them.
    package let waiting: Int

    /// Gathers possible matches, and links that clustering turned away, between people about whom nothing was decided yet.
    ///
    /// Of two people the strongest pair is asked about: what is decided about it is decided about them.
    ///
    /// - Parameter limit: the most pairs.
    /// - Complexity: O(records of the store + edges); reads the encodings of the datasets that pairs are of.
    package init(of store: SpineStore, limit: Int, as identity: Identity) throws(SpineError) {
        let table = try store.entityTable(as: identity)
        let datasets = try store.datasets()
        var best: [EntityPair: Edge] = [:]
        for edge in try store.pendingEdges(table, as: identity) {
            let pair = table.entities(of: edge)
            if let other = best[pair], !Self.precedes(edge, other) { continue }
            best[pair] = edge
        }
        waiting = best.count
        let chosen = best.values.sorted(by: Self.precedes).prefix(limit)
        var wanted: Set<UInt32> = []
        for edge in chosen {
            wanted.insert(table.entity(of: edge.first))
            wanted.insert(table.entity(of: edge.second))
        }
        var recordsOfEntity: [UInt32: [RecordPlace]] = [:]
        for record in table.records(of: { wanted.contains($0) }) {
            recordsOfEntity[table.entity(of: record), default: []].append(record)
        }
        guard !chosen.isEmpty, let format = try store.format() else {
            pairs = []
            return
        }
        let rows = try Self.rows(Set(chosen.flatMap { [$0.first, $0.second] }), of: datasets, format, store, identity)
        func datasetsOf(_ place: RecordPlace) -> [Int] {
            recordsOfEntity[table.entity(of: place), default: []].filter { $0 != place }.map(\.dataset)
        }
        func record(_ place: RecordPlace) -> ReviewPair.Record {
            ReviewPair.Record(
                name: "\(datasets[place.dataset].name):\(place.row)",
                others: Set(datasetsOf(place)).sorted().map { datasets[$0].name }
            )
        }
        pairs = chosen.map { edge in
            let (a, b) = edge.first < edge.second ? (edge.first, edge.second) : (edge.second, edge.first)
            let both = Set(datasetsOf(a) + [a.dataset]).intersection(datasetsOf(b) + [b.dataset])
            var evidence: [Evidence] = []
            if let rowA = rows[a], let rowB = rows[b] { evidence = Evidence.all(rowA, rowB, format) }
            return ReviewPair(
                first: record(a),
                second: record(b),
                probability: Double(edge.probability),
                weight: Double(edge.weight),
                isTurnedAway: edge.isLink,
                rivals: both.sorted().filter { datasets[$0].policy.isDeduplicated }.map { datasets[$0].name },
                evidence: evidence
            )
        }
    }

    /// The likelier one first, then the heavier, then the one of lower records.
    private static func precedes(_ a: Edge, _ b: Edge) -> Bool {
        if a.probability != b.probability { return a.probability > b.probability }
        if a.weight != b.weight { return a.weight > b.weight }
        let (first, second) = (RecordPair(a.first, a.second), RecordPair(b.first, b.second))
        return (first.first, first.second) < (second.first, second.second)
    }

    /// The encodings of some records.
    private static func rows(
        _ places: Set<RecordPlace>,
        of datasets: [SpineDataset],
        _ format: SpineFormat,
        _ store: SpineStore,
        _ identity: Identity
    ) throws(SpineError) -> [RecordPlace: ScoredRow] {
        let reader = RecordReader(store: store, identity: identity, format: format, control: RunControl())
        let width = format.presenceBytes
        var rows: [RecordPlace: ScoredRow] = [:]
        for dataset in datasets {
            let chosen = places.filter { $0.dataset == dataset.number }.sorted()
            guard !chosen.isEmpty else { continue }
            let matrix = try FilterMatrix.of(chosen.count, format)
            var presence = [UInt8](repeating: 0, count: chosen.count * width)
            try reader.fill(matrix, &presence, from: 0, rows: chosen.map { UInt32($0.row) }, of: dataset)
            for (number, place) in chosen.enumerated() {
                rows[place] = ScoredRow(
                    filters: unsafe matrix.withUnsafeRow(number) { unsafe [UInt8]($0) },
                    presence: presence[number * width..<(number + 1) * width]
                )
            }
        }
        return rows
    }
}

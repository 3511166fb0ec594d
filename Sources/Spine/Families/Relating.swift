// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
package import Linkage
package import Sealing

/// Finds the relatives whom records describe, such as the mothers of births, among all people of a store.
///
/// What a record says of its relative is compared with what all live records say of themselves, by match weights that are learnt from just these
/// pairs. Nobody is their own relative; of one relation a record names one person at most, and a person may be named by any number of records.
package struct Relating {
    let store: SpineStore
    let identity: Identity
    let relation: String
    /// Datasets whose records are asked for relatives, and those among whose records these are.
    private let naming: [SpineDataset]
    private let people: [SpineDataset]
    private let format: SpineFormat
    private let table: EntityTable

    /// Numbers from which on pseudonymous row tokens are made, which no entity reaches.
    private static let namingNumbers: UInt64 = 1 << 41
    private static let peopleNumbers: UInt64 = 1 << 42

    /// Takes a relation that the project's schema declares.
    ///
    /// - Parameter dataset: whose records name relatives; nil for all that do.
    /// - Throws: `spine.relation`, `spine.dataset`, `spine.withdrawn`.
    package init(
        _ relation: String,
        dataset: String?,
        in store: SpineStore,
        as identity: Identity
    ) throws(SpineError) {
        guard let format = try store.format(), format.relations.contains(relation) else {
            throw SpineError(
                .relation,
                "no vector of the encodings describes a relative of this relation",
                remedy:
                    "declare vectors with \"relativeOf\" in the linkage schema, and have the agencies encode with it",
                exitCode: .usage
            )
        }
        let datasets = try store.datasets()
        if let dataset { _ = try store.key(store.dataset(named: dataset), as: identity) }
        self.store = store
        self.identity = identity
        self.relation = relation
        self.format = format
        naming = datasets.filter { !$0.isWithdrawn && (dataset == nil || $0.name == dataset) }
        people = datasets.filter { !$0.isWithdrawn && $0.role != .dedupeOnly }
        table = try store.entityTable(as: identity)
    }

    /// Compares, decides and, unless it is only tried, commits; of the relation, what was found before is replaced.
    ///
    /// - Parameter time: now, in UTC.
    /// - Throws: `spine.unrelated` if the data do not tell what relatives look like.
    package func run(time: String, isTried: Bool = false, control: RunControl) throws(SpineError) -> RelatingSummary {
        let ids = try store.ids(of: SpineStore.ownStudy, as: identity)
        let (store, identity, format) = (store, identity, format)
        let source = RelativeRows(format: format, pairs: format.vectors(of: relation)) { selection in
            RecordReader(store: store, identity: identity, format: format, selection: selection, control: control)
        }
        let records = try source.naming(naming, table)
        let nodes = try source.own(people, table)
        let judgement = try judge(records, nodes, source.vectors, ids, control)
        if let doubt = judgement.doubt { throw .unrelated(doubt, "relatives") }
        let found = choose(judgement, records, nodes)
        var summary = RelatingSummary(
            run: try store.lastRun().number + 1,
            relation: relation,
            records: records.places.count,
            people: nodes.places.count
        )
        summary.relatives = Set(found.values.joined().map(\.entity)).count
        let table = table
        let commit = RelationCommit(
            store: store,
            identity: identity,
            naming: naming,
            table: table,
            relation: relation,
            number: format.relations.firstIndex(of: relation) ?? 0,
            about: "relation \(relation)",
            target: { UInt64(table.person($0, $1)) }
        )
        return try commit.run(found, summary, ids, time: time, isTried: isTried)
    }

    private func judge(
        _ records: RelativeRows.Rows,
        _ nodes: RelativeRows.Rows,
        _ vectors: [ScoredVector],
        _ ids: IDCipher,
        _ control: RunControl
    ) throws(SpineError) -> Judgement {
        func dataset(_ name: String, _ rows: RelativeRows.Rows, from first: UInt64) throws(LinkageError)
            -> LinkageDataset
        {
            try LinkageDataset(
                name: name,
                tokens: ids.ids(of: first..<first + UInt64(rows.places.count)),
                filters: rows.filters,
                presence: rows.presence
            )
        }
        return try SpineError.passingOn { () throws(LinkageError) in
            try WeightsJudge(measure: format.measure, vectors: vectors).judge(
                // Datasets are numbered by their names.
                dataset("1 records", records, from: Self.namingNumbers),
                dataset("2 people", nodes, from: Self.peopleNumbers),
                // Brothers and sisters say the same of one person, which they are no rivals for.
                isDeduplicated: false,
                persons: nodes.places.map { table.entity(of: $0) },
                control: control
            )
        }
    }

    /// Of each record the likeliest relative, by dataset.
    private func choose(
        _ judgement: Judgement,
        _ records: RelativeRows.Rows,
        _ nodes: RelativeRows.Rows
    ) -> [Int: [Relation]] {
        var best: [Int: Judgement.Pair] = [:]
        for pair in judgement.pairs where pair.isLink {
            guard table.entity(of: records.places[pair.record]) != table.entity(of: nodes.places[pair.node]) else {
                continue
            }
            if let other = best[pair.record], other.probability >= pair.probability { continue }
            best[pair.record] = pair
        }
        let number = format.relations.firstIndex(of: relation) ?? 0
        var found: [Int: [Relation]] = [:]
        for (record, pair) in best.sorted(by: { $0.key < $1.key }) {
            let (place, relative) = (records.places[record], nodes.places[pair.node])
            found[place.dataset, default: []].append(
                Relation(
                    relation: number,
                    row: place.row,
                    entity: table.entity(of: relative),
                    place: relative,
                    probability: pair.probability
                )
            )
        }
        return found
    }
}

extension SpineError {
    /// What relatives or households look like could not be learnt.
    static func unrelated(_ doubt: String, _ whom: String) -> SpineError {
        SpineError(
            .unrelated,
            "no \(whom) can be found: \(doubt); nothing was changed",
            remedy: "add the datasets that the \(whom) are in first, or declare more vectors that describe them",
            exitCode: .nonsense
        )
    }
}

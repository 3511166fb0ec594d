// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import JSONText
package import Linkage
internal import Sealing

extension Addition {
    /// Compares, decides and commits; a process that is killed on the way leaves the store as it was, and the same addition gives the same
    /// ids when it is repeated.
    ///
    /// - Parameters:
    ///   - time: now, in UTC.
    ///   - acceptsUnlinked: whether every record gets an id of its own where the data do not tell what matches look like.
    /// - Throws: `spine.unlinked` where they do not and that is not wanted.
    package func run(time: String, acceptsUnlinked: Bool, control: RunControl) throws(SpineError) -> AdditionSummary {
        let ids = try store.ids(of: SpineStore.ownStudy, as: identity)
        var judgement = try judge(ids, control: control)
        if let doubt = judgement.doubt {
            if let taught { return try taught.run(time: time, acceptsUnlinked: acceptsUnlinked, control: control) }
            if !acceptsUnlinked { throw .unlinked(doubt) }
        }
        let forbidden = try store.decisions(.forbidden)
        // Two records of a dataset without duplicates are two people, unless one of them is about to go.
        if dataset.policy.isDeduplicated {
            judgement.within = []
            let vanished = Set(match.vanished)
            judgement.pairs.removeAll { pair in
                let place = nodes.place(pair.node)
                return place.dataset == dataset.number && !vanished.contains(UInt32(place.row))
            }
        }
        var known = Resolution.Known()
        known.vanished = Set(match.vanished.map { Int($0) })
        known.former = former
        let resolution = try SpineError.passingOn { () throws(LinkageError) in
            try Resolution(
                count: match.compared.count,
                of: dataset.number,
                links: judgement.pairs.map {
                    Resolution.Link(record: $0.record, place: nodes.place($0.node), evidence: $0.evidence)
                },
                within: judgement.within,
                known: known,
                table: table,
                isDeduplicated: isNew
                    ? datasets.map(\.policy.isDeduplicated) + [dataset.policy.isDeduplicated]
                    : datasets.map(\.policy.isDeduplicated),
                compared: comparedDatasets,
                forbidden: forbidden
            )
        }
        return try commit(resolution, judgement, ids, time: time)
    }

    /// Datasets of which every two records were compared, by this addition or by policy before it.
    ///
    /// None where one similarity decides: how far below its threshold a pair is, it does not tell. None for new records of a spine: those of other datasets that have a spine's record already are not compared with them.
    private var comparedDatasets: [(Int, Int)] {
        guard dataset.role != .spine, store.policy.judge == .weights else { return [] }
        let all = isNew ? datasets + [dataset] : datasets
        let spines = all.filter { $0.role == .spine && !$0.isWithdrawn }
        return all.filter { $0.role == .contributor && !$0.isWithdrawn }.flatMap { other in
            spines.map { (min(other.number, $0.number), max(other.number, $0.number)) }
        }
    }

    /// The row of the dataset that the first compared record becomes.
    private var firstRow: Int { dataset.records - match.compared.count }

    /// By number among the compared records those that are former ones, changed, and the rows that they were.
    private var former: [(record: Int, row: Int)] {
        let former = Dictionary(uniqueKeysWithValues: match.changed.map { ($0.row, $0.record) })
        return match.compared.enumerated().compactMap { number, row in former[row].map { (number, $0) } }
    }

    private func commit(
        _ resolution: Resolution,
        _ judgement: Judgement,
        _ ids: IDCipher,
        time: String
    ) throws(SpineError) -> AdditionSummary {
        let last = try store.lastRun()
        let run = last.number + 1
        let update = EntityUpdate(self, resolution)
        var edges = judgement.pairs.map { pair in
            Edge(
                first: RecordPlace(dataset: dataset.number, row: firstRow + pair.record),
                second: nodes.place(pair.node),
                weight: pair.weight,
                probability: pair.probability,
                isLink: pair.isLink
            )
        }
        edges += judgement.within.map { pair in
            Edge(
                first: RecordPlace(dataset: dataset.number, row: firstRow + pair.first),
                second: RecordPlace(dataset: dataset.number, row: firstRow + pair.second),
                weight: pair.weight,
                probability: 1,
                isLink: true
            )
        }
        let decisions = try store.decisions(
            after: Dictionary(
                uniqueKeysWithValues: former.map { record, row in
                    (
                        RecordPlace(dataset: dataset.number, row: row),
                        RecordPlace(dataset: dataset.number, row: firstRow + record)
                    )
                }
            )
        )
        var summary = AdditionSummary(run: run, plan: plan)
        summary.created = resolution.founders.count
        summary.merged = resolution.merged.count
        summary.retired = update.retired.count
        summary.onSpine = update.onSpine
        summary.linked = update.linked
        summary.possible = edges.count {
            !$0.isLink && update.entity(of: $0.first) != update.entity(of: $0.second)
        }
        (summary.expected, summary.recall, summary.doubt) = (judgement.expected, judgement.recall, judgement.doubt)

        let keyName = isNew ? "dataset-\(dataset.number)" : try store.keyName(of: dataset)
        let key = isNew ? try store.makeKey(keyName, to: identity) : try store.key(dataset, as: identity)
        let files = try ExtractWriter(addition: self, run: run, key: key).write(resolution.entities, edges)
        let ledger = try LedgerWriter(
            store.folder,
            run: run,
            kind: isNew ? .added : .refreshed,
            before: last.ledger,
            project: store.project,
            time: time
        )
        AdditionLedger(addition: self, summary: summary, ids: ids).write(resolution, update, judgement, to: ledger)
        let record = Run(
            number: run,
            kind: isNew ? .added : .refreshed,
            dataset: dataset.number,
            time: time,
            ledger: try ledger.finish(),
            firstEntity: table.count,
            entities: resolution.founders.count,
            summary: summary.jsonValue.compactText()
        )
        let (format, digest) = (extract.format.jsonValue.compactText(), Hex.encode(extract.digest))
        try store.database.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO setting VALUES ('encodings', ?)",
                arguments: [format]
            )
            try dataset.insert(database, keyName: keyName)
            try database.execute(
                sql: "UPDATE extract SET isCurrent = 0 WHERE dataset = ?",
                arguments: [dataset.number]
            )
            try database.execute(
                sql: "INSERT INTO extract VALUES (?, ?, ?, ?, 1)",
                arguments: [digest, dataset.number, run, extract.rows]
            )
            // Tokens of the extract before name nothing any more.
            try database.execute(
                sql: "DELETE FROM file WHERE dataset = ? AND kind = 'tokens'",
                arguments: [dataset.number]
            )
            for file in files { try file.insert(database) }
            for row in match.vanished {
                try database.execute(
                    sql: "INSERT INTO removed VALUES (?, ?, ?)",
                    arguments: [dataset.number, Int(row), run]
                )
            }
            for (kind, a, b) in decisions { try kind.insert(database, a, b, run: run) }
            try record.insert(
                database,
                moved: resolution.moved,
                merged: resolution.merged,
                retired: update.retired
            )
        }
        return summary
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import GRDB
internal import JSONText
internal import Sealing

/// Commits what was found of one relation in the place of what was found before.
struct RelationCommit {
    let store: SpineStore
    let identity: Identity
    /// The datasets whose records were asked.
    let naming: [SpineDataset]
    let table: EntityTable
    /// The relation's name, and its number among those of the format.
    let relation: String
    let number: Int
    /// What the run was about, for the ledger.
    let about: String
    /// The number that tells whom a record names, as it is now: an entity, or a household.
    let target: (Relation, _ heirs: [UInt32: UInt32]) -> UInt64

    /// Writes the files, then the ledger, then names both in one transaction.
    ///
    /// - Parameters:
    ///   - found: by dataset, by row.
    ///   - isTried: whether nothing is written.
    func run(
        _ found: [Int: [Relation]],
        _ start: RelatingSummary,
        _ ids: IDCipher,
        time: String,
        isTried: Bool
    ) throws(SpineError) -> RelatingSummary {
        let last = try store.lastRun()
        var summary = start
        let all = naming.flatMap { found[$0.number] ?? [] }
        summary.related = all.count
        if !all.isEmpty { summary.precision = all.reduce(0) { $0 + Double($1.probability) } / Double(all.count) }
        let heirs = try store.heirs()
        let old = try naming.map { dataset throws(SpineError) in try store.relations(dataset, as: identity) }
        let changes = zip(naming, old).map { dataset, old in
            Changes(old.filter { $0.relation == number }, found[dataset.number] ?? []) { target($0, heirs) }
        }
        summary.ended = changes.reduce(0) { $0 + $1.ended.count }
        summary.new = changes.reduce(0) { $0 + $1.new.count }
        if isTried { return summary }

        let ledger = try LedgerWriter(
            store.folder,
            run: summary.run,
            kind: .related,
            before: last.ledger,
            project: store.project,
            time: time
        )
        ledger.line(about)
        let names = try store.datasets().map(\.name)
        var entries: [BlockStore.Entry] = []
        for (place, dataset) in naming.enumerated() {
            tell(changes[place], of: dataset, names, heirs, ids, to: ledger)
            let kept = old[place].filter { $0.relation != number } + (found[dataset.number] ?? [])
            if !kept.isEmpty { entries.append(try put(kept, of: dataset, run: summary.run)) }
        }
        ledger.line("end related \(summary.related) of \(summary.records) new \(summary.new) ended \(summary.ended)")
        let run = Run(
            number: summary.run,
            kind: .related,
            dataset: naming.count == 1 ? naming[0].number : nil,
            time: time,
            ledger: try ledger.finish(),
            firstEntity: table.count,
            summary: summary.jsonValue.compactText()
        )
        let (numbers, files) = (naming.map(\.number), entries)
        try store.database.write { database in
            for number in numbers {
                try database.execute(
                    sql: "DELETE FROM file WHERE dataset = ? AND kind = ?",
                    arguments: [number, BlockStore.Kind.relations.rawValue]
                )
            }
            for file in files { try file.insert(database) }
            try run.insert(database)
        }
        return summary
    }

    private func put(_ all: [Relation], of dataset: SpineDataset, run: Int) throws(SpineError) -> BlockStore.Entry {
        let key = try store.key(dataset, as: identity)
        let blocks = store.blocks
        return try unsafe Relation.encode(all).withLittleEndianBytes { bytes throws(SpineError) in
            try unsafe blocks.put(
                bytes,
                .relations,
                dataset: dataset.number,
                run: run,
                firstRow: 0,
                rows: all.count,
                key: key
            )
        }
    }

    /// What is another than before in one dataset: of one relation a record names one at most.
    private struct Changes {
        let ended: [Relation]
        let new: [Relation]

        init(_ old: [Relation], _ new: [Relation], by target: (Relation) -> UInt64) {
            let before = Dictionary(old.map { ($0.row, target($0)) }) { $1 }
            let now = Dictionary(new.map { ($0.row, target($0)) }) { $1 }
            ended = old.filter { now[$0.row] != before[$0.row] }
            self.new = new.filter { before[$0.row] != now[$0.row] }
        }
    }

    /// Writes what is another than before, a line a record.
    private func tell(
        _ changes: Changes,
        of dataset: SpineDataset,
        _ names: [String],
        _ heirs: [UInt32: UInt32],
        _ ids: IDCipher,
        to ledger: LedgerWriter
    ) {
        func line(_ word: StaticString, _ relation: Relation, _ rest: String) {
            let place = RecordPlace(dataset: dataset.number, row: relation.row)
            ledger.line(
                word,
                ids.id(of: UInt64(table.entity(of: place)))[...],
                "\(dataset.name):\(relation.row) \(self.relation) \(Hex.encode(ids.id(of: target(relation, heirs))))\(rest)"
            )
        }
        for relation in changes.ended { line("unrelated", relation, "") }
        for relation in changes.new {
            let tenThousandths = String(Int((relation.probability * 10_000).rounded()) + 10_000).dropFirst()
            let probability = relation.probability >= 0.99995 ? "1.0000" : "0.\(tenThousandths)"
            let record = "\(names[relation.place.dataset]):\(relation.place.row)"
            line("related", relation, " probability \(probability) by \(record)")
        }
    }
}

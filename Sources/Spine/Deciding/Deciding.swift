// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import GRDB
package import JSONText
internal import Linkage
package import Sealing

/// Decisions of people about pairs of records on their way into a store: they are one person, or two.
///
/// Made, every line was checked; run, all of it is committed, or nothing. Additions keep to decisions ever after.
package struct Deciding {
    let store: SpineStore
    let identity: Identity
    private let names: RecordNames
    /// Pairs that nothing was decided about yet, the lower record first, in the order of the file.
    private let new: [(kind: Decision, pair: (RecordPlace, RecordPlace))]
    /// Lines that say what was decided before.
    private let repeated: Int

    /// Checks decisions.
    ///
    /// - Parameter file: where they were read from, for messages.
    /// - Throws: `spine.decision` with the line that names no live record, or contradicts what is above it or was decided before.
    package init(
        _ requests: [DecisionRequest],
        file: String,
        in store: SpineStore,
        as identity: Identity
    ) throws(SpineError) {
        self.store = store
        self.identity = identity
        var names = try RecordNames(try store.entityTable(as: identity), in: store, as: identity)
        var forest = DecisionForest()
        var kinds: [RecordPair: Decision] = [:]
        for kind in [Decision.known, .forbidden] {
            for (first, second) in try store.decisions(kind) {
                guard forest.take(kind, first, second) else {
                    throw .damaged("the store's decisions contradict each other")
                }
                kinds[RecordPair(first, second)] = kind
            }
        }
        var new: [(kind: Decision, pair: (RecordPlace, RecordPlace))] = []
        for request in requests {
            func fault(_ message: String) -> SpineError {
                .decision(message, FaultPosition(file: file, line: request.line))
            }
            var places: [RecordPlace] = []
            for name in [request.recordA, request.recordB] {
                switch try names.place(name) {
                case .success(let place): places.append(place)
                case .failure(let failure): throw fault(failure.message)
                }
            }
            guard places[0] != places[1] else { throw fault("the line names one record twice") }
            let pair = RecordPair(places[0], places[1])
            guard kinds[pair] != request.decision else { continue }
            guard forest.take(request.decision, pair.first, pair.second) else {
                throw fault(
                    request.decision == .known
                        ? "the two records are told apart by lines above, or by decisions that the store has"
                        : "the two records are one person by lines above, or by decisions that the store has"
                )
            }
            kinds[pair] = request.decision
            new.append((request.decision, (pair.first, pair.second)))
        }
        self.names = names
        self.new = new
        repeated = requests.count - new.count
    }

    /// Commits the decisions and what follows from them; where nothing is new, no run is made.
    ///
    /// - Parameter time: now, in UTC.
    package func run(time: String) throws(SpineError) -> DecisionSummary {
        var summary = DecisionSummary(repeated: repeated)
        guard !new.isEmpty else { return summary }
        let (ids, last, edges) = (
            try store.ids(of: SpineStore.ownStudy, as: identity), try store.lastRun(), try store.edges(as: identity)
        )
        let (old, decided) = ((try store.decisions(.known), try store.decisions(.forbidden)), decided)
        let table = names.table
        let entities = try SpineError.passingOn { () throws(LinkageError) in
            try DecidedEntities(
                new: decided,
                known: old.0 + decided.known,
                forbidden: old.1 + decided.forbidden,
                edges: edges,
                table: table,
                roles: names.datasets.map(\.role)
            )
        }
        summary.run = last.number + 1
        (summary.known, summary.forbidden) = (decided.known.count, decided.forbidden.count)
        (summary.merged, summary.split) = (entities.merged.count, entities.split.count)
        summary.moved = entities.moved.count
        let ledger = try LedgerWriter(
            store.folder,
            run: last.number + 1,
            kind: .decided,
            before: last.ledger,
            project: store.project,
            time: time
        )
        write(entities, summary, ids, to: ledger)
        let run = Run(
            number: last.number + 1,
            kind: .decided,
            dataset: nil,
            time: time,
            ledger: try ledger.finish(),
            firstEntity: table.count,
            entities: entities.split.count,
            summary: summary.jsonValue.compactText()
        )
        let new = new
        try store.database.write { database in
            for (kind, pair) in new { try kind.insert(database, pair.0, pair.1, run: run.number) }
            try run.insert(database, moved: entities.moved, merged: entities.merged)
        }
        return summary
    }

    private var decided: (known: [DecidedEntities.Pair], forbidden: [DecidedEntities.Pair]) {
        (new.filter { $0.kind == .known }.map(\.pair), new.filter { $0.kind == .forbidden }.map(\.pair))
    }

    /// Writes the decisions, then what follows, a line each (`Specs/spine.md` §4).
    private func write(
        _ entities: DecidedEntities,
        _ summary: DecisionSummary,
        _ ids: IDCipher,
        to ledger: LedgerWriter
    ) {
        func id(_ entity: UInt32) -> ArraySlice<UInt8> { ids.id(of: UInt64(entity))[...] }
        for (kind, pair) in new {
            ledger.line("\(kind.rawValue) \(names.name(pair.0)) \(names.name(pair.1))")
        }
        var heirs: [UInt32: UInt32] = [:]
        for merge in entities.merged {
            heirs[merge.entity] = merge.heir
            ledger.line("merged", id(merge.entity), "into \(Hex.encode(id(merge.heir))) by decision")
        }
        for split in entities.split {
            ledger.line("split", id(split.entity), "from \(Hex.encode(id(split.origin)))")
        }
        for move in entities.moved where heirs[names.table.entity(of: move.place)] != move.entity {
            let old = Hex.encode(id(names.table.entity(of: move.place)))
            ledger.line("moved", id(move.entity), "\(names.name(move.place)) from \(old)")
        }
        ledger.line(
            "end known \(summary.known) forbidden \(summary.forbidden) merged \(summary.merged) split \(summary.split)"
                + " moved \(summary.moved)"
        )
    }
}

/// Two records, the lower one first.
struct RecordPair: Hashable {
    let first: RecordPlace
    let second: RecordPlace

    init(_ a: RecordPlace, _ b: RecordPlace) { (first, second) = a < b ? (a, b) : (b, a) }
}

/// What decisions changed.
package struct DecisionSummary: Sendable, Equatable {
    /// nil if nothing was new.
    package var run: Int?
    /// New decisions, and lines that say what was decided before.
    package var known = 0
    package var forbidden = 0
    package var repeated: Int
    /// Ids that turned out to be one with another, and those that were made for parts of others.
    package var merged = 0
    package var split = 0
    /// Records whose id is another one now.
    package var moved = 0

    /// The figures, for the store and for programs.
    package var jsonValue: JSONValue {
        [
            "run": run.map { .integer($0) } ?? .null, "known": .integer(known), "forbidden": .integer(forbidden),
            "repeated": .integer(repeated), "merged": .integer(merged), "split": .integer(split),
            "moved": .integer(moved),
        ]
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Faults
internal import GRDB
package import Linkage
package import Sealing

/// An extract on its way into a store: a new dataset, or a new extract of one that is there.
///
/// Made, it has a plan that tells what will be compared; run, it compares exactly that and commits it all, or nothing.
package struct Addition {
    let store: SpineStore
    let identity: Identity
    let extract: IncomingExtract
    /// As it will be; its number is the next one if it is new.
    let dataset: SpineDataset
    let isNew: Bool
    let datasets: [SpineDataset]
    let table: EntityTable
    let match: ExtractMatch
    private(set) var nodes: Nodes
    /// Old records that are compared again only to learn weights from.
    private(set) var teachers: [RecordPlace] = []
    /// Old records that can be.
    private let candidates: [RecordPlace]

    /// New records below which weights are not learnt from these alone.
    ///
    /// From there on they are, wherever that is possible: what one agency's records show of matches does not hold for another's, and what is
    /// learnt shall not depend on who came before.
    private static let learnable = 100
    /// The most teachers.
    private static let mostTeachers = 2_000

    /// Takes an extract of a dataset that the store does not have yet.
    ///
    /// - Parameter startsWithoutSpine: whether a contributor may come where there is no spine.
    /// - Throws: `spine.dataset` if it has one of this name, `spine.none`.
    package init(
        _ extract: IncomingExtract,
        role: DatasetRole,
        policy: LinkPolicy,
        startsWithoutSpine: Bool = false,
        to store: SpineStore,
        as identity: Identity
    ) throws(SpineError) {
        let datasets = try store.datasets()
        if let known = datasets.first(where: { $0.name == extract.name }) { throw .known(known) }
        for name in policy.with where !datasets.contains(where: { $0.name == name && !$0.isWithdrawn }) {
            _ = try store.dataset(named: name)
        }
        if role == .contributor, !startsWithoutSpine,
            !datasets.contains(where: { $0.role == .spine && !$0.isWithdrawn })
        {
            throw .noSpine
        }
        let dataset = SpineDataset(
            number: datasets.count,
            name: extract.name,
            role: role,
            policy: policy,
            card: extract.card,
            records: extract.rows,
            live: extract.rows,
            isWithdrawn: false,
            addedRun: try store.lastRun().number + 1
        )
        try self.init(
            extract,
            dataset,
            isNew: true,
            datasets,
            try store.entityTable(as: identity),
            ExtractMatch(newRows: extract.rows),
            store,
            identity
        )
    }

    /// Takes a new extract of a dataset that the store has.
    ///
    /// - Throws: `spine.dataset` if it has none of this name, `spine.withdrawn`.
    package init(
        refreshing extract: IncomingExtract,
        in store: SpineStore,
        as identity: Identity,
        control: RunControl = RunControl()
    ) throws(SpineError) {
        let datasets = try store.datasets()
        var dataset = try store.dataset(named: extract.name)
        guard !dataset.isWithdrawn else { throw .known(dataset) }
        let table = try store.entityTable(as: identity)
        let live = table.liveRows(dataset.number)
        let filters = try FilterMatrix.of(live.count, extract.format)
        var presence = [UInt8](repeating: 0, count: live.count * extract.format.presenceBytes)
        let reader = RecordReader(store: store, identity: identity, format: extract.format, control: control)
        try reader.fill(filters, &presence, from: 0, rows: live, of: dataset)
        let match = ExtractMatch(
            extract,
            live: live,
            filters: filters,
            presence: presence,
            tokens: try store.recordsByToken(dataset, as: identity)
        )
        dataset.live = extract.rows
        dataset.records += match.kept.count { $0 == nil }
        try self.init(extract, dataset, isNew: false, datasets, table, match, store, identity)
    }

    private init(
        _ extract: IncomingExtract,
        _ dataset: SpineDataset,
        isNew: Bool,
        _ datasets: [SpineDataset],
        _ table: EntityTable,
        _ match: ExtractMatch,
        _ store: SpineStore,
        _ identity: Identity
    ) throws(SpineError) {
        if let format = try store.format(), !format.hasSameRows(as: extract.format) {
            throw SpineError(
                .mismatch,
                "the encodings of \(extract.name) are made otherwise than the spine's",
                remedy: "have the agency encode with the project's linkage schema",
                exitCode: .mismatch
            )
        }
        self.store = store
        self.identity = identity
        self.extract = extract
        self.dataset = dataset
        self.isNew = isNew
        self.datasets = datasets
        self.table = table
        self.match = match
        let isTeachable = store.policy.judge == .weights && dataset.role != .dedupeOnly && !match.compared.isEmpty
        candidates = isTeachable ? Self.teachers(Self.mostTeachers, for: dataset, datasets, table, match) : []
        nodes = Nodes()
        if isTeachable, match.compared.count < Self.learnable { teachers = candidates }
        nodes = chosenNodes
    }

    private var chosenNodes: Nodes {
        guard !match.compared.isEmpty else { return Nodes() }
        return Nodes(
            for: dataset,
            among: datasets,
            table,
            vanished: match.vanished,
            excluding: Set(teachers),
            isLearning: store.policy.judge == .weights
        )
    }

    /// The teachers that there would be, did the new records alone not tell what matches look like.
    var possibleTeachers: Int { teachers.isEmpty ? candidates.count : 0 }

    /// The same addition with teachers; nil if it has them, or there are none.
    var taught: Addition? {
        guard possibleTeachers > 0 else { return nil }
        var addition = self
        addition.teachers = candidates
        addition.nodes = addition.chosenNodes
        return addition
    }

    /// Old records whose person is on a spine and who have a record beside the spine's: of the dataset itself, else of others.
    private static func teachers(
        _ most: Int,
        for dataset: SpineDataset,
        _ datasets: [SpineDataset],
        _ table: EntityTable,
        _ match: ExtractMatch
    ) -> [RecordPlace] {
        // Whose record is about to go has a new one to be found: their other records would be its rivals.
        let leaving = Set(match.vanished.map { table.entities[dataset.number][Int($0)] })
        var chosen: [RecordPlace] = []
        let order =
            datasets.filter { $0.number == dataset.number } + datasets.filter { $0.number != dataset.number }
        for other in order where other.role == .contributor && !other.isWithdrawn && chosen.count < most {
            let rows = table.liveRows(other.number).filter { row in
                table.isOnSpine(other.number, row) && !leaving.contains(table.entities[other.number][Int(row)])
            }
            let count = min(rows.count, most - chosen.count)
            // Evenly spread: rows stand in the random order of their extract.
            chosen += (0..<count).map { RecordPlace(dataset: other.number, row: Int(rows[$0 * rows.count / count])) }
        }
        return chosen.sorted()
    }
}

extension SpineError {
    /// Small datasets tell little of what matches look like; linked before the large one, they are linked worse, and for good.
    static var noSpine: SpineError {
        SpineError(
            .noSpine,
            "the store has no dataset of role spine yet; nothing was changed",
            remedy:
                "add the one that covers nearly everybody first with --role spine; if there is none, add --without-spine",
            exitCode: .nonsense
        )
    }

    /// A dataset of this name is there, or was.
    static func known(_ dataset: SpineDataset) -> SpineError {
        guard !dataset.isWithdrawn else {
            return SpineError(
                .withdrawn,
                "the dataset \(dataset.name) was withdrawn and does not come back",
                remedy: "if the agency takes part again, have it encode under another name, with a new identity",
                exitCode: .nonsense
            )
        }
        return SpineError(
            .dataset,
            "the spine has a dataset \(dataset.name) already",
            remedy: "'tessera-linker spine refresh' takes a new extract of it",
            exitCode: .usage
        )
    }
}

extension SpineStore {
    /// The run that brought an extract, by its SHA-256; nil if the store never had it.
    ///
    /// - Throws: `spine.withdrawn` if its dataset was withdrawn.
    package func run(ofExtract digest: [UInt8]) throws(SpineError) -> Int? {
        let known = try database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT run, dataset FROM extract WHERE digest = ?",
                arguments: [Hex.encode(digest)]
            ).map { (run: $0["run"] as Int, dataset: $0["dataset"] as Int) }
        }
        guard let known else { return nil }
        if let dataset = try datasets().first(where: { $0.number == known.dataset }), dataset.isWithdrawn {
            throw .known(dataset)
        }
        return known.run
    }
}

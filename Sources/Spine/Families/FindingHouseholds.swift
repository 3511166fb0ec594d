// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Glibc
package import Linkage
package import Sealing

/// Finds who lives together among the people of a store, from where their records say that they live.
///
/// The evidence for each two people is learnt (`Companions`), and people become households by average linkage. Nobody is in two.
package struct FindingHouseholds {
    let store: SpineStore
    let identity: Identity
    let vectors: HouseholdVectors
    let largest: Int
    private let datasets: [SpineDataset]
    private let table: EntityTable
    private let format: SpineFormat

    /// The people of a household at most, unless told otherwise.
    package static let defaultLargest = 12
    /// Numbers from which on pseudonymous row tokens are made, which no entity reaches.
    private static let tokenNumbers: UInt64 = 1 << 43

    /// Takes what tells of a household.
    ///
    /// - Parameters:
    ///   - vectors: makes them of the store's format.
    ///   - largest: the people of a household at most, 2 or more; what more have in common is an institution's.
    /// - Throws: what `vectors` throws; `spine.relation` if nothing was added yet.
    package init(
        largest: Int,
        in store: SpineStore,
        as identity: Identity,
        _ vectors: (SpineFormat) throws(SpineError) -> HouseholdVectors
    ) throws(SpineError) {
        guard let format = try store.format() else {
            throw SpineError(
                .relation,
                "the spine has no dataset yet, so nobody lives anywhere",
                remedy: "add the datasets first, with 'spine add'",
                exitCode: .usage
            )
        }
        self.vectors = try vectors(format)
        self.store = store
        self.identity = identity
        self.largest = largest
        self.format = format
        datasets = try store.datasets().filter { !$0.isWithdrawn }
        table = try store.entityTable(as: identity)
    }

    /// Compares, decides and, unless it is only tried, commits; what was found before is replaced.
    ///
    /// - Parameter time: now, in UTC.
    /// - Throws: `spine.unrelated` if the data do not tell what households look like.
    package func run(time: String, isTried: Bool = false, control: RunControl) throws(SpineError) -> RelatingSummary {
        let (store, identity, format) = (store, identity, format)
        let source = RelativeRows(format: format, pairs: vectors.all.map { ($0, $0) }) { selection in
            RecordReader(store: store, identity: identity, format: format, selection: selection, control: control)
        }
        let selection = RowSelection(of: format, vectors: vectors.all)
        let all = try source.own(datasets.filter { $0.role != .dedupeOnly }, table)
        let found = try HouseholdRows(all, vectors, selection, largest: largest, table)
        let ids = try store.ids(of: SpineStore.ownStudy, as: identity)
        let (rows, vectors) = (found.rows, vectors)
        var people = PeopleTogether(found)
        let companions = try SpineError.passingOn { () throws(LinkageError) in
            try Companions(
                LinkageDataset(
                    name: HouseholdVectors.relation,
                    tokens: ids.ids(of: Self.tokenNumbers..<Self.tokenNumbers + UInt64(rows.places.count)),
                    filters: rows.filters,
                    presence: rows.presence
                ),
                measure: format.measure,
                vectors: vectors.scored(selection.vectors),
                deciding: vectors.places.count,
                parts: vectors.unit == nil ? 0 : 1,
                persons: found.persons,
                use: people.use,
                control: control
            )
        }
        if let doubt = companions.doubt { throw .unrelated(doubt, "households") }
        people.add(companions)
        let groups = try SpineError.passingOn { () throws(LinkageError) in try people.groups() }
        let homes = groups.filter { $0.count <= largest }
        let relations = relations(homes, people, found)
        var summary = RelatingSummary(
            run: try store.lastRun().number + 1,
            relation: HouseholdVectors.relation,
            records: all.places.count,
            people: people.entities.count
        )
        summary.households = RelatingSummary.Households(
            found: homes.count,
            withoutPlace: found.withoutPlace,
            institutions: found.institutions + groups.count - homes.count,
            institutional: found.institutional + groups.reduce(0) { $0 + ($1.count > largest ? $1.count : 0) }
        )
        summary.relatives = summary.households?.found ?? 0
        let commit = RelationCommit(
            store: store,
            identity: identity,
            naming: datasets,
            table: table,
            relation: HouseholdVectors.relation,
            number: format.householdRelation,
            about: "relation \(HouseholdVectors.relation) \(vectors.words) largest \(largest)",
            target: { relation, _ in relation.place.household }
        )
        return try commit.run(relations, summary, ids, time: time, isTried: isTried)
    }

    /// Of each member's first record, by dataset, its household: the first record of all its members.
    private func relations(
        _ groups: [[Int]],
        _ people: PeopleTogether,
        _ found: HouseholdRows
    ) -> [Int: [Relation]] {
        var first: [UInt32: RecordPlace] = [:]
        for (place, entity) in zip(found.rows.places, found.persons) {
            first[entity] = min(first[entity] ?? place, place)
        }
        var relations: [Int: [Relation]] = [:]
        for group in groups {
            let records = group.compactMap { first[people.entities[$0]] }
            guard let head = records.min() else { continue }
            for (member, place) in zip(group, records) {
                relations[place.dataset, default: []].append(
                    Relation(
                        relation: format.householdRelation,
                        row: place.row,
                        entity: table.entity(of: head),
                        place: head,
                        probability: Float(1 / (1 + exp2(-people.evidence(for: member, in: group))))
                    )
                )
            }
        }
        return relations.mapValues { $0.sorted { $0.row < $1.row } }
    }
}

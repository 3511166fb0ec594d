// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The records of the store that new ones are compared with, dataset by dataset in the order of their rows.
///
/// By the policy of the new ones' dataset: the records of spines; of the other datasets those whose person is on no spine; all
/// of a dataset that the policy names, or of every dataset if the person's other encodings count too.
struct Nodes: Sendable {
    /// Rows by dataset.
    private(set) var parts: [Part] = []

    /// Some rows of one dataset.
    struct Part: Sendable {
        let dataset: Int
        /// Ascending.
        let rows: [UInt32]
        /// The number of the first of them among all nodes.
        let first: Int
    }

    var count: Int { parts.last.map { $0.first + $0.rows.count } ?? 0 }

    /// None.
    init() {}

    /// All live records of some datasets.
    init(allOf datasets: [SpineDataset], _ table: EntityTable) {
        for dataset in datasets where !dataset.isWithdrawn {
            let rows = table.liveRows(dataset.number)
            if !rows.isEmpty { parts.append(Part(dataset: dataset.number, rows: rows, first: count)) }
        }
    }

    /// Chooses the records.
    ///
    /// - Parameters:
    ///   - dataset: whose new records will be compared; its number may be none yet.
    ///   - vanished: rows of the dataset that its new extract does not have, as a person's former encodings.
    ///   - excluded: records that are compared with the nodes themselves.
    ///   - isLearning: whether weights are learnt from what is compared: then a spine's own records are, also where they cannot be links
    ///     of its new ones because nobody has two.
    init(
        for dataset: SpineDataset,
        among datasets: [SpineDataset],
        _ table: EntityTable,
        vanished: [UInt32],
        excluding excluded: Set<RecordPlace>,
        isLearning: Bool
    ) {
        for other in datasets where !other.isWithdrawn {
            var rows: [UInt32] = []
            if other.number == dataset.number {
                // A person whose record changed is found by what it was; one of a dataset with duplicates by records that stay, too.
                let gone = Set(vanished)
                let isWhole =
                    (dataset.role == .spine || dataset.policy.isWithin)
                    && (isLearning || !dataset.policy.isDeduplicated)
                let isOpen = isWhole || dataset.role == .contributor && !dataset.policy.isDeduplicated
                rows = table.liveRows(other.number).filter { row in
                    gone.contains(row) || isOpen && (isWhole || !table.isOnSpine(other.number, row))
                }
            } else if dataset.role != .dedupeOnly, other.role != .dedupeOnly {
                let isWhole =
                    other.role == .spine || dataset.policy.isEnriched || dataset.policy.with.contains(other.name)
                rows = table.liveRows(other.number)
                if !isWhole { rows = rows.filter { !table.isOnSpine(other.number, $0) } }
            }
            if !excluded.isEmpty {
                rows.removeAll { excluded.contains(RecordPlace(dataset: other.number, row: Int($0))) }
            }
            if !rows.isEmpty { parts.append(Part(dataset: other.number, rows: rows, first: count)) }
        }
    }

    /// The record of a node.
    func place(_ node: Int) -> RecordPlace {
        // There are few datasets.
        guard let part = parts.last(where: { $0.first <= node }) else { preconditionFailure("no such node") }
        return RecordPlace(dataset: part.dataset, row: Int(part.rows[node - part.first]))
    }

    /// The encodings of all nodes.
    func read(
        _ reader: RecordReader,
        of datasets: [SpineDataset]
    ) throws(SpineError) -> (filters: FilterMatrix, presence: [UInt8]) {
        let matrix = try FilterMatrix.of(count, reader.selection)
        var presence = [UInt8](repeating: 0, count: count * reader.selection.format.presenceBytes)
        for part in parts {
            guard let dataset = datasets.first(where: { $0.number == part.dataset }) else { continue }
            try reader.fill(matrix, &presence, from: part.first, rows: part.rows, of: dataset)
        }
        return (matrix, presence)
    }
}

extension EntityTable {
    /// Whether a record's person is on a spine.
    func isOnSpine(_ dataset: Int, _ row: UInt32) -> Bool { isOnSpine[Int(entities[dataset][Int(row)])] }
}

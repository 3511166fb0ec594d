// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The entities as they are after an addition.
struct EntityUpdate {
    /// Entities that have no live record any more.
    let retired: [UInt32]
    /// Rows of the extract whose person has another record in the store, and those whose person is on a spine.
    let linked: Int
    let onSpine: Int
    private let dataset: Int
    private let firstRow: Int
    private let table: EntityTable
    private let heirs: [UInt32: UInt32]
    private let own: [UInt32]

    init(_ addition: Addition, _ resolution: Resolution) {
        let table = addition.table
        dataset = addition.dataset.number
        firstRow = addition.dataset.records - addition.match.compared.count
        self.table = table
        own = resolution.entities
        var heirs: [UInt32: UInt32] = [:]
        for merge in resolution.merged { heirs[merge.entity] = merge.heir }
        self.heirs = heirs

        // How many live records each entity has, and how many of a spine.
        let count = table.count + resolution.founders.count
        var records = [UInt32](repeating: 0, count: count)
        var isOnSpine = [Bool](repeating: false, count: count)
        var gone = [Bool](repeating: false, count: count)
        let vanished = Set(addition.match.vanished)
        for (other, entities) in table.entities.enumerated() {
            let isSpine = addition.datasets[other].role == .spine
            for (row, entity) in entities.enumerated() where !table.isGone[other][row] {
                let now = Int(heirs[entity] ?? entity)
                if other == addition.dataset.number, vanished.contains(UInt32(row)) {
                    gone[now] = true
                } else {
                    records[now] += 1
                    if isSpine { isOnSpine[now] = true }
                }
            }
        }
        for entity in resolution.entities {
            records[Int(entity)] += 1
            if addition.dataset.role == .spine { isOnSpine[Int(entity)] = true }
        }
        retired = gone.indices.filter { gone[$0] && records[$0] == 0 }.map { UInt32($0) }
        let kept = addition.match.kept.compactMap { $0 }.map { row in
            let entity = table.entities[addition.dataset.number][row]
            return Int(heirs[entity] ?? entity)
        }
        let rows = kept + resolution.entities.map { Int($0) }
        linked = rows.count { records[$0] > 1 }
        onSpine = rows.count { isOnSpine[$0] }
    }

    /// The entity of a record, a new one among them.
    func entity(of place: RecordPlace) -> UInt32 {
        if place.dataset == dataset, place.row >= firstRow { return own[place.row - firstRow] }
        let entity = table.entity(of: place)
        return heirs[entity] ?? entity
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Writes what an addition did into the ledger, a line an id or a record (`Specs/spine.md` §4).
struct AdditionLedger {
    let addition: Addition
    let summary: AdditionSummary
    let ids: IDCipher

    private var name: String { addition.dataset.name }
    private var firstRow: Int { addition.dataset.records - addition.match.compared.count }

    func write(_ resolution: Resolution, _ update: EntityUpdate, _ judgement: Judgement, to ledger: LedgerWriter) {
        let plan = summary.plan
        ledger.line("dataset \(name) \(addition.dataset.role.rawValue)")
        ledger.line("extract \(Hex.encode(addition.extract.digest)) rows \(plan.rows) kept \(plan.kept)")
        for part in plan.nodes { ledger.line("compared \(plan.compared) with \(part.rows) of \(part.dataset)") }
        ledger.line("comparisons \(plan.comparisons) among-old \(plan.comparisonsAmongOld)")

        let created = ids.ids(
            of: UInt64(addition.table.count)..<UInt64(addition.table.count + resolution.founders.count)
        )
        for (number, record) in resolution.founders.enumerated() {
            ledger.line("created", created[number * 16..<(number + 1) * 16], "\(name):\(firstRow + record)")
        }
        var isFounder = [Bool](repeating: false, count: resolution.entities.count)
        for record in resolution.founders { isFounder[record] = true }
        let best = bestLinks(judgement, resolution, update)
        for (record, entity) in resolution.entities.enumerated() where !isFounder[record] {
            ledger.line("joined", id(entity), "\(name):\(firstRow + record)" + (best[record] ?? ""))
        }
        let heirs = Set(resolution.merged.map(\.heir))
        var heirRecords: [UInt32: Int] = [:]
        for (record, entity) in resolution.entities.enumerated()
        where heirs.contains(entity) && heirRecords[entity] == nil {
            heirRecords[entity] = record
        }
        for merge in resolution.merged {
            let reason = heirRecords[merge.heir].map { " by \(name):\(firstRow + $0)" } ?? ""
            ledger.line("merged", id(merge.entity), "into \(Hex.encode(id(merge.heir)))\(reason)")
        }
        for row in addition.match.vanished {
            let entity = update.entity(of: RecordPlace(dataset: addition.dataset.number, row: Int(row)))
            ledger.line("gone", id(entity), "\(name):\(row)")
        }
        for entity in update.retired { ledger.line("retired", id(entity), "no record left") }
        ledger.line(
            "end created \(summary.created) merged \(summary.merged) retired \(summary.retired) linked \(summary.linked)"
                + " on-spine \(summary.onSpine) of \(plan.rows)"
        )
    }

    private func id(_ entity: UInt32) -> ArraySlice<UInt8> { ids.id(of: UInt64(entity))[...] }

    /// By record the strongest link with its own entity, in words.
    private func bestLinks(
        _ judgement: Judgement,
        _ resolution: Resolution,
        _ update: EntityUpdate
    ) -> [Int: String] {
        var best: [Int: Judgement.Pair] = [:]
        for pair in judgement.pairs where pair.isLink && pair.weight > (best[pair.record]?.weight ?? -1) {
            guard update.entity(of: addition.nodes.place(pair.node)) == resolution.entities[pair.record] else {
                continue
            }
            best[pair.record] = pair
        }
        return best.mapValues { pair in
            let place = addition.nodes.place(pair.node)
            let tenths = Int((pair.weight * 10).rounded())
            return " weight \(tenths / 10).\(tenths % 10) with \(addition.datasets[place.dataset].name):\(place.row)"
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage
internal import Sealing

extension Addition {
    /// Numbers from which on pseudonymous row tokens are made, which no entity reaches.
    private static let tokenNumbers: UInt64 = 1 << 40
    /// Numbers whose ids an approximate search draws its positions by, beyond all tokens.
    private static let searchNumbers: UInt64 = 1 << 48

    /// Compares the new records.
    func judge(_ ids: IDCipher, control: RunControl) throws(SpineError) -> Judgement {
        // What describes a relative has no part in telling who somebody is.
        let selection = RowSelection(ofOwnPerson: extract.format)
        let reader = RecordReader(
            store: store,
            identity: identity,
            format: extract.format,
            selection: selection,
            control: control
        )
        let (nodeFilters, nodePresence) = try nodes.read(reader, of: datasets)
        let (filters, presence, tokens) = try compared(reader)
        // A store that moved to another identity searches as before.
        let secret = ids.ids(of: Self.searchNumbers..<Self.searchNumbers + 2)
        return try SpineError.passingOn { () throws(LinkageError) in
            // Datasets are numbered by their names.
            let records = try dataset("1 records", filters, presence, tokens)
            let count = UInt64(nodes.count)
            let nodeTokens = ids.ids(of: Self.tokenNumbers..<Self.tokenNumbers + count)
            let others = try dataset("2 nodes", nodeFilters, nodePresence, nodeTokens)
            switch store.policy.judge {
            case .similarity(let threshold, let possible, let recall):
                let judge = SimilarityJudge(
                    threshold: threshold,
                    possible: possible,
                    recall: recall,
                    measure: extract.format.measure,
                    secret: secret,
                    folder: store.folder.blocks
                )
                return try judge.judge(records, others, isWithin: isComparedWithin, control: control)
            case .weights:
                let judge = WeightsJudge(measure: extract.format.measure, vectors: selection.vectors)
                var judgement = try judge.judge(
                    records,
                    others,
                    isDeduplicated: self.dataset.policy.isDeduplicated
                        && teachers.allSatisfy { $0.dataset == self.dataset.number },
                    persons: nodes.entities(table),
                    control: control
                )
                // Teachers have done their part.
                let own = match.compared.count
                judgement.pairs.removeAll { $0.record >= own }
                judgement.within.removeAll { $0.first >= own || $0.second >= own }
                return judgement
            }
        }
    }

    /// The new records, then the teachers.
    private func compared(
        _ reader: RecordReader
    ) throws(SpineError) -> (FilterMatrix, presence: [UInt8], tokens: [UInt8]) {
        let rows = match.compared
        // A new dataset goes as it is.
        if rows.count == extract.rows, teachers.isEmpty, reader.selection.isWhole {
            return (extract.filters, extract.presence, extract.tokens)
        }
        let count = rows.count + teachers.count
        let matrix = try FilterMatrix.of(count, reader.selection)
        let width = extract.format.presenceBytes
        var presence = [UInt8](repeating: 0, count: count * width)
        var tokens = [UInt8](repeating: 0, count: count * 16)
        for (place, row) in rows.enumerated() {
            reader.selection.copyRow(row, of: extract.filters, to: matrix, at: place)
            presence.replaceSubrange(
                place * width..<(place + 1) * width,
                with: extract.presence[row * width..<(row + 1) * width]
            )
            tokens.replaceSubrange(place * 16..<(place + 1) * 16, with: extract.tokens[row * 16..<(row + 1) * 16])
        }
        var next = rows.count
        for other in datasets {
            let chosen = teachers.filter { $0.dataset == other.number }.map { UInt32($0.row) }
            try reader.fill(matrix, &presence, from: next, rows: chosen, of: other)
            next += chosen.count
        }
        return (matrix, presence, tokens)
    }

    private func dataset(
        _ name: String,
        _ filters: FilterMatrix,
        _ presence: [UInt8],
        _ tokens: [UInt8]
    ) throws(LinkageError) -> LinkageDataset {
        // Masks of more features than a number has bits are not understood by scoring.
        let isKnown = extract.format.presenceBytes == 8
        return try LinkageDataset(name: name, tokens: tokens, filters: filters, presence: isKnown ? presence : [])
    }
}

extension Nodes {
    /// The entity of each node.
    func entities(_ table: EntityTable) -> [UInt32] {
        parts.flatMap { part in part.rows.map { table.entities[part.dataset][Int($0)] } }
    }
}

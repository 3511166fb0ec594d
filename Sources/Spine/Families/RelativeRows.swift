// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage
internal import Sealing

/// What records say of a relative, and what people's own records say of themselves, as rows of the same vectors.
struct RelativeRows {
    let format: SpineFormat
    /// The vectors that describe the relative, each with the one that it stands for.
    let pairs: [(relative: Int, own: Int)]
    let reader: (RowSelection) -> RecordReader

    /// What the rows consist of: vectors by the names of those of people's own records, a feature each.
    var vectors: [ScoredVector] {
        let own = RowSelection(of: format, vectors: pairs.map(\.own)).vectors
        return own.enumerated().map { number, vector in
            ScoredVector(name: vector.name, bits: vector.bits, features: [number], variantOf: vector.variantOf)
        }
    }

    /// Rows of some datasets, with the masks of the vectors that each has.
    struct Rows {
        let places: [RecordPlace]
        let filters: FilterMatrix
        let presence: [UInt8]
    }

    /// The live records that describe the relative.
    func naming(_ datasets: [SpineDataset], _ table: EntityTable) throws(SpineError) -> Rows {
        let all = try rows(Nodes(allOf: datasets, table), datasets, vectors: pairs.map(\.relative))
        let chosen = all.places.indices.filter {
            all.presence[$0 * Self.maskBytes..<($0 + 1) * Self.maskBytes] != Self.nothing
        }
        let filters = try FilterMatrix.of(chosen.count, selection(pairs.map(\.relative)))
        for (place, row) in chosen.enumerated() { filters.copyRow(row, of: all.filters, to: place) }
        return Rows(
            places: chosen.map { all.places[$0] },
            filters: filters,
            presence: chosen.flatMap { all.presence[$0 * Self.maskBytes..<($0 + 1) * Self.maskBytes] }
        )
    }

    /// All live records, by what they say of their own person.
    func own(_ datasets: [SpineDataset], _ table: EntityTable) throws(SpineError) -> Rows {
        try rows(Nodes(allOf: datasets, table), datasets, vectors: pairs.map(\.own))
    }

    private static let maskBytes = 8
    private static let nothing = ArraySlice([UInt8](repeating: 0, count: maskBytes))

    private func selection(_ vectors: [Int]) -> RowSelection { RowSelection(of: format, vectors: vectors) }

    private func rows(
        _ nodes: Nodes,
        _ datasets: [SpineDataset],
        vectors: [Int]
    ) throws(SpineError) -> Rows {
        let (filters, presence) = try nodes.read(reader(selection(vectors)), of: datasets)
        let width = format.presenceBytes
        var masks = [UInt8](repeating: 0, count: nodes.count * Self.maskBytes)
        for (number, vector) in vectors.enumerated() {
            for feature in format.vectors[vector].features {
                for row in 0..<nodes.count where presence[row * width + feature / 8] << (feature % 8) & 0x80 != 0 {
                    masks[row * Self.maskBytes + number / 8] |= 0x80 >> UInt8(number % 8)
                }
            }
        }
        let places = nodes.parts.flatMap { part in part.rows.map { RecordPlace(dataset: part.dataset, row: Int($0)) } }
        return Rows(places: places, filters: filters, presence: masks)
    }
}

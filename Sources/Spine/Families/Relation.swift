// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Linkage
internal import Sealing

/// Whom a record was found to name as its person's relative.
struct Relation: Sendable, Equatable {
    /// The relation's number among those of the format.
    var relation: Int
    /// The row, in the dataset that the file is of.
    var row: Int
    /// The relative as it was when it was found.
    var entity: UInt32
    /// The relative's record that agrees best.
    var place: RecordPlace
    /// That it is the relative, 0 to 1.
    var probability: Float

    private static let words = 6

    /// Relations as the store's files hold them: six 32-bit numbers each.
    static func encode(_ relations: [Relation]) -> [UInt32] {
        relations.flatMap { relation in
            [
                UInt32(relation.relation), UInt32(relation.row), relation.entity, UInt32(relation.place.dataset),
                UInt32(relation.place.row), relation.probability.bitPattern,
            ]
        }
    }

    /// Reads what `encode` wrote.
    static func decode(_ numbers: [UInt32]) -> [Relation] {
        stride(from: 0, to: numbers.count - numbers.count % words, by: words).map { start in
            Relation(
                relation: Int(numbers[start]),
                row: Int(numbers[start + 1]),
                entity: numbers[start + 2],
                place: RecordPlace(dataset: Int(numbers[start + 3]), row: Int(numbers[start + 4])),
                probability: Float(bitPattern: numbers[start + 5])
            )
        }
    }
}

extension SpineFormat {
    /// The relations that records describe, in the order of the first vector of each.
    package var relations: [String] {
        vectors.compactMap(\.relativeOf?.relation).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The vectors that describe a relative, each with the one that it stands for.
    func vectors(of relation: String) -> [(relative: Int, own: Int)] {
        vectors.indices.compactMap { number in
            vectors[number].relativeOf.flatMap { $0.relation == relation ? (number, $0.vector) : nil }
        }
    }
}

extension SpineStore {
    /// The relations that a dataset's records name.
    func relations(_ dataset: SpineDataset, as identity: Identity) throws(SpineError) -> [Relation] {
        var relations: [Relation] = []
        let key = try key(dataset, as: identity)
        for file in try files(.relations, of: dataset.number) {
            let content = try blocks.get(file, key: key)
            relations += unsafe content.withBytes {
                unsafe Relation.decode([UInt32](littleEndian: UnsafeRawBufferPointer($0)))
            }
        }
        return relations
    }

    /// Entities that turned out to be another one, with that one.
    func heirs() throws(SpineError) -> [UInt32: UInt32] {
        try database.read { database in
            Dictionary(
                uniqueKeysWithValues: try Row.fetchAll(
                    database,
                    sql: "SELECT entity, heir FROM retired WHERE heir IS NOT NULL"
                ).map { (UInt32($0["entity"] as Int), UInt32($0["heir"] as Int)) }
            )
        }
    }
}

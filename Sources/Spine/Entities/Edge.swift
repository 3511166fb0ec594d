// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Sealing

/// A pair of records that was found to be a link or a possible match.
package struct Edge: Sendable, Equatable {
    package var first: RecordPlace
    package var second: RecordPlace
    /// Bits of evidence, or the similarity in hundredths.
    package var weight: Float
    /// That the two are one person, 0 to 1.
    package var probability: Float
    package var isLink: Bool

    private static let words = 7

    /// Edges as the store's files hold them: seven 32-bit numbers each.
    static func encode(_ edges: [Edge]) -> [UInt32] {
        edges.flatMap { edge in
            [
                UInt32(edge.first.dataset), UInt32(edge.first.row), UInt32(edge.second.dataset),
                UInt32(edge.second.row), edge.weight.bitPattern, edge.probability.bitPattern, edge.isLink ? 1 : 0,
            ]
        }
    }

    /// Reads what `encode` wrote.
    static func decode(_ numbers: [UInt32]) -> [Edge] {
        stride(from: 0, to: numbers.count - numbers.count % words, by: words).map { start in
            Edge(
                first: RecordPlace(dataset: Int(numbers[start]), row: Int(numbers[start + 1])),
                second: RecordPlace(dataset: Int(numbers[start + 2]), row: Int(numbers[start + 3])),
                weight: Float(bitPattern: numbers[start + 4]),
                probability: Float(bitPattern: numbers[start + 5]),
                isLink: numbers[start + 6] != 0
            )
        }
    }
}

extension SpineStore {
    /// All edges that can still be read, in the order in which they were found.
    package func edges(as identity: Identity) throws(SpineError) -> [Edge] {
        var edges: [Edge] = []
        for dataset in try datasets() where !dataset.isWithdrawn {
            let key = try key(dataset, as: identity)
            for file in try files(.edges, of: dataset.number) {
                let content = try blocks.get(file, key: key)
                edges += unsafe content.withBytes {
                    unsafe Edge.decode([UInt32](littleEndian: UnsafeRawBufferPointer($0)))
                }
            }
        }
        return edges
    }
}

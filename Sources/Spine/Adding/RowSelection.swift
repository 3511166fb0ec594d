// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage

/// Some vectors of each row, side by side: what is compared of it.
struct RowSelection: Sendable {
    /// What rows are as the store keeps them.
    let format: SpineFormat
    /// The chosen vectors at their places among themselves; none describes a relative there.
    let vectors: [ScoredVector]
    /// The bytes of a kept row that each one is.
    private let pieces: [Range<Int>]

    /// Chooses vectors by their numbers, in any order.
    init(of format: SpineFormat, vectors chosen: [Int]) {
        var place = 0
        self.format = format
        pieces = chosen.map { format.vectors[$0].bits.lowerBound / 8..<format.vectors[$0].bits.upperBound / 8 }
        vectors = chosen.map { number in
            let vector = format.vectors[number]
            defer { place += vector.bits.count }
            return ScoredVector(
                name: vector.name,
                bits: place..<place + vector.bits.count,
                features: vector.features,
                // Second values of a vector that is not chosen are a vector like any other.
                variantOf: vector.variantOf.flatMap { chosen.firstIndex(of: $0) }
            )
        }
    }

    /// Chooses what describes the record's own person.
    init(ofOwnPerson format: SpineFormat) {
        self.init(of: format, vectors: format.vectors.indices.filter { format.vectors[$0].relativeOf == nil })
    }

    /// Bits of what is chosen.
    var bits: Int { vectors.reduce(0) { $0 + $1.bits.count } }
    /// Whether that is the whole row.
    var isWhole: Bool { pieces.count == format.vectors.count }

    /// Copies the chosen vectors of a row that is kept.
    func copy(_ row: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) {
        var place = 0
        for piece in pieces {
            unsafe UnsafeMutableRawBufferPointer(rebasing: target[place..<place + piece.count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: row[piece]))
            place += piece.count
        }
    }

    /// Copies the chosen vectors of a row of whole ones.
    func copyRow(_ row: Int, of rows: FilterMatrix, to matrix: FilterMatrix, at place: Int) {
        unsafe rows.withUnsafeRow(row) { kept in
            unsafe matrix.withUnsafeMutableRow(place) { unsafe copy(kept, to: $0) }
        }
    }
}

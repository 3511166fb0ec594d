// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
package import Linkage
package import Sealing

/// An opened and verified encoding file, as the program hands it to the store.
package struct IncomingExtract: Sendable {
    /// The agency's name.
    package let name: String
    package let card: PartyCard
    /// SHA-256 of the file.
    package let digest: [UInt8]
    /// 16 bytes a row.
    package let tokens: [UInt8]
    /// Which features each record has, a fixed number of bytes a row.
    package let presence: [UInt8]
    /// All vectors of each row, side by side.
    package let filters: FilterMatrix
    package let format: SpineFormat

    package init(
        name: String,
        card: PartyCard,
        digest: [UInt8],
        tokens: [UInt8],
        presence: [UInt8],
        filters: FilterMatrix,
        format: SpineFormat
    ) {
        precondition(tokens.count == 16 * filters.rows && presence.count == format.presenceBytes * filters.rows)
        self.name = name
        self.card = card
        self.digest = digest
        self.tokens = tokens
        self.presence = presence
        self.filters = filters
        self.format = format
    }

    package var rows: Int { filters.rows }
}

/// What all encodings of a project have in common.
package struct SpineFormat: Sendable, Equatable {
    /// The header of the first file, by which others are found to belong or not.
    package let header: String
    package let vectors: [ScoredVector]
    package let measure: SimilarityMeasure
    package let presenceBytes: Int

    package init(header: String, vectors: [ScoredVector], measure: SimilarityMeasure, presenceBytes: Int) {
        self.header = header
        self.vectors = vectors
        self.measure = measure
        self.presenceBytes = presenceBytes
    }

    /// Whether rows have the same parts at the same places.
    func hasSameRows(as other: SpineFormat) -> Bool {
        (vectors, measure, presenceBytes) == (other.vectors, other.measure, other.presenceBytes)
    }

    /// The length of a row's filters together.
    package var bits: Int { vectors.reduce(0) { $0 + $1.bits.count } }
}

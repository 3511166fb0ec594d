// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// A part of a row that is compared on its own: the filter of a field, of a group of fields, or of all of them.
package struct ScoredVector: Sendable, Equatable {
    /// The vector's name in the linkage schema.
    package let name: String
    /// Its place in the row, in bits; both ends are multiples of 64.
    package let bits: Range<Int>
    /// What the filter is made of, by number in the presence masks, below 64; none if that is not known.
    package let features: [Int]
    /// The place of the vector whose second values this one holds: another one of the same length, which holds first values.
    package let variantOf: Int?

    package init(name: String, bits: Range<Int>, features: [Int] = [], variantOf: Int? = nil) {
        self.name = name
        self.bits = bits
        self.features = features
        self.variantOf = variantOf
    }

    /// The features that a record has of those of the vector, by its own presence mask.
    func features(of record: UInt64) -> UInt64 { features.reduce(0) { $0 | record & 1 << (63 - UInt64($1)) } }
}

/// What is linked by match weights: datasets whose rows are some vectors side by side.
package struct ScoringInput: Sendable {
    /// In the order of their names' bytes.
    package let datasets: [LinkageDataset]
    package let vectors: [ScoredVector]
    /// How similar two filters are.
    package let measure: SimilarityMeasure
    /// Tells how similar two values are.
    let comparing: any ValueComparing
    package let kernel: BitKernel

    /// The most vectors that are scored.
    package static let greatestVectors = 32

    /// Takes the datasets of a linkage.
    ///
    /// - Parameters:
    ///   - input: with all filters in memory.
    ///   - vectors: what a row consists of, together all of it.
    ///   - comparing: what tells how similar values are; nil for the input's measure of their filters.
    /// - Throws: `scoring.memory` if a dataset's filters are not in memory, `scoring.vectors` for too many vectors.
    package init(
        _ input: LinkageInput,
        vectors: [ScoredVector],
        comparing: (any ValueComparing)? = nil
    ) throws(LinkageError) {
        guard input.datasets.allSatisfy(\.source.isResident) else { throw .scoringMemory }
        guard vectors.count <= Self.greatestVectors else { throw .scoredVectors }
        precondition(vectors.reduce(0) { $0 + $1.bits.count } == input.bits, "vectors that are not the whole row")
        datasets = input.datasets
        self.vectors = vectors
        measure = input.measure
        self.comparing = comparing ?? FilterComparing(measure: input.measure, kernel: input.kernel)
        kernel = input.kernel
    }
}

extension LinkageError {
    static var scoringMemory: LinkageError {
        LinkageError(
            .scoringMemory,
            "the encodings do not fit into the memory that may be used, and match weights need them there",
            remedy: "allow more with --memory, or link by one similarity with --threshold",
            exitCode: .inputOutput
        )
    }

    static var scoredVectors: LinkageError {
        LinkageError(
            .scoredVectors,
            "the encodings have more than \(ScoringInput.greatestVectors) vectors, which match weights cannot compare",
            remedy: "choose fewer with --vector, or link by one similarity with --threshold",
            exitCode: .mismatch
        )
    }
}

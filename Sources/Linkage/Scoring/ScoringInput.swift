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
    /// Whom the vector describes in place of the record's own person; nil: that person.
    package let relativeOf: Relative?

    /// A relative whom a vector describes.
    package struct Relative: Sendable, Equatable {
        /// Who it is, such as `mother`.
        package let relation: String
        /// The place of the vector that holds the value in the relative's own record.
        package let vector: Int

        package init(relation: String, vector: Int) {
            self.relation = relation
            self.vector = vector
        }
    }

    package init(
        name: String,
        bits: Range<Int>,
        features: [Int] = [],
        variantOf: Int? = nil,
        relativeOf: Relative? = nil
    ) {
        self.name = name
        self.bits = bits
        self.features = features
        self.variantOf = variantOf
        self.relativeOf = relativeOf
    }

    /// The features that a record has of those of the vector, by its own presence mask.
    func features(of record: UInt64) -> UInt64 { features.reduce(0) { $0 | record & 1 << (63 - UInt64($1)) } }
}

/// What is linked by match weights: datasets whose rows are some vectors side by side.
package struct ScoringInput: Sendable {
    /// In the order of their names' bytes.
    package let datasets: [LinkageDataset]
    /// What is compared: all but vectors that describe relatives, which say nothing of whether two records are one person.
    package let vectors: [ScoredVector]
    /// How similar two filters are.
    package let measure: SimilarityMeasure
    /// Tells how similar two values are.
    let comparing: any ValueComparing
    package let kernel: BitKernel
    /// For each dataset which records are known to be one person's; nil where that is to be learnt.
    package let persons: [RecordClusters?]

    /// The most vectors that are scored.
    package static let greatestVectors = 32

    /// Takes the datasets of a linkage.
    ///
    /// - Parameters:
    ///   - input: with all filters in memory.
    ///   - vectors: what a row consists of, together all of it.
    ///   - comparing: what tells how similar values are; nil for the input's measure of their filters.
    ///   - persons: for each dataset, in their order, which records are known to be one person's; none where that is to be learnt.
    /// - Throws: `scoring.memory` if a dataset's filters are not in memory, `scoring.vectors` for too many vectors.
    package init(
        _ input: LinkageInput,
        vectors: [ScoredVector],
        comparing: (any ValueComparing)? = nil,
        persons: [RecordClusters?] = []
    ) throws(LinkageError) {
        guard input.datasets.allSatisfy(\.source.isResident) else { throw .scoringMemory() }
        precondition(vectors.reduce(0) { $0 + $1.bits.count } == input.bits, "vectors that are not the whole row")
        self.vectors = vectors.ofOwnPerson
        guard self.vectors.count <= Self.greatestVectors else { throw .scoredVectors }
        datasets = input.datasets
        measure = input.measure
        self.comparing = comparing ?? FilterComparing(measure: input.measure, kernel: input.kernel)
        kernel = input.kernel
        self.persons = persons.isEmpty ? input.datasets.map { _ in nil } : persons
        precondition(self.persons.count == datasets.count, "not one for each dataset")
    }
}

extension [ScoredVector] {
    /// The vectors that describe the record's own person, at their places in the row.
    fileprivate var ofOwnPerson: [ScoredVector] {
        let own = indices.filter { self[$0].relativeOf == nil }
        return own.map { place in
            let vector = self[place]
            return ScoredVector(
                name: vector.name,
                bits: vector.bits,
                features: vector.features,
                variantOf: vector.variantOf.flatMap { own.firstIndex(of: $0) }
            )
        }
    }
}

extension LinkageError {
    /// - Parameter least: the bytes that would do, if that is known.
    static func scoringMemory(least: Int? = nil) -> LinkageError {
        let amount = least.map { "at least --memory \($0 / (1 << 20) + 1)M" } ?? "more with --memory"
        return LinkageError(
            .scoringMemory,
            "match weights need the encodings and their candidate pairs in memory, and they do not fit into what may be used",
            remedy: "allow \(amount), or link by one similarity with --threshold",
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

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Tells how similar numbered values of vectors are: filters for what is linked, and plain text where the cost of filters is measured.
package protocol ValueComparing: Sendable {
    /// Compares a value with some others; neither is missing.
    ///
    /// - Parameters:
    ///   - isAcross: whether the vectors are compared whatever they are made of.
    ///   - similarities: as many as `others`, in their order; what was there is replaced.
    func compare(
        _ value: UInt32,
        of a: VectorValues,
        with others: [UInt32],
        of b: VectorValues,
        isAcross: Bool,
        into similarities: inout [ValueSimilarity]
    )

    /// All pairs of different values of a vector that are at least so similar, each once.
    ///
    /// - Throws: `linkage.cancelled`, `linkage.vectors` for lack of memory.
    func similar(
        _ values: VectorValues,
        least: SimilarityThreshold,
        control: RunControl
    ) throws(LinkageError) -> [(UInt32, UInt32)]
}

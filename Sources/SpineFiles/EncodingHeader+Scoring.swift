// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Exchange
package import Linkage

extension EncodingHeader {
    /// What each row consists of, for scoring, if these of its vectors stand side by side.
    ///
    /// - Parameter places: numbers of `vectors`, none twice. What is a variant of a vector that is left out counts as a vector
    ///   like any other.
    package func scoredVectors(_ places: [Int]) -> [ScoredVector] {
        var start = 0
        return places.map { place in
            let vector = vectors[place]
            defer { start += vector.bits }
            return ScoredVector(
                name: vector.name,
                bits: start..<start + vector.bits,
                features: vector.features,
                variantOf: vector.variantOf.flatMap { places.firstIndex(of: $0) },
                relativeOf: vector.relativeOf.flatMap { relative in
                    places.firstIndex(of: relative.vector).map { .init(relation: relative.relation, vector: $0) }
                }
            )
        }
    }
}

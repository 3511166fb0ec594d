// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package enum SimilarityMeasure: String, Sendable, CaseIterable {
    case dice, jaccard, hamming

    package func rule(_ threshold: SimilarityThreshold, bits: Int) -> DistanceRule { DistanceRule(threshold) }

    package func similarity(intersection: UInt32, popcountSum: UInt32, bits: Int) -> Similarity {
        Similarity(intersection: intersection, popcountSum: popcountSum)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// How a comparison of all pairs is cut into pieces, and how much of a row its sketch has; none of it changes a result.
package struct JoinTuning: Sendable {
    /// The most rows of the first side in a piece of work, a multiple of 8: their sketches stay in the second-level cache.
    package var queryRows = 1_024
    /// Rows of the second side whose sketches are ordered by popcount and kept together.
    package var blockRows = 16_384
    /// Candidates that all queries of a piece run over before the next, made up to whole groups; nil for what fits the cache.
    package var step: Int?
    /// Bits of a sketch, a multiple of 32; 0 counts all pairs in full, nil chooses from a sample.
    package var sketchBits: Int?
    /// Lanes that lower bounds are summed in; nil chooses by the rule and the popcounts.
    package var lanes: SketchChoice.Lanes?
    /// Pairs of a piece that a thread holds before it cuts the piece.
    package var heldPairs = 1 << 21

    package init() {}
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How a comparison of all pairs is cut into pieces, and how much of a row its sketch has; none of it changes a result.
package struct JoinTuning: Sendable {
    /// Rows of the first dataset in a piece of work: their sketches stay in the second-level cache.
    package var queryRows = 1_024
    /// Rows of the second dataset whose sketches are made and kept together; a multiple of 64.
    package var blockRows = 4_096
    /// Rows of the second dataset in a piece of work, where the first has too few to occupy many threads.
    package var stripeRows = 65_536
    /// Candidates that all queries of a piece run over before the next; a multiple of 64, nil for what fits the cache.
    package var step: Int?
    /// Bits of a sketch, a multiple of 32; 0 counts all pairs in full, nil chooses from a sample.
    package var sketchBits: Int?

    package init() {}
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Insecure {
    /// A filter and its complement, in an order drawn with a key: half of the 2·l bits are 1; for research only.
    ///
    /// Schnell and Borgs, *Randomized response and balanced Bloom filters for privacy preserving record linkage*
    /// (ICDM workshops, 2016). Popcounts say nothing any more; who is similar to whom stays as it was.
    ///
    /// - Parameter permutation: of 2·l positions, one for all records.
    package static func balanced(_ filter: [UInt8], permutation: KeyedPermutation) -> [UInt8] {
        permutation.applied(to: filter + filter.map { ~$0 })
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Insecure {
    /// The first half of a filter XOR its second half; for research only.
    ///
    /// Schnell and Borgs, *XOR-folding for Bloom filter-based encryptions for privacy-preserving record linkage*
    /// (German Record Linkage Center working paper, 2016). Known records still give the tokens' atoms away.
    ///
    /// - Parameter filter: an even number of bytes.
    package static func folded(_ filter: [UInt8]) -> [UInt8] {
        precondition(filter.count.isMultiple(of: 2), "an odd number of bytes")
        let half = filter.count / 2
        return zip(filter[..<half], filter[half...]).map { $0 ^ $1 }
    }
}

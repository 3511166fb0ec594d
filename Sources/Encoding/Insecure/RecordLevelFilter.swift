// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

extension Insecure {
    /// One filter of bits that are drawn from the filters of the fields, more from those that weigh more; for research
    /// only.
    ///
    /// RBF, with weighted bit sampling: Durham, *A framework for accurate, efficient private record linkage* (Vanderbilt
    /// University, 2012); Durham, Kantarcioglu, Xue, Toth, Kuzu and Malin, *Composite Bloom filters for secure record
    /// linkage* (IEEE TKDE 26(12), 2014). A device for weights: the graph of similarities is that of the fields' filters.
    ///
    /// Free in the paper and fixed here: shares are rounded by largest remainders, and bits are drawn with replacement,
    /// because a share may be larger than its field's filter.
    package struct RecordLevelFilter: Sendable {
        /// A bit of a field's filter.
        package struct Source: Hashable, Sendable {
            package let field: Int
            package let bit: Int
        }

        /// Where each bit is taken from.
        package let sources: [Source]

        /// Draws the sources.
        ///
        /// - Parameters:
        ///   - length: bits of the record's filter, a multiple of 8.
        ///   - fieldBits: bits of each field's filter.
        ///   - weights: of each field, not negative, not all 0.
        package init(length: Int, fieldBits: [Int], weights: [Int], hasher: any TokenHashing) {
            precondition(length.isMultiple(of: 8), "a length that is no multiple of 8")
            precondition(fieldBits.count == weights.count, "a weight for each field")
            var stream = KeyedStream(hasher, purpose: "insecure/rbf/1")
            let shares = Self.shares(of: length, weights: weights)
            let drawn = shares.indices.flatMap { field in
                (0..<shares[field]).map { _ in Source(field: field, bit: stream.below(fieldBits[field])) }
            }
            sources = KeyedPermutation(count: length, drawing: stream).order.map { drawn[$0] }
        }

        /// The record's filter from those of its fields.
        package func sampled(_ fields: [[UInt8]]) -> [UInt8] {
            var sampled = [UInt8](repeating: 0, count: sources.count / 8)
            for (index, source) in sources.enumerated() where fields[source.field][bit: source.bit] {
                sampled[bit: index] = true
            }
            return sampled
        }

        /// Parts of a total as the weights have it; what rounding down leaves goes to the largest remainders, of equal
        /// ones to the first.
        private static func shares(of total: Int, weights: [Int]) -> [Int] {
            let sum = weights.reduce(0, +)
            precondition(sum > 0 && weights.allSatisfy { $0 >= 0 }, "weights that are negative or all 0")
            var shares = weights.map { total * $0 / sum }
            let byRemainder = weights.indices.sorted {
                (total * weights[$1] % sum, $0) < (total * weights[$0] % sum, $1)
            }
            for field in byRemainder.prefix(total - shares.reduce(0, +)) { shares[field] += 1 }
            return shares
        }
    }
}

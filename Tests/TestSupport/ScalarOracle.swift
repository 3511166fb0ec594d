// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Comparison of filters in the plainest way, bit by bit: what every kernel must agree with.
package enum ScalarOracle {
    /// The number of set bits.
    package static func popcount(_ filter: [UInt8]) -> Int { intersection(filter, filter) }

    /// The number of bits set in both.
    package static func intersection(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var count = 0
        for index in left.indices {
            var common = left[index] & right[index]
            while common != 0 {
                count += Int(common & 1)
                common >>= 1
            }
        }
        return count
    }

    /// Whether 2c / (|a| + |b|) ≥ threshold / 10,000, as the fractions' definition has it; two empty filters are no match.
    package static func keeps(_ left: [UInt8], _ right: [UInt8], tenThousandths: Int) -> Bool {
        let sum = popcount(left) + popcount(right)
        return sum > 0 && 2 * intersection(left, right) * 10_000 >= tenThousandths * sum
    }
}

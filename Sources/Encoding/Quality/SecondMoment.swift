// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The sum of squared counts of different things, in bounded memory (Alon, Matias and Szegedy 1996).
///
/// Each thing adds its sign to one of 4,096 counters; the squares of the counters add up to the sum, with a standard error
/// of about 2 %.
struct SecondMoment {
    private var counters = [Int](repeating: 0, count: 4096)

    mutating func add(_ hash: UInt64) {
        let index = Int(truncatingIfNeeded: hash >> 20) & 4095
        counters[index] += hash & 1 == 0 ? 1 : -1
    }

    var estimate: Double { counters.reduce(0) { $0 + Double($1) * Double($1) } }
}

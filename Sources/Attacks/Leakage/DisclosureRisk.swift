// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// How surely a record can be told apart by someone who can encode a whole population, that is, who has the key.
///
/// Vatsalan, Christen, O'Keefe & Verykios, *An evaluation framework for privacy-preserving record linkage*, J. Privacy
/// and Confidentiality 6(1) (2014): suspicion is 1/g with g the people of the population who have the record's
/// encoding, and 0 if there are none.
package struct DisclosureRisk: Hashable, Sendable {
    package let rows: Int
    package let greatest: Double
    package let mean: Double
    package let median: Double
    /// The share of records with exactly one possible person: what a marketer is sure of.
    package let marketerShare: Double

    /// - Parameter candidates: the number of people whom each record could be.
    package init(candidates: [Int]) {
        let suspicions = candidates.map { $0 > 0 ? 1 / Double($0) : 0 }.sorted()
        rows = candidates.count
        let n = Double(max(rows, 1))
        greatest = suspicions.last ?? 0
        mean = suspicions.reduce(0, +) / n
        let middle = suspicions.isEmpty ? [0] : [suspicions[(rows - 1) / 2], suspicions[rows / 2]]
        median = middle.reduce(0, +) / Double(middle.count)
        marketerShare = Double(candidates.count { $0 == 1 }) / n
    }

    /// Counts the people of a population, encoded under the same key, whose encoding a record has.
    ///
    /// - Throws: `attack.sizes` if the encodings differ in length.
    package init(_ encodings: FilterMatrix, population: FilterMatrix) throws(AttackError) {
        guard encodings.bits == population.bits else { throw .sizes("the encodings are of different lengths") }
        let sorted = population.sortedRows()
        self.init(
            candidates: (0..<encodings.rows).map { row in
                /// The people before the first of whom `isBehind` is true.
                func place(_ isBehind: (Int32) -> Bool) -> Int {
                    var (low, high) = (0, sorted.count)
                    while low < high {
                        let middle = (low + high) / 2
                        if isBehind(population.order(sorted[middle], row, of: encodings)) {
                            high = middle
                        } else {
                            low = middle + 1
                        }
                    }
                    return low
                }
                return place { $0 > 0 } - place { $0 >= 0 }
            }
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Attacks
package import BitVectors

/// How well two encoded datasets can be linked: F1 of mutual-best pairs at the threshold that suits the truth best.
///
/// An upper bound of what a linkage with a threshold reaches, the same for every encoding, so that encodings can be
/// compared; for millions of rows and for decisions without truth there is the linker.
package struct Linkability: Hashable, Sendable {
    package let f1: Double
    package let precision: Double
    package let recall: Double
    /// The least similarity of the pairs that were taken.
    package let threshold: Double

    private static let rowsAtATime = 256

    /// Compares all rows of one side with all of the other.
    ///
    /// - Parameter truth: for every row of `first`, its partner in `second`.
    /// - Throws: `attack.vectors`.
    /// - Complexity: rows × rows comparisons.
    package init(
        _ first: FilterMatrix,
        _ second: FilterMatrix,
        measure: SimilarityMeasure,
        truth: [Int?]
    ) throws(AttackError) {
        let columns = Array(0..<second.rows)
        var best = [(other: Int, similarity: Float)](repeating: (-1, -1), count: first.rows)
        var bestOfSecond = [(other: Int, similarity: Float)](repeating: (-1, -1), count: second.rows)
        for start in stride(from: 0, to: first.rows, by: Self.rowsAtATime) {
            let rows = Array(start..<min(start + Self.rowsAtATime, first.rows))
            let block = try FilterMatrix.similarities(of: first, rows, to: second, columns, under: measure)
            for (place, row) in rows.enumerated() {
                for column in columns {
                    let similarity = block[place, column]
                    if similarity > best[row].similarity { best[row] = (column, similarity) }
                    if similarity > bestOfSecond[column].similarity { bestOfSecond[column] = (row, similarity) }
                }
            }
        }
        let mutual = best.indices.filter { best[$0].other >= 0 && bestOfSecond[best[$0].other].other == $0 }
            .sorted { best[$0].similarity > best[$1].similarity }
        let all = Double(truth.count { $0 != nil })
        var (right, top) = (0.0, (f1: 0.0, precision: 0.0, recall: 0.0, threshold: 1.0))
        for (index, row) in mutual.enumerated() {
            if truth[row] == best[row].other { right += 1 }
            // A threshold takes all pairs of a similarity or none.
            if index + 1 < mutual.count, best[mutual[index + 1]].similarity == best[row].similarity { continue }
            let f1 = 2 * right / (Double(index + 1) + all)
            if f1 > top.f1 {
                top = (f1, right / Double(index + 1), right / max(all, 1), Double(best[row].similarity))
            }
        }
        (f1, precision, recall, threshold) = top
    }
}

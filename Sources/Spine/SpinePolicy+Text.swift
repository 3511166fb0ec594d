// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

extension SpinePolicy {
    /// The policy that somebody asks for in texts such as `0.85`; without a threshold it is match weights.
    ///
    /// - Parameters:
    ///   - possible: from which similarity on pairs are possible matches; the threshold if nil.
    ///   - recall: the share of pairs to find; all of them if nil.
    /// - Throws: `vectors.…` for a text that is no such number.
    /// - Returns: nil if `possible` is above the threshold, or comes without one, as `recall` may not either.
    package static func of(
        threshold: String?,
        possible: String?,
        recall: String?
    ) throws(BitVectorError) -> SpinePolicy? {
        guard let threshold else {
            return possible == nil && recall == nil ? SpinePolicy(judge: .weights) : nil
        }
        let least = try SimilarityThreshold(threshold)
        let lower = try possible.map { text throws(BitVectorError) in try SimilarityThreshold(text) } ?? least
        guard lower <= least else { return nil }
        let share = try recall.map { text throws(BitVectorError) in try SimilarityThreshold(text).tenThousandths }
        return SpinePolicy(
            judge: .similarity(threshold: least, possible: lower, recall: share == 10_000 ? nil : share)
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What became of the pairs of some people; unlike `LinkageMeasures`, it can be added up.
struct OutcomeTally: Hashable {
    /// Links that are true, links that are not, and true pairs that are no link.
    var hits = 0
    var wrong = 0
    var missed = 0

    mutating func add(_ other: OutcomeTally, times: Int) {
        hits += times * other.hits
        wrong += times * other.wrong
        missed += times * other.missed
    }

    var measures: LinkageMeasures {
        LinkageMeasures(truePositives: hits, falsePositives: wrong, falseNegatives: missed)
    }

    /// nil without a true pair.
    var recall: Double? { hits + missed > 0 ? Double(hits) / Double(hits + missed) : nil }

    /// nil where there is neither a link nor a true pair.
    var f1: Double? {
        let all = 2 * hits + wrong + missed
        return all > 0 ? Double(2 * hits) / Double(all) : nil
    }
}

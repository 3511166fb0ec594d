// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import JSONText

/// How a store decides which records are one person: fixed when it is made, so that what is added in any order is judged alike.
package struct SpinePolicy: Sendable, Equatable {
    /// What makes a pair a link.
    package enum Judge: Sendable, Equatable {
        /// Match weights, learnt from the data of every addition.
        case weights
        /// One similarity of whole rows.
        ///
        /// - Parameters:
        ///   - threshold: the least of a link.
        ///   - possible: the least of a possible match, at most `threshold`.
        ///   - recall: the share of pairs to find, in ten-thousandths; nil to compare every pair.
        case similarity(threshold: SimilarityThreshold, possible: SimilarityThreshold, recall: Int?)
    }

    package var judge: Judge

    package init(judge: Judge) { self.judge = judge }
}

extension SpinePolicy {
    /// The policy as the store keeps it.
    var jsonValue: JSONValue {
        switch judge {
        case .weights: return ["judge": "weights"]
        case .similarity(let threshold, let possible, let recall):
            var members: [(key: String, value: JSONValue)] = [
                ("judge", "similarity"), ("threshold", .integer(threshold.tenThousandths)),
                ("possible", .integer(possible.tenThousandths)),
            ]
            if let recall { members.append(("recall", .integer(recall))) }
            return .object(members)
        }
    }

    /// Reads what `jsonValue` wrote; nil for anything else.
    init?(_ value: JSONValue) {
        switch value["judge"]?.string {
        case "weights": judge = .weights
        case "similarity":
            guard
                let threshold = value["threshold"]?.integer.flatMap({
                    try? SimilarityThreshold(tenThousandths: Int($0))
                }),
                let possible = value["possible"]?.integer.flatMap({ try? SimilarityThreshold(tenThousandths: Int($0)) }
                ),
                possible <= threshold
            else { return nil }
            judge = .similarity(
                threshold: threshold,
                possible: possible,
                recall: value["recall"]?.integer.map { Int($0) }
            )
        default: return nil
        }
    }

    /// The policy in words.
    package var words: String {
        switch judge {
        case .weights: return "match weights, learnt from the data"
        case .similarity(let threshold, let possible, let recall):
            let review = possible < threshold ? ", possible matches from \(possible)" : ""
            let search = recall.map { ", found with a recall of \(Double($0) / 10_000)" } ?? ""
            return "one similarity, links from \(threshold)\(review)\(search)"
        }
    }
}

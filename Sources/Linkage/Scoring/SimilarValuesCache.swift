// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The similar values of vectors, joined once for all pairs of datasets that need them.
package struct SimilarValuesCache {
    private var known: [Int: (least: Int, values: NumbersByKey)] = [:]

    /// Nothing joined yet.
    package init() {}

    /// For each value of a vector the others of at least this similarity, and perhaps of less; all values are joined, exactly.
    ///
    /// - Throws: `linkage.cancelled`, `linkage.vectors` for lack of memory.
    mutating func values(
        of vector: Int,
        least: Int,
        _ values: [VectorValues],
        _ input: ScoringInput,
        _ control: RunControl
    ) throws(LinkageError) -> NumbersByKey {
        if let entry = known[vector], entry.least <= least { return entry.values }
        let threshold = try LinkageError.passingOn { () throws(BitVectorError) in
            try SimilarityThreshold(tenThousandths: least)
        }
        // Rows are what is told of, and a join counts comparisons.
        var quiet = control
        quiet.onProgress = nil
        let pairs = try input.comparing.similar(values[vector], least: threshold, control: quiet)
        let found = NumbersByKey(keys: values[vector].count) { add in
            for (first, second) in pairs {
                add(first, second)
                add(second, first)
            }
        }
        known[vector] = (least, found)
        return found
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Reports

extension Samples {
    /// Forty pairs of records, each with the evidence of some vectors.
    static func review(
        pairs count: Int = 40,
        vectors: [String] = ["first", "middle", "last", "dob", "sex", "zip", "ssn4"]
    ) -> ReviewReport {
        let outcomes: [ReviewReport.Comparison] = [
            .init(.equal, word: "equal", similarity: 1), .init(.near, word: "near", similarity: 0.713),
            .init(.different, word: "differs", similarity: 0.304),
            .init(.missing, word: "missing in one", similarity: nil),
        ]
        return ReviewReport(
            project: "healthy-mothers-2026",
            subtitles: ["after run 7", "tessera 0.1.0"],
            vectors: vectors,
            pairs: (0..<count).map { number in
                let comparisons = vectors.indices.map { outcomes[(number + $0 * $0) % 4] }
                let words = zip(vectors, comparisons).map { "\($0) \($1.word)" }
                return ReviewReport.Pair(
                    recordA: "claims:\(100 + number)",
                    recordB: "hospital:\(number)",
                    othersA: number % 3 == 0 ? [] : ["births", "jail"],
                    othersB: [],
                    probability: 0.98 - Double(number) / 50,
                    weight: 5.61 - Double(number) / 4,
                    comparisons: comparisons,
                    notes: number % 4 == 1 ? ["first ↔ last swapped, alike (0.93)"] : [],
                    evidence: words.joined(separator: "; ") + (number % 4 == 1 ? "; first, \"last\"" : "")
                )
            },
            waiting: count * 3
        )
    }
}

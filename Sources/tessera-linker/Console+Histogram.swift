// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage
internal import Terminal

extension Console {
    /// Shows how similar any two records are, so that a threshold can be chosen that says something.
    func show(_ histogram: SimilarityHistogram, threshold: SimilarityThreshold) {
        let width = SimilarityHistogram.binCount / 20
        let counts = stride(from: 0, to: SimilarityHistogram.binCount, by: width).map {
            histogram.bins[$0..<$0 + width].reduce(0, +)
        }
        guard let most = counts.max(), most > 0 else { return }
        note(
            "pairs of records by similarity\(histogram.isComplete ? "" : ", in a sample"); the threshold is \(threshold)"
        )
        for (index, count) in counts.enumerated() where count > 0 {
            let bar = String(repeating: "#", count: max(1, 40 * count / most))
            note("\(Self.label(index))  \(bar) \(Quantities.grouped(count))")
        }
    }

    /// The lower edge of a twentieth: `0.45`.
    private static func label(_ index: Int) -> String {
        let hundredths = 5 * index
        return hundredths < 10 ? "0.0\(hundredths)" : "0.\(hundredths)"
    }
}

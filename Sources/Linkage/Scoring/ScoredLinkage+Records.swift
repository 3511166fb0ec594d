// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What records could at best show, and what they miss.
extension ScoredLinkage {
    /// For each row of a dataset its weight against itself, in bits, the prior among them: more evidence no partner can bring.
    package func weightsAgainstThemselves(_ dataset: Int, by scored: ScoredPairs) -> [Double] {
        (0..<input.datasets[dataset].rows).map { row in
            scored.plan.direct.reduce(scored.prior) { sum, comparison in
                let part = scored.plan.comparisons[comparison]
                let vector = allValues[part.vectorA]
                let value = Int(vector.ofRows[dataset][row])
                guard value > 0 else { return sum }
                let rows = vector.rows(of: UInt32(value), in: scored.datasets)
                let level = part.scale.equalLevel(vector.features[value], rows: rows)
                return sum + scored.model.weights.bits[comparison][Int(level)]
            }
        }
    }

    /// The share of a dataset's rows that have each vector, 0 to 1.
    package func present(_ dataset: Int) -> [Double] {
        let rows = Double(max(1, input.datasets[dataset].rows))
        return allValues.map { Double($0.present(dataset)) / rows }
    }
}

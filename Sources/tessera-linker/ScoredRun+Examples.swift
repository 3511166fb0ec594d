// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage
internal import Reports

extension ScoredRun {
    /// What the step is called that is about neither field.
    static let relatives = "relatives and neighbours"
    /// Bits below which a comparison across columns is not shown.
    static let leastShown = 0.05

    /// Pairs that show how the model judges: the strongest, those on both sides of the cut, and a weak one.
    var examples: [PairReport] {
        guard let decision = decisions.first(where: { $0.doubt == nil }) else { return [] }
        let scored = decision.scored
        let order = (0..<scored.count).filter { scored.probability($0) > 0.001 }.sorted {
            (scored.probability($0), $1) > (scored.probability($1), $0)
        }
        let cut = order.firstIndex { scored.probability($0) < decision.cut } ?? order.count
        let places = [0, cut - 2, cut - 1, cut, cut + 1, order.count - 1]
        return Set(places).filter(order.indices.contains).sorted().map { explained(order[$0], of: decision) }
    }

    /// The evidence of one pair, step by step.
    func explained(_ number: Int, of decision: ScoredDecision) -> PairReport {
        let scored = decision.scored
        let pair = scored.pair(number)
        let (a, b) = (input.datasets[scored.datasets.first], input.datasets[scored.datasets.second])
        let evidence = scored.evidence(pair)
        var steps = scored.comparisons.enumerated().map { index, comparison in
            Waterfall.Step(
                comparison: comparison.name,
                level: comparison.levels[Int(pair.levels[index])].label,
                bits: evidence.bits[index]
            )
        }
        steps = zip(steps, scored.comparisons).filter { !$1.isCross || $0.bits.magnitude >= Self.leastShown }.map(\.0)
        steps.append(Waterfall.Step(comparison: Self.relatives, level: "", bits: evidence.relatives))
        return PairReport(
            nameA: a.name,
            nameB: b.name,
            tokenA: a.tokenText(pair.rowA),
            tokenB: b.tokenText(pair.rowB),
            priorBits: scored.prior,
            steps: steps,
            probability: pair.probability,
            rivals: ""
        )
    }
}

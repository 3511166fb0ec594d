// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
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
        return Set(places).filter(order.indices.contains).sorted().map { place in
            var report = explained(order[place], of: decision)
            report.title =
                switch place {
                case cut...: place > cut + 1 ? "An unlikely pair" : "Just below the threshold"
                case (cut - 2)...: "Just above the threshold"
                default: "A sure pair"
                }
            return report
        }
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
                level: Self.said(comparison.levels[Int(pair.levels[index])].label),
                bits: evidence.bits[index]
            )
        }
        steps = zip(steps, scored.comparisons).filter { !$1.isCross || $0.bits.magnitude >= Self.leastShown }.map(\.0)
        steps += Self.together(evidence.together)
        steps.append(Waterfall.Step(comparison: Self.relatives, level: "", bits: evidence.relatives))
        steps += Self.rivalry(weight: pair.weight, probability: pair.probability)
        let others = (0..<scored.count).filter { other in
            let (a, b) = scored.rows(other)
            return other != number && (a == pair.rowA || b == pair.rowB)
        }
        return PairReport(
            nameA: a.name,
            nameB: b.name,
            tokenA: a.tokenText(pair.rowA),
            tokenB: b.tokenText(pair.rowB),
            priorBits: scored.prior,
            steps: steps,
            probability: pair.probability,
            isLink: isLink(decision, pair),
            rivals: Self.rivals(others.map(scored.probability))
        )
    }

    /// The step of what comparisons say together; none where that is nothing.
    static func together(_ bits: Double) -> [Waterfall.Step] {
        bits.magnitude < leastShown ? [] : [Waterfall.Step(comparison: "what goes together", level: "", bits: bits)]
    }

    /// A level as it is said of a pair: which of the common values it is, such as which sex, is nobody's business.
    static func said(_ level: String) -> String { level.replacing(/equal, .+/, with: "equal") }

    /// The step from the weight of a pair to what the other candidates of its records leave of it; none where they change
    /// nothing.
    static func rivalry(weight: Double, probability p: Double) -> [Waterfall.Step] {
        // Near 0 and 1 the rounding of a probability would pass for rivals.
        guard p > 0, p < 1, abs(1 / (1 + exp2(-weight)) - p) > 1e-5 else { return [] }
        let bits = log2(p / (1 - p)) - weight
        return bits.magnitude < leastShown
            ? [] : [Waterfall.Step(comparison: "other candidates", level: "", bits: bits)]
    }

    /// What is said of the other candidates of two records, by their probabilities; those not worth a line are none.
    static func rivals(_ probabilities: [Double]) -> String {
        let others = probabilities.filter { $0 >= ScoredOutputs.leastProbability }
        guard let best = others.max() else { return "Neither record has another candidate." }
        return
            "The two records have \(others.count) other candidate \(others.count == 1 ? "pair; its" : "pairs; the likeliest’s")"
            + " probability is \(NumberText.probability(best))."
    }
}

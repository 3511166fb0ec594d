// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What is compared of two records and what each outcome says, for people and for records of runs.
package struct ComparisonSummary: Sendable, Equatable {
    /// A vector's name, or two with `~` between them.
    package let name: String
    /// Whether one vector is compared with another one.
    package let isCross: Bool
    /// By level.
    package let levels: [Level]

    /// One outcome.
    package struct Level: Sendable, Equatable {
        /// `missing`, `missing or moved`, `0.80–0.92`, `equal` and the like.
        package let label: String
        /// How often matches and pairs at random have it, 0 to 1; nil for missing.
        package let m: Double?
        package let u: Double?
        /// Its weight in bits.
        package let bits: Double
        /// Expected matches among the candidate pairs that have it.
        package let matches: Double
        /// Candidate pairs that have it.
        package let pairs: Int
        /// Whether both records have one value.
        package let isEqual: Bool

        /// Whether it speaks for a match, by half a bit or more; that both are of one sex weighs one bit.
        package var agrees: Bool { bits >= Self.leastAgreement }

        private static let leastAgreement = 0.5
    }
}

extension ScoredPairs {
    /// What is compared, in the order of a pair's levels.
    package var comparisons: [ComparisonSummary] {
        var matches = plan.comparisons.map { [Double](repeating: 0, count: $0.scale.count) }
        var counts = plan.comparisons.map { [Int](repeating: 0, count: $0.scale.count) }
        for number in 0..<pairs.count {
            let pattern = pairs.patterns[Int(pairs.pattern[number])]
            for comparison in plan.comparisons.indices {
                matches[comparison][Int(pattern[comparison])] += Double(model.p[number])
                counts[comparison][Int(pattern[comparison])] += 1
            }
        }
        return zip(plan.comparisons, comparisonNames).enumerated().map { index, part in
            let (comparison, name) = part
            let levels = (0..<comparison.scale.count).map { level in
                let isSilent = level == Int(LevelScale.missing) && !comparison.isCross
                return ComparisonSummary.Level(
                    label: comparison.label(level, isMovable: plan.isMovable(index)),
                    m: isSilent ? nil : model.weights.m[index][level],
                    u: isSilent ? nil : model.weights.u[index][level],
                    bits: model.weights.bits[index][level],
                    matches: matches[index][level],
                    pairs: counts[index][level],
                    isEqual: comparison.scale.isEqual(level)
                )
            }
            return ComparisonSummary(name: name, isCross: comparison.isCross, levels: levels)
        }
    }

    /// The evidence of a pair's levels, one a comparison; what goes together among matches; and, as a negative number, the bits by which
    /// non-matches agree more often than by chance.
    package func evidence(_ pair: Pair) -> (bits: [Double], together: Double, relatives: Double) {
        let bits = pair.levels.indices.map { model.weights.bits[$0][Int(pair.levels[$0])] }
        let evidence = model.evidence(of: LevelPattern(pair.levels[...]))
        return (bits, evidence.together, evidence.relatives)
    }

    /// What goes together among matches.
    package var kinds: MatchKinds { model.kinds }
}

extension Comparison {
    /// What a level means, in words.
    fileprivate func label(_ level: Int, isMovable: Bool) -> String {
        if level == Int(LevelScale.missing) {
            return isCross ? "not alike" : isMovable ? "missing or moved" : "missing"
        }
        guard let block = scale.chains.firstIndex(where: { $0.levels.contains(level) }) else { return "" }
        let label = scale.chains[block].label(level)
        return scale.chains.count == 1 ? label : "\(scale.blocks.words(block)): \(label)"
    }
}

extension LevelChain {
    /// What a level means where the chain is the only one.
    fileprivate func label(_ level: Int) -> String {
        if level == contained { return "one contains the other" }
        if level >= equal {
            guard !bands.isEmpty else { return "equal" }
            return switch level - equal {
            case 0: "equal, most common"
            case bands.count: "equal, rarest"
            case let band: "equal, rarer (\(band))"
            }
        }
        let low = level == first ? 0 : edges[level - first - 1]
        let high = level < lastRange ? edges[level - first] : ValueSimilarity.one
        return "\(Self.decimal(low))–\(Self.decimal(high))"
    }

    /// Ten-thousandths as a decimal of two or three digits.
    private static func decimal(_ value: Int) -> String {
        let text = String(String(100_000 + value).suffix(4))
        let short = text.hasSuffix("00") ? text.prefix(2) : text.prefix(3)
        return value == ValueSimilarity.one ? "1" : "0." + short
    }
}

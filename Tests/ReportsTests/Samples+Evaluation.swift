// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Reports

extension Samples {
    /// An attribute of these values, each six times as large as the one before and linked less well, and one of two.
    static func subgroups(_ values: [String]) -> Subgroups {
        func group(_ attribute: String, _ value: String, _ size: Int, _ recall: Int) -> Subgroups.Group {
            let hits = size * recall / 100
            let wrong = size * 3 / 100
            let share = Proportion(successes: 2 * hits, trials: size + hits + wrong).estimate
            return .init(
                attribute: attribute,
                value: value,
                people: size,
                truePositives: hits,
                falsePositives: wrong,
                falseNegatives: size - hits,
                precision: Proportion(successes: hits, trials: hits + wrong).estimate,
                recall: Proportion(successes: hits, trials: size).estimate,
                f1: share,
                isJudged: size >= 100
            )
        }
        let ages = values.enumerated().map { index, value in
            group("age_band", value, 40 * Int(pow(6, Double(index))), 95 - index * 4)
        }
        let homes = [group("homeless", "", 60, 50), group("homeless", "0", 9_000, 93), group("homeless", "1", 140, 71)]
        return Subgroups(
            decision: "as linked",
            everyone: group("", "everyone", 10_320, 85),
            ungrouped: 12,
            leastGroup: 100,
            seed: 1,
            replicates: 2_000,
            groups: ages + homes,
            gaps: [
                .init(group: ages[ages.count - 1], difference: Estimate(value: -0.021, interval: -0.033 ... -0.01)),
                .init(group: homes[2], difference: Estimate(value: -0.142, interval: -0.2171 ... -0.0689)),
            ]
        )
    }

    /// Probabilities that promise a little too much.
    static var calibration: Calibration {
        Calibration(
            bins: (0..<10).map { index in
                let pairs = index == 4 ? 0 : [4_000, 310, 120, 90, 0, 75, 80, 110, 240, 18_000][index]
                let mean = [0.012, 0.14, 0.25, 0.35, 0, 0.55, 0.66, 0.75, 0.86, 0.991][index]
                return .init(
                    lower: Double(index) / 10,
                    upper: Double(index + 1) / 10,
                    pairs: pairs,
                    meanProbability: pairs > 0 ? mean : nil,
                    share: Proportion(successes: Int(Double(pairs) * mean * mean), trials: pairs).estimate
                )
            },
            decision: "as linked",
            expectedPrecision: 0.98765,
            precision: Proportion(successes: 18_700, trials: 19_110).estimate,
            expectedMatches: 18_912.4,
            matches: 18_700,
            brierScore: 0.012345
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A share, or a difference of two, and the interval that holds it with 95 % confidence.
package struct Estimate: Sendable, Equatable {
    /// 0 to 1 for a share; nil where nothing was counted.
    package let value: Double?
    package let interval: ClosedRange<Double>

    package init(value: Double?, interval: ClosedRange<Double>) {
        self.value = value
        self.interval = interval
    }
}

/// A number of successes among a number of trials.
package struct Proportion: Sendable, Equatable {
    /// 0 to `trials`.
    package let successes: Int
    package let trials: Int

    package init(successes: Int, trials: Int) {
        self.successes = successes
        self.trials = trials
    }

    /// The 97.5 % point of the normal distribution.
    private static let z = 1.959963984540054

    /// The share with Wilson's score interval, which holds near 0 and 1 where links live; 0 to 1 without trials.
    ///
    /// Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 22 (1927);
    /// recommended by Newcombe, *Two-sided confidence intervals for the single proportion*, Statist. Med. 17 (1998).
    package var estimate: Estimate {
        guard trials > 0 else { return Estimate(value: nil, interval: 0...1) }
        let n = Double(trials)
        let share = Double(successes) / n
        let zz = Proportion.z * Proportion.z
        let middle = (share + zz / (2 * n)) / (1 + zz / n)
        let reach = Proportion.z / (1 + zz / n) * (share * (1 - share) / n + zz / (4 * n * n)).squareRoot()
        // At the ends the formula gives exactly 0 and 1; rounding must not move them.
        let lower = successes == 0 ? 0 : max(0, min(share, middle - reach))
        let upper = successes == trials ? 1 : min(1, max(share, middle + reach))
        return Estimate(value: share, interval: lower...upper)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// How an encoding stands in a check.
///
/// All thresholds stand here and nowhere else.
///
/// They are calibrated on two invented populations and bound to be revised; green means "no worse than hardened
/// encodings were there", never "safe".
package enum PrivacyRating: String, Hashable, Sendable, Comparable {
    case green
    case amber
    case red
    /// Too few rows to judge: sampling noise is as large as the thresholds.
    case tooFewRows
    /// The run's control failed, so the figure says nothing.
    case void

    /// The fewest rows that a rating rests on.
    package static let leastRows = 1_000

    /// Orders from good to bad; what could not be judged is worse than green, for it is no evidence.
    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .green: 0
        case .tooFewRows: 1
        case .void: 2
        case .amber: 3
        case .red: 4
        }
    }

    /// The values of one figure that are green, and those that are at least amber.
    package struct Limits: Hashable, Sendable {
        package let green: ClosedRange<Double>
        package let amber: ClosedRange<Double>

        /// The rating of a figure, whatever the number of rows.
        package func rating(_ value: Double) -> PrivacyRating {
            green.contains(value) ? .green : amber.contains(value) ? .amber : .red
        }
    }

    /// Limits of a figure that is the better the smaller it is.
    private static func atMost(_ green: Double, _ amber: Double) -> Limits {
        Limits(green: -.infinity...green, amber: -.infinity...amber)
    }

    /// Limits of a figure that is the better the greater it is.
    private static func atLeast(_ green: Double, _ amber: Double) -> Limits {
        Limits(green: green ... .infinity, amber: amber ... .infinity)
    }
}

extension PrivacyRating {
    /// The share of rows that have a twin.
    package static let duplicates = atMost(0.001, 0.01)
    /// The mean share of set bits where bits are balanced by construction.
    package static let balancedFill = Limits(green: 0.48...0.52, amber: 0.45...0.55)
    /// The mean share of set bits of Bloom filters.
    package static let bloomFill = Limits(green: 0.40...0.60, amber: 0.20...0.70)
    /// The absolute correlation of popcount and number of tokens.
    package static let lengthCorrelation = atMost(0.1, 0.3)
    package static let gini = atMost(0.03, 0.08)
    package static let entropy = atLeast(0.995, 0.98)
    package static let deviationOverBinomial = atMost(3, 8)
    /// The greatest correlation of two bits, of so many rows.
    package static func columnCorrelation(rows: Int) -> Limits {
        atMost(0.1 + 5 / Double(max(rows, 1)).squareRoot(), 0.3)
    }
    package static let correlationsBeyondFiveSigma = atMost(1e-4, 1e-2)
    package static let graphSignalToNoise = atMost(0.02, 0.1)
    /// The fewest rows whose sums tell anything: the one sum of three rows is that light by chance once in 700 times, the lightest of
    /// 1,140 once in two million.
    package static let leastRowsOfSums = 20
    /// How many deviations the lightest XOR of three lies beyond what chance explains.
    package static let linearityExcess = atMost(3, 3)
    /// The share re-identified without any known person.
    package static let graphMatching = atMost(0.005, 0.05)
    /// The share re-identified by mining patterns; what guessing finds is none.
    package static let patternMining = atMost(0, 0.01)
    /// The share re-identified with `judgedKnown` known people.
    package static let knownPlaintext = atMost(0.02, 0.15)
    /// The numbers of known people at which a known-plaintext attack is judged; others are for the report.
    package static let judgedKnown: Set<Int> = [100, 1_000]

    /// The worst of some figures' ratings, if there are rows enough to judge.
    private static func worst(rows: Int, _ ratings: PrivacyRating...) -> PrivacyRating {
        rows < leastRows ? .tooFewRows : ratings.max() ?? .tooFewRows
    }

    package init(_ check: Duplicates) { self = Self.worst(rows: check.rows, Self.duplicates.rating(check.share)) }

    /// - Parameter isBalanced: whether bits are balanced by construction, as parities of majorities are.
    package init(_ check: Fill, isBalanced: Bool) {
        let limits = isBalanced ? Self.balancedFill : Self.bloomFill
        self = Self.worst(rows: check.rows, limits.rating(check.mean), check.emptyRows == 0 ? .green : .amber)
    }

    package init(_ check: LengthLeak) {
        self = Self.worst(rows: check.rows, Self.lengthCorrelation.rating(abs(check.correlation)))
    }

    package init(_ check: BitFrequency) {
        self = Self.worst(
            rows: check.rows,
            Self.gini.rating(check.gini),
            Self.entropy.rating(check.entropy),
            Self.deviationOverBinomial.rating(check.deviationOverBinomial)
        )
    }

    /// The rating of the correlations alone; `init(graphOf:)` rates the graph.
    package init(_ check: ColumnCorrelation) {
        self = Self.worst(
            rows: check.rows,
            Self.columnCorrelation(rows: check.rows).rating(check.greatest),
            Self.correlationsBeyondFiveSigma.rating(check.shareBeyondFiveSigma)
        )
    }

    package init(graphOf check: ColumnCorrelation) {
        self = Self.worst(rows: check.rows, Self.graphSignalToNoise.rating(check.graphSignalToNoise))
    }

    /// Any excess is red, in a small sample as well: the probe has its own noise built in.
    package init(_ check: LinearityProbe) {
        self = check.rows < Self.leastRowsOfSums ? .tooFewRows : Self.linearityExcess.rating(check.excess)
    }

    /// The rating of an attack beside its control; nil for a number of known people that is not judged.
    ///
    /// An attack that clearly succeeds is red, however few the rows and whatever the control did.
    package init?(_ attack: ControlledAttack) {
        let target = attack.target
        guard target.known == 0 || Self.judgedKnown.contains(target.known) else { return nil }
        let limits = target.known == 0 ? Self.graphMatching : Self.knownPlaintext
        let share = target.found.share
        if limits.rating(share.interval.lowerBound) == .red {
            self = .red
        } else if attack.isVoid {
            self = .void
        } else {
            self = Self.worst(rows: target.encodings, limits.rating(share.value ?? 1))
        }
    }

    /// The rating of pattern mining beside a control: the same on Bloom filters that it must open.
    ///
    /// Void where nothing is found in the control either, beyond what guessing finds.
    package init(_ check: PatternMiningResult, control: PatternMiningResult) {
        let (limits, share) = (Self.patternMining, check.found.share)
        if check.found.isBeyondChance, limits.rating(share.interval.lowerBound) == .red {
            self = .red
        } else if !control.found.isBeyondChance {
            self = .void
        } else {
            self = Self.worst(rows: check.encodings, limits.rating(check.found.isBeyondChance ? share.value ?? 1 : 0))
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The bootstrap: how far a figure would move if other people of the same kind had been drawn.
///
/// Efron, *Bootstrap methods: another look at the jackknife*, Ann. Statist. 7 (1979); intervals by percentiles.
package struct Resampling: Sendable, Equatable {
    package let seed: UInt64
    package let replicates: Int

    package init(seed: UInt64 = 1, replicates: Int = 2_000) {
        self.seed = seed
        self.replicates = replicates
    }

    /// Draws as many units as there are, with replacement, again and again.
    ///
    /// O(replicates · units).
    ///
    /// - Parameters:
    ///   - counts: how many units of each kind there are.
    ///   - body: gets how often each kind was drawn, once a replicate.
    func draw(_ counts: [Int], _ body: ([Int]) -> Void) {
        let kinds = counts.enumerated().flatMap { repeatElement(UInt32($0.offset), count: $0.element) }
        var state = seed
        var drawn = [Int](repeating: 0, count: counts.count)
        for _ in 0..<replicates {
            for kind in drawn.indices { drawn[kind] = 0 }
            for _ in kinds {
                let place = Resampling.next(&state).multipliedFullWidth(by: UInt64(kinds.count)).high
                drawn[Int(kinds[Int(place)])] += 1
            }
            body(drawn)
        }
    }

    /// SplitMix64 (Steele, Lea & Flood 2014), so that a printed seed gives the same interval everywhere.
    private static func next(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From the 2.5th to the 97.5th percentile, between neighbours by linear interpolation; nil without a sample.
    static func interval(_ samples: [Double]) -> ClosedRange<Double>? {
        guard !samples.isEmpty else { return nil }
        let sorted = samples.sorted()
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let (below, above) = (sorted[Int(place)], sorted[min(Int(place) + 1, sorted.count - 1)])
            return below + (place - place.rounded(.down)) * (above - below)
        }
        let lower = quantile(0.025)
        return lower...max(lower, quantile(0.975))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A map from values to coordinates of one axis.
struct Scale {
    enum Kind { case linear, logarithmic }

    let kind: Kind
    let domain: ClosedRange<Double>
    /// The coordinates of the domain's two ends; may run backwards, as a vertical axis does.
    let start: Double
    let end: Double

    /// A linear scale over exactly this domain.
    static func linear(_ domain: ClosedRange<Double>, from start: Double, to end: Double) -> Scale {
        let isEmpty = domain.upperBound <= domain.lowerBound
        let usable = isEmpty ? domain.lowerBound...(domain.lowerBound + 1) : domain
        return Scale(kind: .linear, domain: usable, start: start, end: end)
    }

    /// A linear scale of counts from 0 to a round number that is at least `top`.
    static func counts(upTo top: Double, from start: Double, to end: Double) -> Scale {
        let step = NiceNumbers.step(for: max(top, 1), parts: 4)
        return Scale(kind: .linear, domain: 0...(max(top, 1) / step).rounded(.up) * step, start: start, end: end)
    }

    /// A logarithmic scale of counts; it starts at one half, so that a single pair is still seen.
    static func logarithmicCounts(upTo top: Double, from start: Double, to end: Double) -> Scale {
        var upper = 10.0
        while upper < top { upper *= 10 }
        return Scale(kind: .logarithmic, domain: 0.5...upper, start: start, end: end)
    }

    /// The coordinate of a value; values outside the domain lie on its ends.
    func position(_ value: Double) -> Double {
        let inside = min(max(value, domain.lowerBound), domain.upperBound)
        let share =
            switch kind {
            case .linear: (inside - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
            case .logarithmic: log(inside / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
            }
        return start + share * (end - start)
    }

    /// Round values inside the domain, about `parts` of them; powers of ten on a logarithmic scale.
    func ticks(parts: Int) -> [Double] {
        switch kind {
        case .linear: return NiceNumbers.ticks(in: domain, parts: parts)
        case .logarithmic:
            let powers = Array(sequence(first: 1.0) { $0 * 10 }.prefix { $0 <= domain.upperBound })
            let stride = (powers.count + parts) / (parts + 1)
            return powers.enumerated().filter { $0.offset % max(1, stride) == 0 }.map(\.element)
        }
    }
}

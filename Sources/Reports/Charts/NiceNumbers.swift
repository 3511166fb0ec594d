// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Round steps for axes: 1, 2 or 5 times a power of ten.
///
/// After Heckbert, *Nice numbers for graph labels*, Graphics Gems (1990).
enum NiceNumbers {
    /// The smallest round step that cuts `span` into at most `parts` parts.
    static func step(for span: Double, parts: Int) -> Double {
        let raw = span / Double(max(1, parts))
        let power = pow(10, floor(log10(raw)))
        // A hair of slack: 0.2 / 2 must give 0.1, not the step above it.
        let factor = [1.0, 2, 5].first { $0 * power >= raw * (1 - 1e-9) } ?? 10
        return factor * power
    }

    /// The multiples of a round step inside a range.
    static func ticks(in range: ClosedRange<Double>, parts: Int) -> [Double] {
        let step = step(for: range.upperBound - range.lowerBound, parts: parts)
        let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
        let last = Int((range.upperBound / step + 1e-9).rounded(.down))
        return first <= last ? (first...last).map { Double($0) * step } : []
    }
}

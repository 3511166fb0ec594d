// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Numbers as a report writes them: the same text on every machine, whatever its locale.
package enum NumberText {
    /// An integer with commas: 1,234,567.
    package static func count(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A decimal with a fixed number of digits after the point, 0 to 9, half away from zero.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = power(10, digits)
        guard value.isFinite, abs(value) * scale < 1e15 else { return "–" }
        let whole = Int((abs(value) * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        let text = String(whole)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// A weight with its sign, to a tenth of a bit: +3.2, -0.4, 0.0.
    package static func bits(_ value: Double) -> String {
        guard value.isFinite else { return value == .infinity ? "+∞" : value == -.infinity ? "-∞" : "–" }
        let text = fixed(value, 1)
        return value > 0 && text != "0.0" ? "+" + text : text
    }

    /// A number of things that need not be whole: 0.4, 31.7, 1,204.
    static func amount(_ value: Double?) -> String {
        guard let value, value.isFinite, abs(value) < 1e15 else { return "–" }
        return abs(value) < 99.95 ? trimmed(value, 1) : count(Int(value.rounded()))
    }

    /// A share of 1 as a percentage with as many digits as keep it off 0% and 100%: 62.1%, 0.034%, 99.9982%.
    package static func careful(_ share: Double?) -> String {
        guard let share, share.isFinite else { return "–" }
        let rest = min(share, 1 - share) * 100
        if rest <= 0 { return percent(share, 0) }
        if rest < 1e-6 { return share < 0.5 ? "<0.000001%" : ">99.999999%" }
        return percent(share, (1...7).first { power(10, $0 - 1) * rest >= 0.9995 } ?? 7)
    }

    /// A probability as a percentage: evidence never makes it 0% or 100%.
    package static func probability(_ value: Double) -> String { careful(min(max(value, 1e-12), 1 - 1e-12)) }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1.0) { power, _ in power * base }
    }

    /// A share of 1 as a percentage: 93.1%; a dash where there is none.
    package static func percent(_ share: Double?, _ digits: Int = 1) -> String {
        share.map { fixed($0 * 100, digits) + "%" } ?? "–"
    }

    /// An axis label of a count: 950, 20k, 1.5M.
    static func compact(_ value: Double) -> String {
        for (limit, suffix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where abs(value) >= limit {
            return trimmed(value / limit, 1) + suffix
        }
        return trimmed(value, 2)
    }

    /// A decimal without trailing zeros, for axis labels and coordinates.
    static func trimmed(_ value: Double, _ digits: Int) -> String {
        var text = fixed(value, digits)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A threshold on any scale, to six digits after the point; far from 1 with an exponent: 1e+300.
    package static func threshold(_ value: Double, isTrimmed: Bool = true) -> String {
        guard value == 0 || (1e-3..<1e9).contains(abs(value)) else { return "\(value)" }
        return isTrimmed ? trimmed(value, 6) : fixed(value, 6)
    }

    /// A threshold in ten-thousandths: 0.8421.
    static func similarity(_ tenThousandths: Int) -> String { fixed(Double(tenThousandths) / 10_000, 4) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Numbers as a report writes them: the same text on every machine, whatever its locale.
package enum NumberText {
    /// An integer with commas: 1,234,567.
    static func count(_ value: Int) -> String {
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
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        guard value.isFinite, abs(value) * scale < 1e15 else { return "–" }
        let whole = Int((abs(value) * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        let text = String(whole)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// A share of 1 as a percentage: 93.1%; a dash where there is none.
    static func percent(_ share: Double?, _ digits: Int = 1) -> String {
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

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A share written as a percentage with up to two decimals, such as `1 %` or `0.25 %`.
struct Percent: CustomStringConvertible {
    private let hundredths: Int

    init(_ share: Double) { hundredths = Int((share * 10_000).rounded()) }

    /// Nothing of nothing is 0 %.
    init(_ part: Int, of whole: Int) { self.init(whole == 0 ? 0 : Double(part) / Double(whole)) }

    var description: String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole) %" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10) %" : "\(whole).\(rest / 10)\(rest % 10) %"
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension DataQuality {
    /// Everything in plain words, a line each, without any value.
    ///
    /// - Parameter rejectLimit: the share of rows that may be rejected.
    package func lines(rejectLimit: Double = TableEncoder.defaultRejectLimit) -> [String] {
        var lines = ["rows: \(grouped(summary.rowsIn)) after the header"]
        lines += features.flatMap(lines(of:))
        lines.append("repeated: \(repeatedRecords) records are like an earlier one in every field")
        if let repeatedIDs { lines.append("repeated ids: \(repeatedIDs) records have the id of an earlier one") }
        lines += vectors.map(line(of:))
        return lines + plan(rejectLimit)
    }

    private func lines(of feature: FeatureQuality) -> [String] {
        let name = feature.name == feature.column ? feature.name : "\(feature.name) (column \(feature.column))"
        var rules = MissingRule.allCases.compactMap { rule in
            feature.missing[rule].map { "\(rule.rawValue) \(grouped($0))" }
        }
        if rules.isEmpty { rules = ["none"] }
        var lines = [
            "\(name): missing \(Percent(feature.missingShare)) (\(rules.joined(separator: ", ")))",
            "\(name): \(feature.distinct) different values, the most frequent \(Percent(feature.largestShare)); "
                + "\(tenths(feature.bits)) bits: two people agree by chance once in \(oneIn(feature.bits))",
        ]
        if let dates = feature.dates, dates.ambiguous + dates.onlySwapped > 0 {
            lines.append(
                "\(name): \(grouped(dates.ambiguous)) dates would also be dates with day and month swapped, "
                    + "\(grouped(dates.onlySwapped)) would be dates only so"
                    + (dates.onlySwapped > 0 ? "; check dateFormats in the schema" : "")
            )
        }
        return lines
    }

    private func line(of vector: VectorFill) -> String {
        let fill = "filter \(vector.name): \(Percent(vector.mean)) of \(grouped(vector.bits)) bits set on average"
        return vector.isCrowded ? fill + "; strangers look alike: fewer bits a token or a longer filter help" : fill
    }

    private func plan(_ rejectLimit: Double) -> [String] {
        let share = Percent(summary.rejected, of: summary.rowsIn)
        var lines: [String] = []
        let isRefused = Double(summary.rejected) > rejectLimit * Double(summary.rowsIn)
        if isRefused {
            lines.append(
                "encode would write nothing: \(share) of the rows are rejected, \(Percent(rejectLimit)) allowed"
            )
        } else {
            lines.append("encode would write \(grouped(summary.encoded)) rows of \(rowBytes) bytes and a 16-byte token")
        }
        lines.append("encode would leave out \(grouped(summary.blank)) blank rows")
        lines.append("encode would reject \(grouped(summary.rejected)) rows (\(share))")
        for rule in RowRule.allCases {
            guard let count = summary.rejectedByRule[rule] else { continue }
            lines.append("rejected by \(rule.rawValue): \(grouped(count))")
        }
        return lines
    }

    private func tenths(_ number: Double) -> String {
        let (whole, rest) = Int((number * 10).rounded()).quotientAndRemainder(dividingBy: 10)
        return "\(whole).\(rest)"
    }

    /// 2 to the power of some bits, with two leading digits.
    private func oneIn(_ bits: Double) -> String {
        let number = exp2(bits)
        var scale = 1.0
        while number / scale >= 100 { scale *= 10 }
        return grouped(Int((number / scale).rounded() * scale))
    }
}

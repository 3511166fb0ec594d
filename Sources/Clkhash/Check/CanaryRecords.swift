// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Sixteen invented records of any schema, encoded: equal where two agencies turn the same person into the same bits.
///
/// A column of a record takes the first of its record's texts that the schema accepts there: a name, a birthday in one form or another, a
/// number, a letter, or nothing. A record with a column that accepts none of them is a row of ones.
package enum CanaryRecords {
    /// The rows, one after the other.
    ///
    /// Never shown to anybody: they would be known plaintext.
    package static func rows(of encoder: ClkhashEncoder) -> [UInt8] {
        (0..<count).flatMap { row(texts($0), encoder) }
    }

    private static let count = 16

    private static func texts(_ number: Int) -> [[UInt8]] {
        let names = [
            "Ada", "Bruno", "Chidi", "Dolores", "Emeka", "Fatima", "Goran", "Hana", "Ines", "Jomo", "Katya", "Liang",
            "Mbali",
            "Noor", "Otto", "Pilar",
        ]
        let digits = (year: "\(1941 + 5 * number)", month: "0\(1 + number % 9)", day: "\(11 + number)")
        let name = names[number]
        let texts = [
            name, name.uppercased(), name.lowercased(),
            "\(digits.year)-\(digits.month)-\(digits.day)", "\(digits.month)/\(digits.day)/\(digits.year)",
            "\(digits.day)/\(digits.month)/\(digits.year)", "\(digits.year)/\(digits.month)/\(digits.day)",
            "\(digits.year)\(digits.month)\(digits.day)", "\(digits.month)\(digits.day)\(digits.year)",
            "\(digits.day)\(digits.month)\(digits.year)", "\(digits.month)-\(digits.day)-\(digits.year)",
            "\(digits.day).\(digits.month).\(digits.year)",
            "\(20_001 + 997 * number)", "\(100_200_301 + 7 * number)", "\(1 + number % 2)", "\(30 + number)",
            "\(digits.year)", ["F", "M"][number % 2], ["f", "m"][number % 2], ["female", "male"][number % 2], "",
        ]
        return texts.map { Array($0.utf8) }
    }

    private static func row(_ texts: [[UInt8]], _ encoder: ClkhashEncoder) -> [UInt8] {
        var chosen = [Int](repeating: 0, count: encoder.columns)
        var row = [UInt8](repeating: 0, count: encoder.encodingBytes)
        while true {
            switch encode(chosen.map { texts[$0] }, &row, encoder) {
            case .encoded: return row
            case .rejected(_, let column):
                chosen[column] += 1
                guard chosen[column] < texts.count else {
                    return [UInt8](repeating: 0xFF, count: encoder.encodingBytes)
                }
            }
        }
    }

    private static func encode(
        _ values: [[UInt8]],
        _ row: inout [UInt8],
        _ encoder: ClkhashEncoder
    ) -> ClkhashEncoder.Outcome {
        let all = values.flatMap(\.self)
        return unsafe all.withUnsafeBytes { all in
            var fields: [UnsafeRawBufferPointer] = unsafe []
            var start = 0
            for value in values {
                unsafe fields.append(UnsafeRawBufferPointer(rebasing: all[start..<start + value.count]))
                start += value.count
            }
            return unsafe row.withUnsafeMutableBytes { unsafe encoder.encode(fields: fields, into: $0) }
        }
    }
}

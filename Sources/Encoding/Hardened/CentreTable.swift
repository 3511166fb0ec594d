// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas

/// How often people have which token of a feature, in 65,536ths (`Specs/encodings.md` §6).
package struct CentreTable: Sendable {
    package typealias Entry = (token: [UInt8], frequency: Int)

    /// Tokens of frequency 0 left out; in no order.
    package let entries: [Entry]

    package init(_ feature: Feature) {
        let all: [Entry] =
            switch feature.centre {
            case .none: []
            case .usGivenNames2020: FrozenTables.usGivenNames2020
            case .usFamilyNames2020: FrozenTables.usFamilyNames2020
            case .evenSexes: [(Array("f".utf8), 32_768), (Array("m".utf8), 32_768)]
            case .uniformDates: Self.dates(feature)
            case .uniformDigits: Self.digits(feature)
            }
        entries = all.filter { $0.frequency > 0 }
    }

    /// `part` of `whole` in 65,536ths, rounded.
    private static func share(_ part: Int, of whole: Int) -> Int { (2 * 65_536 * part + whole) / (2 * whole) }

    /// Every string of digits is as likely.
    private static func digits(_ feature: Feature) -> [Entry] {
        guard let count = Centre.digits(of: feature.normaliser) else { return [] }
        let zero = ASCII.zero
        var entries: [Entry] = []
        for token in FieldTokeniser(feature.tokens).tokens(of: [UInt8](repeating: zero, count: count)) {
            // Where a zero stands after the colon, every digit may.
            let start = (token.firstIndex(of: UInt8(ascii: ":")) ?? 0) + 1
            let places = token.indices[start...].filter { token[$0] == zero }
            let choices = places.reduce(1) { product, _ in product * 10 }
            for choice in 0..<choices {
                var spelled = token
                var rest = choice
                for place in places {
                    spelled[place] = zero + UInt8(rest % 10)
                    rest /= 10
                }
                entries.append((spelled, share(1, of: choices)))
            }
        }
        return entries
    }

    /// Every day of the feature's range is as likely.
    private static func dates(_ feature: Feature) -> [Entry] {
        guard case .dateParts(let parts, _) = feature.tokens else { return [] }
        let range = feature.dateRange
        var daysOfYear: [Int: Int] = [:]
        var yearsOfDay: [Int: Int] = [:]
        for year in range.lowerBound / 10_000...range.upperBound / 10_000 {
            for month in 1...12 {
                for day in 1...SchemaDates.days(inMonth: month, of: year)
                where range.contains(year * 10_000 + month * 100 + day) {
                    daysOfYear[year, default: 0] += 1
                    yearsOfDay[month * 100 + day, default: 0] += 1
                }
            }
        }
        var counts: [[UInt8]: Int] = [:]
        func add(_ days: Int, _ text: String, _ parts: Set<DatePart>, where isCounted: (UInt8) -> Bool) {
            for token in FieldTokeniser(.dateParts(parts)).tokens(of: Array(text.utf8)) where isCounted(token[0]) {
                counts[token, default: 0] += days
            }
        }
        // Of the digits 0:Y … 7:D the first four are the year's.
        let firstOfDay = UInt8(ascii: "4")
        for (year, days) in daysOfYear {
            add(days, padded(year * 10_000 + 101), parts.intersection([.digits, .year])) {
                $0 < firstOfDay || $0 == UInt8(ascii: "Y")
            }
        }
        for (day, years) in yearsOfDay {
            add(years, padded(day), parts.subtracting([.year])) { $0 >= firstOfDay }
        }
        let days = daysOfYear.values.reduce(0, +)
        return counts.map { ($0.key, share($0.value, of: days)) }
    }

    /// Eight digits.
    private static func padded(_ number: Int) -> String {
        String(String(100_000_000 + number).dropFirst())
    }
}

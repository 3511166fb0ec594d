// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A declared date format: `yyyy`, `MM` or `M`, `dd` or `d` once each, and literal characters.
struct DateFormat: Sendable {
    /// Year, month and day as written; they need not be a day of any calendar.
    struct Day: Equatable {
        var year: Int
        var month: Int
        var day: Int

        /// YYYYMMDD.
        var number: Int { year * 10_000 + month * 100 + day }

        /// Whether the Gregorian calendar has such a day.
        var exists: Bool {
            guard day >= 1 else { return false }
            switch month {
            case 2: return day <= (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
            case 4, 6, 9, 11: return day <= 30
            case 1...12: return day <= 31
            default: return false
            }
        }
    }

    private enum Part {
        case literal(UInt8)
        case number(Unit, digits: ClosedRange<Int>)
    }

    private enum Unit { case year, month, day }

    private let parts: [Part]

    init(_ format: String) {
        var parts: [Part] = []
        var rest = Array(format.utf8)[...]
        while let byte = rest.first {
            let run = rest.prefix { $0 == byte }.count
            rest.removeFirst(run)
            switch byte {
            case UInt8(ascii: "y"): parts.append(.number(.year, digits: run...run))
            case UInt8(ascii: "M"): parts.append(.number(.month, digits: run...2))
            case UInt8(ascii: "d"): parts.append(.number(.day, digits: run...2))
            default: parts.append(contentsOf: repeatElement(.literal(byte), count: run))
            }
        }
        self.parts = parts
    }

    /// The day a text says, if it has the format's shape as a whole.
    ///
    /// One-letter parts take two digits where two stand.
    func parse(_ text: [UInt8]) -> Day? {
        var day = Day(year: 0, month: 0, day: 0)
        var at = 0
        for part in parts {
            switch part {
            case .literal(let byte):
                guard at < text.count, text[at] == byte else { return nil }
                at += 1
            case .number(let unit, let digits):
                var number = 0
                let start = at
                while at < text.count, at - start < digits.upperBound, ASCII.isDigit(text[at]) {
                    number = number * 10 + Int(text[at] - ASCII.zero)
                    at += 1
                }
                guard at - start >= digits.lowerBound else { return nil }
                switch unit {
                case .year: day.year = number
                case .month: day.month = number
                case .day: day.day = number
                }
            }
        }
        return at == text.count ? day : nil
    }
}

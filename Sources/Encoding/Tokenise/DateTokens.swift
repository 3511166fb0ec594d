// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// The tokens of a date written YYYYMMDD.
struct DateTokens: Sendable {
    private let parts: [DatePart]
    /// MMDD of dates of which only the year is known.
    private let yearOnly: [[UInt8]]

    private static let year = 0..<4
    private static let month = 4..<6
    private static let day = 6..<8

    init(_ parts: Set<DatePart>, yearOnly: Set<Int>) {
        self.parts = DatePart.allCases.filter(parts.contains)
        self.yearOnly = yearOnly.sorted().map { day in Array("\(10_000 + day)".utf8.dropFirst()) }
    }

    func isYearOnly(_ date: [UInt8]) -> Bool {
        yearOnly.contains { $0.elementsEqual(date[Self.month.lowerBound...]) }
    }

    /// Appends the tokens of a date; of one of which only the year is known those of the year.
    func append(_ date: [UInt8], to tokens: inout TokenList) {
        let isYearOnly = isYearOnly(date)
        for part in parts where !isYearOnly || part == .digits || part == .year {
            Self.append(part, of: date, digits: isYearOnly ? Self.year : date.indices, to: &tokens)
        }
    }

    private static func append(
        _ part: DatePart,
        of date: [UInt8],
        digits: Range<Int>,
        to tokens: inout TokenList
    ) {
        if part == .digits {
            for index in digits {
                let start = tokens.bytes.count
                tokens.write(index: index)
                tokens.write(date[index])
                tokens.add(from: start)
            }
            return
        }
        let start = tokens.bytes.count
        switch part {
        case .digits: break
        case .year:
            tokens.write(UInt8(ascii: "Y"))
            tokens.write(date, year)
        case .month:
            tokens.write(UInt8(ascii: "M"))
            tokens.write(date, month)
        case .day:
            tokens.write(UInt8(ascii: "D"))
            tokens.write(date, day)
        case .monthDay:
            tokens.write(UInt8(ascii: "M"))
            tokens.write(UInt8(ascii: "D"))
            tokens.write(date, 4..<8)
        case .swap:
            let isDayFirst = date[day].lexicographicallyPrecedes(date[month])
            tokens.write(UInt8(ascii: "S"))
            tokens.write(date, isDayFirst ? day : month)
            tokens.write(date, isDayFirst ? month : day)
        }
        tokens.add(from: start)
    }
}

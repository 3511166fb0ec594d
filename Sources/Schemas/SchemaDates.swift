// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The dates and date formats that a schema declares.
package enum SchemaDates {
    /// A day written yyyy-MM-dd, as the integer YYYYMMDD; nil if it is not written so or does not exist.
    static func day(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            year >= 1, 1...12 ~= month, 1...days(inMonth: month, of: year) ~= day
        else { return nil }
        return year * 10_000 + month * 100 + day
    }

    /// The day YYYYMMDD written yyyy-MM-dd.
    static func text(_ day: Int) -> String {
        let digits = String(day)
        let padded = String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
        return "\(padded.prefix(4))-\(padded.dropFirst(4).prefix(2))-\(padded.suffix(2))"
    }

    /// A day of the year written MM-dd, as the integer MMDD; nil if it is not written so or no year has it.
    static func dayOfYear(_ text: String) -> Int? { day("2000-" + text).map { $0 % 10_000 } }

    /// The day of the year MMDD written MM-dd.
    static func text(ofDay day: Int) -> String { String(text(day).suffix(5)) }

    /// Whether this is a date format by `Specs/encodings.md` §1.
    ///
    /// `yyyy`, `MM` or `M`, and `dd` or `d` occur once each; every other character stands for itself.
    static func isFormat(_ text: String) -> Bool {
        var years: [Int] = []
        var months: [Int] = []
        var days: [Int] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            let run = rest.prefix { $0 == byte }.count
            rest.removeFirst(run)
            switch byte {
            case UInt8(ascii: "y"): years.append(run)
            case UInt8(ascii: "M"): months.append(run)
            case UInt8(ascii: "d"): days.append(run)
            default: break
            }
        }
        return years == [4] && (months == [1] || months == [2]) && (days == [1] || days == [2])
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// The length of a month of the Gregorian calendar.
    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

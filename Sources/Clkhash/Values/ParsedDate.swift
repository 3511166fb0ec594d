// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What the directives of a date said, and the day that Python makes of it.
struct ParsedDate {
    private var year: Int?
    private var month = 1
    private var dayOfMonth = 1
    private var dayOfYear: Int?
    private var second = 0

    /// Takes a directive's value; of two that say the same thing the later one counts.
    mutating func take(_ value: Int, for directive: DateDirective) {
        switch directive {
        case .year: year = value
        case .shortYear: year = value + (value <= 68 ? 2000 : 1900)
        case .month, .monthName, .fullMonthName: month = value
        case .day: dayOfMonth = value
        case .dayOfYear: dayOfYear = value
        case .second: second = value
        case .hour, .minute, .fraction, .half, .weekday, .fullWeekday: break
        }
    }

    /// The day; nil if there is no such day, or the second is a leap second, which Python matches and then refuses.
    var day: CalendarDay? {
        guard second < 60 else { return nil }
        // Without a year Python takes a leap year while it reads 29 February, then puts 1900, where it fails.
        let isLeapDayAlone = year == nil && month == 2 && dayOfMonth == 29
        var day = CalendarDay(year: year ?? (isLeapDayAlone ? 1904 : 1900), month: month, day: dayOfMonth)
        if let dayOfYear {
            // It overrides month and day, whatever they say.
            day = CalendarDay(year: day.year, month: 1, day: 1)
            guard day.exists else { return nil }
            day.advance(days: dayOfYear - 1)
        }
        if isLeapDayAlone { day.year = 1900 }
        return day.exists ? day : nil
    }
}

/// A day of the Gregorian calendar.
struct CalendarDay {
    var year: Int
    var month: Int
    var day: Int

    /// Whether there is such a day in the years from 1 to 9999.
    var exists: Bool { (1...9999).contains(year) && (1...12).contains(month) && (1...daysInMonth).contains(day) }

    /// Year, month and day in digits, the year as glibc writes it: without zeros in front.
    var text: String { "\(year)\(month < 10 ? "0" : "")\(month)\(day < 10 ? "0" : "")\(day)" }

    private var daysInMonth: Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Moves on by less than two years.
    mutating func advance(days: Int) {
        day += days
        while day > daysInMonth {
            day -= daysInMonth
            month += 1
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Schemas
import Testing

@Suite struct DateTests {
    @Test(arguments: [
        ("1985-03-12", "19850312"), (" 1985-03-12\t", "19850312"), ("1985-3-12", "<date.format>"),
        ("85-03-12", "<date.format>"), ("1985/03/12", "<date.format>"), ("1985-03-12 00:00", "<date.format>"),
        ("1985-13-01", "<date.impossible>"), ("1985-00-10", "<date.impossible>"), ("1985-01-00", "<date.impossible>"),
        ("1985-01-32", "<date.impossible>"), ("1985-04-31", "<date.impossible>"), ("1985-02-29", "<date.impossible>"),
        ("1984-02-29", "19840229"), ("1900-02-29", "<date.impossible>"), ("2000-02-29", "20000229"),
        ("2100-02-29", "<date.impossible>"), ("1850-01-02", "18500102"), ("1849-12-31", "<date.range>"),
        ("2100-12-31", "21001231"), ("2101-01-01", "<date.range>"), ("1900-01-01", "<date.placeholder>"),
        ("1911-11-11", "<date.placeholder>"), ("1900-01-02", "19000102"), ("0000-01-01", "<date.range>"),
        ("", "<empty>"), ("  ", "<empty>"), ("１９85-03-12", "<date.format>"), ("\u{A0}", "<date.format>"),
        ("-", "<date.format>"),
        ("1985-03-1２", "<date.format>"), ("NULL", "<date.format>"), ("2222-02-22", "<date.range>"),
    ])
    func isoDates(text: String, expected: String) { #expect(Feature.of(.date).normalised(text) == expected) }

    @Test(arguments: [
        (["MM/dd/yyyy"], "03/12/1985", "19850312"), (["MM/dd/yyyy"], "3/12/1985", "<date.format>"),
        (["M/d/yyyy"], "3/12/1985", "19850312"), (["M/d/yyyy"], "03/12/1985", "19850312"),
        (["M/d/yyyy"], "3/2/1985", "19850302"), (["M/d/yyyy"], "123/2/1985", "<date.format>"),
        (["dd.MM.yyyy"], "12.03.1985", "19850312"), (["yyyyMMdd"], "19850312", "19850312"),
        (["yyyyMMdd"], "198503123", "<date.format>"), (["yyyyMMdd"], "1985031", "<date.format>"),
        // The shape decides which format it is, not whether there is such a day.
        (["MM/dd/yyyy", "dd/MM/yyyy"], "25/12/1985", "<date.impossible>"),
        (["dd/MM/yyyy", "MM/dd/yyyy"], "25/12/1985", "19851225"),
        (["MM/dd/yyyy", "yyyy-MM-dd"], "1985-12-25", "19851225"), (["d MM yyyy."], "1 02 1999.", "19990201"),
        (["yyyyMd"], "1985312", "<date.impossible>"), (["yyyy年M月d日"], "1985年3月12日", "19850312"),
    ])
    func formats(formats: [String], text: String, expected: String) {
        var feature = Feature.of(.date)
        feature.dateFormats = formats
        #expect(feature.normalised(text) == expected)
    }

    @Test func rangeIsInclusive() {
        var feature = Feature.of(.date)
        feature.dateRange = 19_500_615...20_000_101
        #expect(feature.normalised("1950-06-15") == "19500615")
        #expect(feature.normalised("1950-06-14") == "<date.range>")
        #expect(feature.normalised("2000-01-01") == "20000101")
        #expect(feature.normalised("2000-01-02") == "<date.range>")
    }

    /// Years with and without a leap day, against the length of a year.
    @Test func everyDayOfTheCalendar() {
        var feature = Feature.of(.date)
        feature.dateFormats = ["yyyyMMdd"]
        feature.dateRange = 0...99_999_999
        var days = 0
        for year in [1600, 1896, 1900, 1904, 1999, 2000, 2001, 2004] {
            for month in 0...13 {
                for day in 0...32 {
                    let text = String(year * 10_000 + month * 100 + day)
                    if !feature.normalised(text).hasPrefix("<date.impossible") { days += 1 }
                }
            }
        }
        // Five leap years (1600, 1896, 1904, 2000, 2004) and three others.
        #expect(days == 5 * 366 + 3 * 365)
    }
}

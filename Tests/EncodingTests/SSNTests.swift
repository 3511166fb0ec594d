// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Schemas
import Testing

@Suite struct SSNTests {
    private let ssn9 = Feature.of(.ssn9)
    private let ssn4 = Feature.of(.ssn4)

    private func padded(_ number: Int, _ width: Int) -> String {
        String(repeating: "0", count: width - String(number).count) + String(number)
    }

    @Test func everyArea() {
        for area in 0...999 {
            let isIssued = area != 0 && area != 666 && area < 900
            let text = padded(area, 3) + "-45-6780"
            #expect(ssn9.normalised(text) == (isIssued ? text.filter { $0 != "-" } : "<ssn.invalid>"))
            #expect(ssn4.normalised(text) == (isIssued ? "6780" : "<ssn.invalid>"))
        }
    }

    @Test func everyGroupAndTheEdgesOfTheSerial() {
        for group in 0...99 {
            for serial in [0, 1, 9, 10, 999, 1000, 9998, 9999] {
                let text = "212 \(padded(group, 2)) \(padded(serial, 4))"
                let isIssued = group > 0 && serial > 0
                #expect(ssn9.normalised(text) == (isIssued ? text.filter { $0 != " " } : "<ssn.invalid>"))
            }
        }
    }

    @Test(arguments: [
        ("219-09-8761", "219098761"), (" 219 09 8761 ", "219098761"), ("219098761", "219098761"),
        ("219\u{2013}09\u{2013}8761", "219098761"), ("２19098761", "219098761"), ("219.09.8761", "<ssn.format>"),
        ("219-09-876", "<ssn.format>"), ("219-09-87611", "<ssn.format>"), ("8761", "<ssn.format>"),
        ("none", "<ssn.format>"),
        ("219-09-8761x", "<ssn.format>"), ("111-11-1111", "<ssn.invalid>"), ("555555555", "<ssn.invalid>"),
        ("123-45-6789", "<ssn.invalid>"), ("987-65-4321", "<ssn.invalid>"), ("078-05-1120", "<ssn.invalid>"),
        ("219-09-9999", "<ssn.invalid>"), ("078-05-1121", "078051121"), ("219-09-9998", "219099998"), ("", "<empty>"),
        ("-", "<ssn.format>"),
    ])
    func nineDigits(text: String, expected: String) { #expect(ssn9.normalised(text) == expected) }

    @Test(arguments: [
        ("8761", "8761"), ("219-09-8761", "8761"), (" 8761-", "8761"), ("0001", "0001"), ("876", "<ssn.format>"),
        ("87611", "<ssn.format>"), ("xxx-xx-8761", "<ssn.format>"), ("0000", "<ssn.placeholder>"),
        ("1111", "<ssn.placeholder>"), ("1234", "<ssn.placeholder>"), ("9999", "<ssn.placeholder>"), ("2222", "2222"),
        ("212-45-1234", "<ssn.placeholder>"), ("219-09-9999", "<ssn.invalid>"), ("000-45-8761", "<ssn.invalid>"),
        ("212-45-0000", "<ssn.invalid>"), ("", "<empty>"),
    ])
    func lastFour(text: String, expected: String) { #expect(ssn4.normalised(text) == expected) }
}

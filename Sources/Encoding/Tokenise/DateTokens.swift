// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// The tokens of a date written YYYYMMDD.
enum DateTokens {
    private static let month = 4..<6
    private static let day = 6..<8

    static func append(_ part: DatePart, of date: [UInt8], to tokens: inout TokenList) {
        if part == .digits {
            for index in date.indices {
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
            tokens.write(date, 0..<4)
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

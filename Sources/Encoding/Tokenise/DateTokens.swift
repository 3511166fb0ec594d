// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// The tokens of a date written YYYYMMDD.
enum DateTokens {
    static func append(_ part: DatePart, of date: [UInt8], to tokens: inout TokenList) {
        let month = date[4..<6]
        let day = date[6..<8]
        switch part {
        case .digits:
            for index in date.indices { tokens.append(index: index, date[index...index]) }
        case .year: tokens.append(prefix: letterY, date[0..<4])
        case .month: tokens.append(prefix: letterM, month)
        case .day: tokens.append(prefix: letterD, day)
        case .monthDay: tokens.append(prefix: lettersMD, date[4..<8])
        case .swap:
            let isInOrder = !day.lexicographicallyPrecedes(month)
            tokens.append(prefix: letterS, isInOrder ? date[4..<8] : day + month)
        }
    }

    // Arrays of their own, so that no array is made for each token.
    private static let letterY = Array("Y".utf8)
    private static let letterM = Array("M".utf8)
    private static let letterD = Array("D".utf8)
    private static let lettersMD = Array("MD".utf8)
    private static let letterS = Array("S".utf8)
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// ZIP codes and numbers from folded text.
enum NumberNormalisers {
    private static let zipPlaceholders = WordSet(separatedByCommas: "00000,99999,12345")

    static func zip5(_ text: inout [UInt8]) -> MissingRule? {
        text.keep(ASCII.isDigit)
        switch text.count {
        case 3, 4: text.insert(contentsOf: repeatElement(ASCII.zero, count: 5 - text.count), at: 0)
        case 8:
            text.insert(ASCII.zero, at: 0)
            text.removeLast(4)
        case 9: text.removeLast(4)
        default: break
        }
        guard text.count == 5 else { return .zipFormat }
        return zipPlaceholders.contains(text[...]) ? .zipPlaceholder : nil
    }

    /// Optional sign, digits, optional point and digits; written in the one shortest way.
    static func number(_ text: inout [UInt8]) -> MissingRule? {
        text.trim()
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative || text.first == UInt8(ascii: "+") { text.removeFirst() }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(ASCII.isDigit) }) else {
            return .numberFormat
        }
        let whole = parts[0].drop { $0 == ASCII.zero }
        var fraction = parts.count == 2 ? parts[1] : []
        while fraction.last == ASCII.zero { fraction.removeLast() }
        var written = whole.isEmpty ? [ASCII.zero] : Array(whole)
        if !fraction.isEmpty { written += [UInt8(ascii: ".")] + fraction }
        text = isNegative && written != [ASCII.zero] ? [UInt8(ascii: "-")] + written : written
        return nil
    }
}

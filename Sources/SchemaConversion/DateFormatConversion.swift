// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Formats of dates, from the language of `strptime` to that of linkage schemas.
enum DateFormatConversion {
    /// `yyyy-MM-dd` for `%Y-%m-%d`; nil if the format says other things than a year of four digits, a month and a day, once each.
    static func format(ofStrptime text: String) -> String? {
        var format = ""
        var seen: Set<Unicode.Scalar> = []
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            guard scalar == "%" else {
                // To a linkage schema these letters are parts of a date, and only ASCII stands for itself in every table.
                guard scalar.isASCII, scalar.value >= 0x20, !["y", "M", "d"].contains(scalar) else { return nil }
                format.unicodeScalars.append(scalar)
                continue
            }
            switch scalars.popFirst() {
            case "%": format += "%"
            case "Y" where seen.insert("Y").inserted: format += "yyyy"
            case "m" where seen.insert("m").inserted: format += "MM"
            case "d" where seen.insert("d").inserted: format += "dd"
            default: return nil
            }
        }
        return seen.count == 3 ? format : nil
    }
}

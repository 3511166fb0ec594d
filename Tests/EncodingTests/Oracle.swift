// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Schemas

/// Rows by the letter of `Specs/encodings.md` §2, §4 and §5, with strings, sets and lists of bits.
enum Oracle {
    static func tokens(of value: String, _ tokeniser: Tokeniser) -> [[UInt8]] {
        var found: Set<[UInt8]> = []
        func add(_ token: String) { found.insert(Array(token.utf8)) }
        switch tokeniser {
        case .exact: add(value)
        case .dateParts(let parts, let yearOnly):
            let digits = value.map(String.init)
            let (year, month, day) = (digits[0..<4].joined(), digits[4..<6].joined(), digits[6..<8].joined())
            if yearOnly.contains(Int(month + day) ?? 0) {
                if parts.contains(.digits) { for index in 0..<4 { add("\(index):\(digits[index])") } }
                if parts.contains(.year) { add("Y\(year)") }
                break
            }
            if parts.contains(.digits) { for (index, digit) in digits.enumerated() { add("\(index):\(digit)") } }
            if parts.contains(.year) { add("Y\(year)") }
            if parts.contains(.month) { add("M\(month)") }
            if parts.contains(.day) { add("D\(day)") }
            if parts.contains(.monthDay) { add("MD\(month)\(day)") }
            if parts.contains(.swap) { add("S\(min(month, day))\(max(month, day))") }
        case .qgrams(let grams):
            let words =
                grams.words == .joined ? [value.filter { $0 != " " }] : value.split(separator: " ").map(String.init)
            for word in words {
                var points = word.unicodeScalars.map(String.init)
                let padding = [String](repeating: "_", count: grams.q - 1)
                if grams.padding != .none { points = padding + points }
                if grams.padding == .both { points += padding }
                let starts = points.count < grams.q ? 0...0 : 0...(points.count - grams.q)
                for start in starts {
                    let gram = points[start..<min(start + grams.q, points.count)].joined()
                    add(grams.isPositional ? "\(start):\(gram)" : gram)
                }
            }
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The row under `ToyHasher`; nil if it is blank.
    static func row(_ schema: LinkageSchema, _ fields: [String]) -> [UInt8]? {
        let tokens = zip(schema.features, fields).map { feature, field in
            let value = feature.normalised(field)
            return value.hasPrefix("<") ? [] : Self.tokens(of: value, feature.tokens)
        }
        if tokens.allSatisfy(\.isEmpty) { return nil }
        var bits = [Bool](repeating: false, count: schema.presenceBytes * 8)
        for index in tokens.indices where !tokens[index].isEmpty { bits[index] = true }
        for vector in schema.vectors {
            var filter = [Bool](repeating: false, count: vector.bits)
            for index in vector.features {
                let hasher = ToyHasher(group: schema.features[index].keyGroup)
                for (number, token) in tokens[index].enumerated() {
                    let count =
                        switch schema.features[index].weight {
                        case .bitsPerToken(let k), .votes(let k): k
                        case .bitsPerFeature(let total):
                            total / tokens[index].count + (number < total % tokens[index].count ? 1 : 0)
                        }
                    for j in 0..<count { filter[Int(hasher.word(of: token, number: j) % UInt64(vector.bits))] = true }
                }
            }
            bits += filter
        }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }
}

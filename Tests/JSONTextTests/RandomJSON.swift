// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import TestSupport

/// Random documents, the same for the same seed.
enum RandomJSON {
    static func value(seed: UInt64, withFractions: Bool = true) -> JSONValue {
        var generator = SplitMix64(seed: seed)
        return value(depth: 5, withFractions, &generator)
    }

    private static func value(depth: Int, _ withFractions: Bool, _ generator: inout SplitMix64) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 5 : 9), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(Int(truncatingIfNeeded: generator.next()) >> Int.random(in: 0..<64, using: &generator))
        case 3 where withFractions:
            let number = Double(bitPattern: generator.next())
            return .number(number.isFinite ? number : 0.5)
        case 3, 4: return .string(string(&generator))
        case 5, 6:
            let count = Int.random(in: 0...5, using: &generator)
            return .array((0..<count).map { _ in value(depth: depth - 1, withFractions, &generator) })
        default:
            var keys: [String] = []
            for _ in 0..<Int.random(in: 0...5, using: &generator) {
                let key = string(&generator)
                if !keys.contains(where: { $0.utf8.elementsEqual(key.utf8) }) { keys.append(key) }
            }
            return .object(keys.map { ($0, value(depth: depth - 1, withFractions, &generator)) })
        }
    }

    private static func string(_ generator: inout SplitMix64) -> String {
        let alphabet: [Unicode.Scalar] =
            ["a", "K", "\u{212A}", "0", "\"", "\\", "/", "\0", "\n", "\u{1F}", "\u{7F}"]
            + ["\u{E9}", "\u{301}", "\u{FEFF}", "\u{FFFF}", "\u{1F600}"]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
        }
        return String(text)
    }
}

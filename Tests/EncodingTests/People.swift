// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Schemas
import TestSupport

/// Schemas and records at random from a seed.
struct People {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &random)]
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// Any normaliser, variant, tokens, weights, key groups and vectors that a schema may have.
    mutating func schema() -> LinkageSchema {
        let count = number(1...7)
        var features: [Feature] = []
        for index in 0..<count {
            let normaliser = pick(Normaliser.allCases)
            var feature = Feature.of(normaliser, name: "f\(index)", weight: weight())
            if normaliser == .date {
                feature.tokens = pick([
                    .exact, .dateParts(Set(DatePart.allCases)), .dateParts([.swap, .monthDay]),
                    .dateParts([.digits, .day, .year], yearOnly: [104, 212, 1231]),
                ])
            } else {
                feature.tokens = pick([.exact, grams()])
            }
            if let variant = ValueVariant.allCases.first(where: { $0.role == feature.role }) {
                feature.variant = pick([nil, nil, variant])
            }
            features.append(feature)
        }
        // Two features of one group, alike but for their names.
        if count > 1, pick([true, false]) {
            features[1] = features[0]
            features[1].name = "f1"
            features[1].column = "f1"
            features[1].keyGroup = "f0"
        }
        let vectors: [LinkageSchema.VectorLayout]
        switch number(0...2) {
        case 0: vectors = [.init(name: "clk", bits: pick([64, 192, 1024]), features: Array(features.indices))]
        case 1: vectors = features.indices.map { .init(name: "f\($0)", bits: 64 * ($0 + 1), features: [$0]) }
        default:
            vectors = [
                .init(name: "all", bits: 320, features: Array(features.indices)),
                .init(name: "first", bits: 64, features: [0]),
                .init(name: "last", bits: 512, features: count > 1 ? [0, count - 1] : [0]),
            ]
        }
        return LinkageSchema(name: "random", reading: .init(recordID: nil), features: features, vectors: vectors)
    }

    private mutating func weight() -> Weight {
        pick([.bitsPerToken(number(1...20)), .bitsPerFeature(number(1...60))])
    }

    private mutating func grams() -> Tokeniser {
        let words = pick(Tokeniser.QGrams.Words.allCases)
        return .qgrams(
            .init(
                q: number(1...4),
                padding: pick(Tokeniser.QGrams.Padding.allCases),
                words: words,
                isPositional: words == .joined && pick([true, false])
            )
        )
    }

    /// A field for a feature: often a value, sometimes another's, odd or nothing.
    mutating func field(_ feature: Feature) -> String {
        if number(0...9) == 0 {
            return pick(["", " ", "unknown", "1900-01-01", "Zoë 王-ß", String(repeating: "ab ", count: 40)])
        }
        switch feature.normaliser {
        case .givenName, .familyName, .text, .code:
            return pick([
                "Ann", "Bob", "Liz", "Mary Ann", "de la Cruz", "O'Neill", "Anna", "José", "Jose\u{301}", "王小明", "Bo",
                "Banana 2",
            ])
                + pick(["", "", " Jr", "-Smith", "a", "\u{1F600}"])
        case .date:
            return
                "\(number(1930...1990))-\(pick(["01", "02", "11", "12"]))-\(pick(["04", "12"] + (10...31).map(String.init)))"
        case .sex: return pick(["F", "M", "x", "u", "1"])
        case .zip5: return String(number(500...99_999))
        case .ssn9, .ssn4: return pick([String(number(1000...9999)), String(number(100_000_000...999_999_999))])
        case .number, .digits: return pick(["", "-", "+", "00"]) + String(number(0...300)) + pick(["", ".5", ".0"])
        }
    }

    mutating func record(_ schema: LinkageSchema) -> [String] { schema.features.map { field($0) } }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Clkhash
internal import JSONText
internal import Schemas

/// One column of a schema of clkhash's as a feature of ours, with what changes.
struct FeatureConversion {
    private(set) var feature: Feature
    private(set) var changes: [SchemaChange] = []

    init(name: String, column: String, hashing: ClkhashSchema.Hashing, filterLength: Int) {
        let guess = RoleGuess(column: column, hashing: hashing)
        feature = Feature(
            name: name,
            role: guess.role,
            column: column,
            normaliser: guess.normaliser,
            tokens: guess.role.defaultTokens,
            weight: .bitsPerToken(1)
        )
        if guess.isGuessed { note("role", "the role \(guess.role.rawValue) is guessed from the column's heading") }
        if guess.role == .birthDate { readDates(hashing.format) }
        if guess.role == .sex { checkValues(hashing.format) }
        convertTokens(hashing.comparison)
        convertStrategy(hashing.strategy, filterLength: filterLength)
        if let missing = hashing.missing, !missing.sentinel.isEmpty {
            note(
                "missing",
                "the document's text for a missing value has no such meaning by itself here: leave such fields empty in the table"
            )
        } else if hashing.missing?.replacement?.isEmpty == false {
            note("missing", "an empty field is missing and sets no bits; clkhash encodes a text in its place")
        }
    }

    private mutating func note(_ code: String, _ message: String) {
        changes.append(SchemaChange(code, message, feature: feature.name))
    }

    private mutating func readDates(_ format: ClkhashSchema.Format) {
        let guess = if case .integer = format { "yyyyMMdd" } else { "yyyy-MM-dd" }
        feature.dateFormats = [guess]
        guard case .date(let text) = format else {
            note("dates", "how dates are written is a guess, \(guess): set dateFormats to what the table has")
            return
        }
        if let converted = DateFormatConversion.format(ofStrptime: text) {
            feature.dateFormats = [converted]
        } else {
            let shown = JSONValue.string(text).compactText()
            note(
                "dates",
                "dates written as \(shown) can't be read, only those with a year of four digits, month and day in digits: "
                    + "rewrite the column as \(guess), or all its dates count as missing"
            )
        }
    }

    /// What our normaliser takes for a sex without being told.
    private static let knownSexes: Set<String> = [
        "", "f", "female", "w", "woman", "m", "male", "man", "x", "nonbinary", "other", "u", "unknown", "unk", "9",
    ]

    private mutating func checkValues(_ format: ClkhashSchema.Format) {
        if case .choice(let values) = format,
            values.allSatisfy({ Self.knownSexes.contains($0.lowercased()) })
        {
            return
        }
        note(
            "values",
            "values other than F, M, X and their words count as missing until \"values\" says what they mean"
        )
    }

    private mutating func convertTokens(_ comparison: ClkhashSchema.Comparison) {
        switch (feature.role, comparison) {
        case (.birthDate, .ngram(n: 1, isPositional: true)): feature.tokens = .dateParts([.digits])
        case (_, .exact), (.sex, _): feature.tokens = .exact
        case (.birthDate, _):
            note(
                "tokens",
                "dates are compared by their digits, year, month, day, and month and day in either order, in place of "
                    + "pieces of their text"
            )
        case (_, .numeric):
            note("tokens", "numbers are compared digit by digit: close numbers no longer resemble each other as such")
        case (_, .ngram(let n, let isPositional)):
            let q = min(n, SchemaLimits.q.upperBound)
            if q < n { note("tokens", "pieces have \(q) characters, the most there is, in place of \(n)") }
            feature.tokens = .qgrams(
                .init(
                    q: q,
                    padding: q > 1 ? .both : .none,
                    words: isPositional ? .joined : .each,
                    isPositional: isPositional
                )
            )
        }
    }

    private mutating func convertStrategy(_ strategy: ClkhashSchema.Strategy, filterLength: Int) {
        let (bits, most) =
            switch strategy {
            case .bitsPerToken(let bits): (bits, min(SchemaLimits.bitsPerToken.upperBound, filterLength))
            case .bitsPerFeature(let bits): (bits, min(SchemaLimits.bitsPerFeature.upperBound, filterLength))
            }
        let kept = min(bits, most)
        if kept < bits { note("bits", "the feature has \(kept) bits, the most there is, in place of \(bits)") }
        feature.weight = if case .bitsPerToken = strategy { .bitsPerToken(kept) } else { .bitsPerFeature(kept) }
    }
}

extension FeatureConversion {
    /// Turns bits into votes, and says where a feature does without a centre.
    ///
    /// In a Bloom filter a token that two records share counts by its bits, among votes by the square of its weight.
    static func harden(_ parts: inout [FeatureConversion]) {
        let bits = parts.map(\.bitsOfToken)
        let least = bits.min() ?? 1
        for index in parts.indices {
            let weight = Int((bits[index] / least).squareRoot().rounded())
            parts[index].feature.weight = .votes(min(max(weight, 1), SchemaLimits.votes.upperBound))
            parts[index].chooseCentre()
        }
    }

    private mutating func chooseCentre() {
        let centre = feature.role.defaultCentre(feature.normaliser)
        feature.centre = centre.fits(feature.normaliser, feature.tokens) ? centre : .none
        guard feature.centre != centre else { return }
        note("centre", "no public frequencies are made for these tokens, so the votes have no centre")
    }

    /// Bits of one token of a usual value.
    private var bitsOfToken: Double {
        switch feature.weight {
        case .bitsPerToken(let bits), .votes(let bits): Double(bits)
        case .bitsPerFeature(let bits): max(1, Double(bits) / usualTokens)
        }
    }

    /// How many tokens a value of the role usually has.
    private var usualTokens: Double {
        switch feature.tokens {
        case .exact: return 1
        case .dateParts(let parts, _): return Double(parts.count + (parts.contains(.digits) ? 7 : 0))
        case .qgrams:
            switch feature.role {
            case .number: return 3
            case .postalCode: return 5
            case .nationalId: return 9
            case .text: return 12
            case .givenName, .familyName, .birthDate, .sex, .code: return 7
            }
        }
    }
}

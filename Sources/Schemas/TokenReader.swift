// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Reads how a feature's normalised string becomes tokens.
struct TokenReader {
    private enum Kind: String, CaseIterable { case qgrams, exact, dateParts }

    private static let keysOfGrams = ["q", "padding", "words", "positional"]
    private static let keysOfDates = ["parts", "yearOnly"]

    let object: SchemaObject
    let role: Role?
    let normaliser: Normaliser?
    let profile: Profile

    /// The declared tokens, or the role's; nil if something about them was reported or the role is not known.
    func tokens() -> Tokeniser? {
        guard let node = object["tokens"] else { return role?.defaultTokens }
        guard
            let object = node.object(keys: ["type"] + Self.keysOfGrams + Self.keysOfDates),
            let type = object.required("type", remedy: "write \"type\": \"qgrams\", \"exact\" or \"dateParts\""),
            let kind = type.choice(of: "kind of tokens", Kind.self)
        else { return nil }
        checkNormaliser(kind, at: type)
        switch kind {
        case .qgrams:
            object.refuse(Self.keysOfDates, with: "the type qgrams")
            return grams(object).map(Tokeniser.qgrams)
        case .exact:
            object.refuse(Self.keysOfGrams + Self.keysOfDates, with: "the type exact")
            return .exact
        case .dateParts:
            object.refuse(Self.keysOfGrams, with: "the type dateParts")
            guard let parts = parts(object), let yearOnly = yearOnly(object, parts) else { return nil }
            return .dateParts(parts, yearOnly: yearOnly)
        }
    }

    private func checkNormaliser(_ kind: Kind, at node: SchemaNode) {
        guard let normaliser else { return }
        if kind == .dateParts && normaliser != .date {
            node.report(
                .tokensOfNormaliser,
                "dateParts go with the normaliser date only",
                remedy: "use qgrams or exact, or the role birthDate"
            )
        }
        if kind == .qgrams && normaliser == .date {
            node.report(
                .tokensOfNormaliser,
                "a date has no q-grams",
                remedy: "use dateParts or exact"
            )
        }
    }

    private func grams(_ object: SchemaObject) -> Tokeniser.QGrams? {
        let q = object.required("q", remedy: "write \"q\": 2 for bigrams")?.integer(in: SchemaLimits.q)
        let padding = object["padding"]?.choice(of: "padding", Tokeniser.QGrams.Padding.self) ?? .both
        let words = object["words"].map { $0.choice(of: "way with words", Tokeniser.QGrams.Words.self) } ?? .each
        let positional = object["positional"]
        let isPositional = positional?.flag() ?? false
        if isPositional, words == .each {
            positional?.report(
                .positional,
                "positional q-grams need the words joined",
                remedy: "write \"words\": \"joined\" beside it"
            )
        }
        guard let q, let words else { return nil }
        return .init(q: q, padding: padding, words: words, isPositional: isPositional)
    }

    private func parts(_ object: SchemaObject) -> Set<DatePart>? {
        guard let node = object["parts"] else { return DatePart.defaults }
        guard let elements = node.elements(1...Int.max, of: "parts") else { return nil }
        let parts = elements.map { $0.choice(of: "part of a date", DatePart.self) }
        return parts.contains(nil) ? nil : Set(parts.compactMap(\.self))
    }

    /// Days that stand for "some day of the year"; none if it is not said.
    private func yearOnly(_ object: SchemaObject, _ parts: Set<DatePart>) -> Set<Int>? {
        guard profile == .bloom else {
            object.refuse(["yearOnly"], with: "the profile \(profile.rawValue)")
            return []
        }
        guard let node = object["yearOnly"] else { return [] }
        guard !parts.isDisjoint(with: [.digits, .year]) else {
            node.report(
                .yearOnly,
                "of such a date nothing would be left",
                remedy: "add \"year\" or \"digits\" to the parts, or remove the key"
            )
            return nil
        }
        guard let elements = node.elements(1...Int.max, of: "days") else { return nil }
        let days = elements.map { element -> Int? in
            guard let text = element.text() else { return nil }
            guard let day = SchemaDates.dayOfYear(text) else {
                element.report(.date, "this is no day of the year", remedy: "write it as MM-dd, such as 01-01")
                return nil
            }
            return day
        }
        return days.contains(nil) ? nil : Set(days.compactMap(\.self))
    }
}

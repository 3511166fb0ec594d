// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import JSONText

extension LinkageSchema {
    /// The canonical form: everything that decides about the bits of an encoding, every default written out
    /// (`Specs/linkage-schema.md` §4).
    package var canonicalBytes: [UInt8] {
        var members: [(key: String, value: JSONValue)] = [
            ("features", .array(features.map { $0.canonical(profile) })),
            ("hash", .string(profile.hash.rawValue)),
            ("normalisers", 1),
            ("profile", .string(profile.rawValue)),
            ("tessera", "linkage-schema/1"),
            ("vectors", .array(vectors.map(canonical))),
        ]
        // What is off is left out, here and below, so that schemas from before an option keep their fingerprint.
        if flipsPerThousand > 0 { members.append(("flipsPerThousand", .integer(flipsPerThousand))) }
        return Array(JSONValue.object(members).compactText(sortedKeys: true).utf8)
    }

    /// SHA-256 of the canonical form, 32 bytes: what makes two schemas the same for a project.
    package var fingerprint: [UInt8] {
        _ = sodiumStatus
        let canonical = canonicalBytes
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        _ = unsafe crypto_hash_sha256(&digest, canonical, UInt64(canonical.count))
        return digest
    }
}

extension LinkageSchema {
    fileprivate func canonical(_ vector: VectorLayout) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("bits", .integer(vector.bits)),
            ("features", .array(vector.features.map { .string(features[$0].name) })),
            ("name", .string(vector.name)),
        ]
        if let original = vector.variantOf { members.append(("variantOf", .string(vectors[original].name))) }
        if let relative = vector.relativeOf {
            members.append(
                (
                    "relativeOf",
                    ["relation": .string(relative.relation), "vector": .string(vectors[relative.vector].name)]
                )
            )
        }
        return .object(members)
    }
}

/// libsodium wants this once before its first use; hashing works whatever its answer.
private let sodiumStatus = sodium_init()

extension Feature {
    fileprivate func canonical(_ profile: Profile) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("keyGroup", .string(keyGroup)),
            ("missing", isRequired ? "reject" : "skip"),
            ("name", .string(name)),
            ("normaliser", .string(normaliser.rawValue)),
            ("role", .string(role.rawValue)),
            ("tokens", tokens.canonical),
            ("weight", weight.canonical),
        ]
        if role == .birthDate {
            members.append(("earliest", .string(SchemaDates.text(dateRange.lowerBound))))
            members.append(("latest", .string(SchemaDates.text(dateRange.upperBound))))
        }
        if profile != .bloom { members.append(("centre", centre.canonical)) }
        if let variant { members.append(("variant", variant.canonical)) }
        return .object(members)
    }
}

extension Centre {
    fileprivate var canonical: JSONValue { .table(name: rawValue, sha256: Self.tableDigests[rawValue]) }
}

extension ValueVariant {
    fileprivate var canonical: JSONValue { .table(name: rawValue, sha256: Self.tableDigests[rawValue]) }
}

extension JSONValue {
    /// A word that may stand for one of the tables.
    fileprivate static func table(name: String, sha256: String?) -> JSONValue {
        .object([("name", .string(name))] + (sha256.map { [("sha256", .string($0))] } ?? []))
    }
}

extension Tokeniser {
    fileprivate var canonical: JSONValue {
        switch self {
        case .qgrams(let grams):
            [
                "padding": .string(grams.padding.rawValue),
                "positional": .bool(grams.isPositional),
                "q": .integer(grams.q),
                "type": "qgrams",
                "words": .string(grams.words.rawValue),
            ]
        case .exact: ["type": "exact"]
        case .dateParts(let parts, let yearOnly):
            .object(
                [
                    ("parts", .array(DatePart.allCases.filter(parts.contains).map { .string($0.rawValue) })),
                    ("type", "dateParts"),
                ]
                    + (yearOnly.isEmpty
                        ? [] : [("yearOnly", .array(yearOnly.sorted().map { .string(SchemaDates.text(ofDay: $0)) }))])
            )
        }
    }
}

extension Weight {
    fileprivate var canonical: JSONValue {
        switch self {
        case .bitsPerToken(let bits): ["bitsPerToken": .integer(bits)]
        case .bitsPerFeature(let bits): ["bitsPerFeature": .integer(bits)]
        case .votes(let votes): .integer(votes)
        }
    }
}

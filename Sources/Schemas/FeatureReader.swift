// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Reads one feature.
///
/// What later checks need is kept even if the feature as a whole is refused, so that one mistake is reported once.
struct FeatureReader {
    private static let keys = [
        "name", "role", "column", "normaliser", "variant", "tokens", "bitsPerToken", "bitsPerFeature", "weight",
        "centre", "missing", "keyGroup", "dateFormats", "earliest", "latest", "values",
    ]

    private enum Missing: String, CaseIterable { case skip, reject }

    let name: String?
    let nameNode: SchemaNode?
    let keyGroupNode: SchemaNode?
    let weightNode: SchemaNode?
    /// Nil if any part of the feature was refused that it cannot do without.
    let feature: Feature?

    init(_ node: SchemaNode, profile: Profile) {
        guard let object = node.object(keys: Self.keys) else {
            (name, nameNode, keyGroupNode, weightNode, feature) = (nil, nil, nil, nil, nil)
            return
        }
        nameNode = object.required("name", remedy: "write \"name\": with a name for the feature")
        name = nameNode?.name()
        keyGroupNode = object["keyGroup"]
        weightNode = object["bitsPerToken"] ?? object["bitsPerFeature"]
        let column = object["column"]?.nonEmptyText()
        let keyGroup = keyGroupNode?.name()
        let missing = object["missing"]?.choice(of: "rule for missing values", Missing.self) ?? .skip
        let role = object.required("role", remedy: "write \"role\": with what the field is, such as \"givenName\"")?
            .choice(of: "role", Role.self)
        let normaliser = Self.normaliser(object, role: role)
        let variant = Self.variant(object, role: role, profile: profile)
        if variant != nil, missing == .reject {
            object["missing"]?.report(
                .variant,
                "most records have no variant, and each of them would be rejected",
                remedy: "require the feature of the value itself"
            )
        }
        let tokens = TokenReader(object: object, role: role, normaliser: normaliser, profile: profile).tokens()
        let weight = Self.weight(object, profile: profile)
        let centre = CentreReader(object: object, profile: profile)
            .centre(role: role, normaliser: normaliser, tokens: tokens)
        let dates = DateReader(object: object, role: role)
        let values = Self.values(object, role: role)
        guard let name, let role, let normaliser, let tokens, let weight, let centre else {
            feature = nil
            return
        }
        feature = Feature(
            name: name,
            role: role,
            column: column ?? name,
            normaliser: normaliser,
            variant: variant,
            tokens: tokens,
            weight: weight,
            centre: centre,
            isRequired: missing == .reject,
            keyGroup: keyGroup,
            dateFormats: dates.formats,
            dateRange: dates.range,
            values: values
        )
    }

    private static func normaliser(_ object: SchemaObject, role: Role?) -> Normaliser? {
        guard let node = object["normaliser"] else { return role?.normalisers.first }
        guard let normaliser = node.choice(of: "normaliser", Normaliser.self) else { return nil }
        guard let role, !role.normalisers.contains(normaliser) else { return normaliser }
        node.report(
            .normaliser,
            "the role \(role.rawValue) does not take this normaliser",
            remedy: "use " + role.normalisers.map(\.rawValue).joined(separator: " or ")
        )
        return nil
    }

    /// What is encoded in place of the value; nil also if it was refused, which leaves an ordinary feature to check.
    private static func variant(_ object: SchemaObject, role: Role?, profile: Profile) -> ValueVariant? {
        guard profile == .bloom else {
            object.refuse(["variant"], with: "the profile \(profile.rawValue)")
            return nil
        }
        guard let node = object["variant"], let variant = node.choice(of: "variant", ValueVariant.self) else {
            return nil
        }
        guard let role, role != variant.role else { return variant }
        node.report(
            .variant,
            "the role \(role.rawValue) has no such variant",
            remedy: "remove the key, or use the role \(variant.role.rawValue)"
        )
        return nil
    }

    private static func weight(_ object: SchemaObject, profile: Profile) -> Weight? {
        guard profile == .bloom else {
            object.refuse(["bitsPerToken", "bitsPerFeature"], with: "the profile \(profile.rawValue)")
            guard let node = object["weight"] else { return .votes(1) }
            return node.integer(in: SchemaLimits.votes).map(Weight.votes)
        }
        object.refuse(["weight"], with: "the profile bloom")
        let perToken = object["bitsPerToken"]
        let perFeature = object["bitsPerFeature"]
        if perToken != nil, perFeature != nil {
            object.report(
                .weight,
                "both bitsPerToken and bitsPerFeature are given",
                remedy: "keep one of the two",
                atKey: "bitsPerFeature"
            )
            return nil
        }
        if let perToken { return perToken.integer(in: SchemaLimits.bitsPerToken).map(Weight.bitsPerToken) }
        if let perFeature { return perFeature.integer(in: SchemaLimits.bitsPerFeature).map(Weight.bitsPerFeature) }
        object.node.report(
            .weight,
            "neither bitsPerToken nor bitsPerFeature is given",
            remedy: "write \"bitsPerToken\": with a number, such as 12"
        )
        return nil
    }

    private static func values(_ object: SchemaObject, role: Role?) -> [String: String] {
        guard role == .sex else {
            if let role { object.refuse(["values"], with: "the role \(role.rawValue)") }
            return [:]
        }
        guard let node = object["values"] else { return [:] }
        guard let members = node.value.members else {
            node.report(.type, "this is \(node.value.kindName)", remedy: "write an object in { }")
            return [:]
        }
        var values: [String: String] = [:]
        for member in members {
            if member.key.isEmpty || !member.key.utf8.allSatisfy(\.isOfCode) {
                // The key is a value of the table, so it is not shown.
                node.problems.report(
                    .textForm,
                    "no normalised value is written like this",
                    remedy: "write the table's value in small ASCII letters and digits only",
                    at: member.keyPosition,
                    path: node.path
                )
            }
            guard let meaning = member.value.string, ["f", "m", "x", ""].contains(meaning) else {
                node.problems.report(
                    .unknownValue,
                    "a value means something unknown",
                    remedy: "write \"f\", \"m\", \"x\", or \"\" for missing",
                    at: member.value.position,
                    path: node.path
                )
                continue
            }
            values[member.key] = meaning
        }
        return values
    }
}

extension UInt8 {
    fileprivate var isOfCode: Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || UInt8(ascii: "0")...UInt8(ascii: "9") ~= self
    }
}

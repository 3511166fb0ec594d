// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Reads which other vector one is compared with: the one whose second values it holds, or the one that it stands for in a relative's record.
struct CounterpartReader {
    /// The schema's features; nil for what was refused.
    let features: [Feature?]
    let profile: Profile

    /// The vector whose second values one holds; nil if it declares none or something about it was reported.
    func variantOf(_ index: Int, of layouts: [LinkageSchema.VectorLayout], nodes: [SchemaObject]) -> Int? {
        guard let node = taken("variantOf", of: nodes[index]) else { return nil }
        guard let original = vector(node, of: layouts, .variantOf) else { return nil }
        guard nodes[original]["variantOf"] == nil else {
            node.report(
                .variantOf,
                "this is itself a vector of second values",
                remedy: "name the vector of the first values"
            )
            return nil
        }
        guard let difference = difference(layouts[index], layouts[original], .secondValue) else { return original }
        node.report(.variantOf, difference.message, remedy: difference.remedy)
        return nil
    }

    /// Whom a vector describes; nil if the record's own person, or if something about it was reported.
    func relativeOf(
        _ index: Int,
        of layouts: [LinkageSchema.VectorLayout],
        nodes: [SchemaObject]
    ) -> LinkageSchema.Relative? {
        guard let node = taken("relativeOf", of: nodes[index]),
            let object = node.object(keys: ["relation", "vector"])
        else { return nil }
        let relation = object.required("relation", remedy: "write \"relation\": \"mother\", or who it is")?.name()
        let target = object.required("vector", remedy: "name the vector that it would be in the relative's record")
        guard let target, let own = vector(target, of: layouts, .relativeOf), let relation else { return nil }
        if nodes[index]["variantOf"] != nil {
            node.report(
                .relativeOf,
                "a vector of second values describes no relative",
                remedy: "remove variantOf, and name a vector of second values here"
            )
        } else if nodes[own]["relativeOf"] != nil {
            target.report(
                .relativeOf,
                "this vector describes a relative, too",
                remedy: "name a vector that describes the record's own person"
            )
        } else if let difference = difference(layouts[index], layouts[own], .relative) {
            target.report(.relativeOf, difference.message, remedy: difference.remedy)
        } else if layouts[..<index].contains(where: { $0.relativeOf == .init(relation: relation, vector: own) }) {
            target.report(
                .relativeOf,
                "another vector of this relation stands for it",
                remedy: "name a vector of second values, or another relation"
            )
        } else {
            return LinkageSchema.Relative(relation: relation, vector: own)
        }
        return nil
    }

    /// A key's value, if the profile takes the key.
    private func taken(_ key: String, of object: SchemaObject) -> SchemaNode? {
        guard let node = object[key] else { return nil }
        guard profile == .bloom else {
            object.refuse([key], with: "the profile \(profile.rawValue)")
            return nil
        }
        return node
    }

    /// The vector that a node names.
    private func vector(
        _ node: SchemaNode,
        of layouts: [LinkageSchema.VectorLayout],
        _ code: SchemaError.Code
    ) -> Int? {
        guard let name = node.text() else { return nil }
        if let place = layouts.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) { return place }
        let nearest = Spelling.nearest(to: name, among: layouts.map(\.name))
        node.report(
            code,
            "there is no vector of this name",
            remedy: nearest.map { "did you mean \"\($0)\"?" } ?? "name a vector of this schema"
        )
        return nil
    }

    /// What a vector is to the one that it names.
    private enum Link {
        case secondValue, relative

        var what: String { self == .secondValue ? "second values" : "values of relatives" }
        var verb: String { self == .secondValue ? "is a variant of" : "stands for" }
    }

    /// Why two vectors could not be compared; nil if they can, or if a feature was reported.
    private func difference(
        _ vector: LinkageSchema.VectorLayout,
        _ named: LinkageSchema.VectorLayout,
        _ link: Link
    ) -> (message: String, remedy: String)? {
        // A vector whose features were refused has none.
        if vector.features.isEmpty || named.features.isEmpty { return nil }
        guard vector.features.count == 1, named.features.count == 1 else {
            return (
                "\(link.what) go with vectors of one feature only",
                "give this vector and the one it \(link.verb) one feature each"
            )
        }
        // A length that was refused is 0.
        if vector.bits > 0, named.bits > 0, vector.bits != named.bits {
            return ("this vector and the one it \(link.verb) differ in length", "give both the same filterLength")
        }
        guard let second = features[vector.features[0]], let first = features[named.features[0]] else { return nil }
        guard second.name != first.name else {
            return link == .secondValue
                ? ("a feature cannot be its own second value", "add a feature for the second value, and name it here")
                : ("a feature cannot be a relative's and the record's own", "add a feature for the relative's value")
        }
        guard second.tokens == first.tokens, second.weight == first.weight, second.keyGroup == first.keyGroup else {
            return (
                "the feature differs in tokens, weight or key group from the one it \(link.verb)",
                "give both the same tokens and weight and one \"keyGroup\""
            )
        }
        // A first value and a second one may be made in different ways; a relative's value is the same value.
        guard link == .secondValue || second.normaliser == first.normaliser && second.variant == first.variant else {
            return (
                "the feature differs in normaliser or variant from the one it stands for",
                "give both the same role, normaliser and variant"
            )
        }
        return nil
    }
}

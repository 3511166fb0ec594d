// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Reads of which vector another one holds second values.
struct VariantReader {
    /// The schema's features; nil for what was refused.
    let features: [Feature?]
    let profile: Profile

    /// The vector's original; nil if it declares none or something about it was reported.
    func variantOf(_ index: Int, of layouts: [LinkageSchema.VectorLayout], nodes: [SchemaObject]) -> Int? {
        guard let node = nodes[index]["variantOf"] else { return nil }
        guard profile == .bloom else {
            nodes[index].refuse(["variantOf"], with: "the profile \(profile.rawValue)")
            return nil
        }
        guard let name = node.text() else { return nil }
        guard let original = layouts.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            let nearest = Spelling.nearest(to: name, among: layouts.map(\.name))
            node.report(
                .variantOf,
                "there is no vector of this name",
                remedy: nearest.map { "did you mean \"\($0)\"?" } ?? "name a vector of this schema"
            )
            return nil
        }
        guard nodes[original]["variantOf"] == nil else {
            node.report(
                .variantOf,
                "this is itself a vector of second values",
                remedy: "name the vector of the first values"
            )
            return nil
        }
        guard let difference = difference(layouts[index], layouts[original]) else { return original }
        node.report(.variantOf, difference.message, remedy: difference.remedy)
        return nil
    }

    /// Why second values could not be compared with first ones; nil if they can, or if a feature was reported.
    private func difference(
        _ variant: LinkageSchema.VectorLayout,
        _ original: LinkageSchema.VectorLayout
    ) -> (message: String, remedy: String)? {
        // A vector whose features were refused has none.
        if variant.features.isEmpty || original.features.isEmpty { return nil }
        guard variant.features.count == 1, original.features.count == 1 else {
            return (
                "second values go with vectors of one feature only",
                "give this vector and the one it is a variant of one feature each"
            )
        }
        // A length that was refused is 0.
        if variant.bits > 0, original.bits > 0, variant.bits != original.bits {
            return ("this vector and the one it is a variant of differ in length", "give both the same filterLength")
        }
        guard let second = features[variant.features[0]], let first = features[original.features[0]] else { return nil }
        guard second.name != first.name else {
            return ("a feature cannot be its own second value", "add a feature for the second value, and name it here")
        }
        guard second.tokens == first.tokens, second.weight == first.weight, second.keyGroup == first.keyGroup else {
            return (
                "the feature differs in tokens, weight or key group from the one it is a variant of",
                "give both the same tokens and weight and one \"keyGroup\""
            )
        }
        return nil
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Reads the vectors, and checks them against the features.
struct VectorReader {
    private let object: SchemaObject
    private let features: [FeatureReader]
    /// The length of every vector that declares none; 0 stands for a length that was refused.
    private let sharedBits: Int?
    private let profile: Profile

    private static let keys = ["name", "features", "filterLength", "variantOf", "relativeOf"]

    init(object: SchemaObject, profile: Profile, features: [FeatureReader]) {
        self.object = object
        self.profile = profile
        self.features = features
        sharedBits = object["filterLength"].map { $0.filterLength(of: profile) ?? 0 } ?? profile.majority?.bits
    }

    /// The vectors in the document's order; of what was refused, something else stands in them or nothing.
    func vectors() -> [LinkageSchema.VectorLayout] {
        let remedy = "write \"vectors\": \"record\" for one filter of all features"
        guard let node = object.required("vectors", remedy: remedy) else { return [] }
        let all = Array(features.indices)
        let layouts: [LinkageSchema.VectorLayout]
        switch node.value {
        case "record":
            layouts = [.init(name: profile == .bloom ? "clk" : "record", bits: commonBits(), features: all)]
        case "fields":
            let bits = commonBits()
            layouts = all.map { .init(name: features[$0].name ?? "", bits: bits, features: [$0]) }
        case _ where node.value.array != nil:
            layouts = declared(node)
        default:
            node.report(
                .type,
                "this names no vectors",
                remedy: "write \"record\", \"fields\", or a list of vectors in [ ]"
            )
            return []
        }
        checkWeights(layouts)
        return layouts
    }

    private func commonBits() -> Int {
        if sharedBits == nil { reportNoLength() }
        return sharedBits ?? 0
    }

    private func declared(_ node: SchemaNode) -> [LinkageSchema.VectorLayout] {
        guard let nodes = node.elements(SchemaLimits.vectors, of: "vectors") else { return [] }
        let vectors = nodes.compactMap { $0.object(keys: Self.keys) }
        var names: Set<String> = []
        var areFeaturesKnown = vectors.count == nodes.count
        var layouts = vectors.map { vector in
            let nameNode = vector.required("name", remedy: "write \"name\": with a name for the vector")
            let name = nameNode?.name()
            if let name, !names.insert(name).inserted {
                nameNode?.report(
                    .duplicateName,
                    "another vector has this name",
                    remedy: "give each vector a name of its own"
                )
            }
            let bits = vector["filterLength"].map { $0.filterLength(of: profile) ?? 0 } ?? sharedBits ?? 0
            let members = members(of: vector)
            if members == nil { areFeaturesKnown = false }
            return LinkageSchema.VectorLayout(name: name ?? "", bits: bits, features: members ?? [])
        }
        if sharedBits == nil, vectors.contains(where: { $0["filterLength"] == nil }) { reportNoLength() }
        if areFeaturesKnown { checkEveryFeatureIsUsed(layouts) }
        let counterparts = CounterpartReader(features: features.map(\.feature), profile: profile)
        for index in vectors.indices {
            layouts[index].variantOf = counterparts.variantOf(index, of: layouts, nodes: vectors)
            layouts[index].relativeOf = counterparts.relativeOf(index, of: layouts, nodes: vectors)
        }
        return layouts
    }

    /// The features that a vector names; nil if something about them was reported.
    private func members(of vector: SchemaObject) -> [Int]? {
        let remedy = "write \"features\": with the names of the features in this vector"
        let nodes = vector.required("features", remedy: remedy)?.elements(1...Int.max, of: "features")
        guard let nodes else { return nil }
        var members: [Int] = []
        for node in nodes {
            guard let name = node.text() else { continue }
            guard let index = features.firstIndex(where: { $0.name?.utf8.elementsEqual(name.utf8) == true }) else {
                let nearest = Spelling.nearest(to: name, among: features.compactMap(\.name))
                node.report(
                    .unknownFeature,
                    "there is no feature of this name",
                    remedy: nearest.map { "did you mean \"\($0)\"?" } ?? "name a feature of this schema"
                )
                continue
            }
            guard !members.contains(index) else {
                node.report(.repeatedFeature, "the vector names this feature twice", remedy: "name it once")
                continue
            }
            members.append(index)
        }
        return members.count == nodes.count ? members : nil
    }

    private func reportNoLength() {
        object.reportMissing("filterLength", remedy: "write \"filterLength\": 1024")
    }

    private func checkEveryFeatureIsUsed(_ layouts: [LinkageSchema.VectorLayout]) {
        let used = Set(layouts.flatMap(\.features).map { features[$0].name })
        for feature in features where !used.contains(feature.name) {
            feature.nameNode?.report(
                .unusedFeature,
                "no vector names this feature",
                remedy: "add it to a vector, or remove the feature"
            )
        }
    }

    private func checkWeights(_ layouts: [LinkageSchema.VectorLayout]) {
        for (index, feature) in features.enumerated() {
            let lengths = layouts.filter { $0.bits > 0 && $0.features.contains(index) }.map(\.bits)
            guard let weight = feature.feature?.weight, let length = lengths.min() else { continue }
            switch weight {
            case .bitsPerToken(let bits) where bits > length, .bitsPerFeature(let bits) where bits > length:
                feature.weightNode?.report(
                    .weightAboveLength,
                    "the feature sets more positions than a filter with \(length) bits has",
                    remedy: "write a smaller number, or a longer filterLength"
                )
            default: break
            }
        }
    }
}

extension SchemaNode {
    /// l of a filter.
    fileprivate func filterLength(of profile: Profile) -> Int? {
        guard let length = integer(in: SchemaLimits.filterLength) else { return nil }
        if let bits = profile.majority?.bits {
            if length == bits { return length }
            report(
                .profile,
                "the profile \(profile.rawValue) has vectors of another length",
                remedy: "write \(bits), or remove the key"
            )
            return nil
        }
        guard length.isMultiple(of: SchemaLimits.filterStep) else {
            report(
                .range,
                "the length is no multiple of \(SchemaLimits.filterStep)",
                remedy: "write \(length / SchemaLimits.filterStep * SchemaLimits.filterStep), or another multiple"
            )
            return nil
        }
        return length
    }
}

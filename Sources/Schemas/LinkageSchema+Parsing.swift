// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import JSONText

extension LinkageSchema {
    /// Reads a linkage schema: JSON with comments, by `Specs/linkage-schema.md` §§1–2.
    ///
    /// Finds every error in one pass; the one thrown is the document's first and carries the others.
    /// - Parameters:
    ///   - bytes: The whole document.
    ///   - file: Its path, for errors.
    package static func parse(_ bytes: [UInt8], file: String? = nil) throws(SchemaError) -> LinkageSchema {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, allowingComments: true, file: file)
        } catch {
            throw SchemaError(error)
        }
        let problems = SchemaProblems(file: file)
        guard document.members != nil else {
            throw SchemaError(
                .type,
                "this is \(document.kindName)",
                remedy: "a linkage schema is an object in { }; begin with the starting schema",
                position: FaultPosition(
                    file: file,
                    line: document.position?.line,
                    lineColumn: document.position?.column
                )
            )
        }
        let root = SchemaObject(node: SchemaNode(value: document, path: "", problems: problems))
        root.reportUnknownKeys(known: SchemaReader.keys)
        let schema = SchemaReader(object: root).schema()
        if let summary = problems.summary { throw summary }
        return schema
    }
}

/// Reads the document's outermost object.
private struct SchemaReader {
    private static let version = "linkage-schema/1"

    static let keys = [
        "tessera", "name", "description", "reading", "profile", "hash", "filterLength", "flipsPerThousand", "features",
        "vectors",
    ]

    let object: SchemaObject

    /// The schema; of what was reported, something else stands in it or nothing.
    func schema() -> LinkageSchema {
        readVersion()
        let profile = object["profile"]?.choice(of: "profile", Profile.self) ?? .bloom
        checkHash(of: profile)
        let flips = readFlips(profile)
        _ = object["description"]?.text()
        let name = object.required("name", remedy: "write \"name\": with a name for this schema")?.text()
        let reading = object["reading"].flatMap(ReadingReader.init)?.reading()
        let features = readFeatures(profile)
        let vectors = VectorReader(object: object, profile: profile, features: features).vectors()
        checkKeyGroups(of: features, profile)
        return LinkageSchema(
            name: name ?? "",
            reading: reading ?? .init(recordID: nil),
            profile: profile,
            flipsPerThousand: flips,
            features: features.compactMap(\.feature),
            vectors: vectors
        )
    }

    private func readVersion() {
        let remedy = "write \"tessera\": \"\(Self.version)\""
        guard let node = object.required("tessera", remedy: remedy), let text = node.text() else { return }
        guard text.utf8.elementsEqual(Self.version.utf8) else {
            node.report(.version, "this version of the linkage schema is not known", remedy: remedy)
            return
        }
    }

    private func checkHash(of profile: Profile) {
        guard let node = object["hash"], let hash = node.choice(of: "hash", SchemaHash.self), hash != profile.hash
        else { return }
        node.report(
            .profile,
            "the profile \(profile.rawValue) is made with another hash",
            remedy: "write \"\(profile.hash.rawValue)\", or remove the key"
        )
    }

    private func readFlips(_ profile: Profile) -> Int {
        guard profile == .bloom else {
            object.refuse(["flipsPerThousand"], with: "the profile \(profile.rawValue)")
            return 0
        }
        return object["flipsPerThousand"]?.integer(in: SchemaLimits.flipsPerThousand) ?? 0
    }

    private func readFeatures(_ profile: Profile) -> [FeatureReader] {
        let remedy = "write \"features\": [ ] with one { } for each field"
        guard
            let nodes = object.required("features", remedy: remedy)?.elements(SchemaLimits.features, of: "features")
        else { return [] }
        let features = nodes.map { FeatureReader($0, profile: profile) }
        var names: Set<String> = []
        for feature in features {
            guard let name = feature.name, !names.insert(name).inserted else { continue }
            feature.nameNode?.report(
                .duplicateName,
                "another feature has this name",
                remedy: "give each feature a name of its own"
            )
        }
        return features
    }

    private func checkKeyGroups(of features: [FeatureReader], _ profile: Profile) {
        var firstOfGroup: [String: Feature] = [:]
        for reader in features {
            guard let feature = reader.feature else { continue }
            guard let first = firstOfGroup[feature.keyGroup] else {
                firstOfGroup[feature.keyGroup] = feature
                continue
            }
            let names: Set<Normaliser> = [.givenName, .familyName]
            let areNormalisersAlike =
                first.normaliser == feature.normaliser || names.isSuperset(of: [first.normaliser, feature.normaliser])
            // Containment shows in Bloom filters only: majorities are compared as wholes, of tokens cut alike.
            let areTokensAlike =
                profile == .bloom
                ? first.tokens.unpadded == feature.tokens.unpadded : first.tokens == feature.tokens
            let areAlike = areTokensAlike && first.weight == feature.weight && areNormalisersAlike
            // Features of the same name were reported for that.
            if areAlike || first.name == feature.name { continue }
            (reader.keyGroupNode ?? reader.nameNode)?.report(
                .keyGroup,
                "the features of this key group differ in tokens, weight or normaliser",
                remedy: "give them the same tokens and weight, or each a key group of its own"
            )
        }
    }
}

extension Tokeniser {
    /// The same without what it says about padding.
    fileprivate var unpadded: Tokeniser {
        guard case .qgrams(var grams) = self else { return self }
        grams.padding = .none
        return .qgrams(grams)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Reads a document of version 3, or one that was converted to it.
struct SchemaReader {
    private enum Derivation: String, CaseIterable { case hkdf = "HKDF" }

    let root: DocumentNode
    /// The version that the document names.
    let version: Int

    func schema() throws(ClkhashError) -> ClkhashSchema {
        let config = try root.required("clkConfig")
        let filterLength = try config.required("l").integer(atLeast: 1)
        _ = try config["xorFolds"]?.integer(atLeast: 0)
        let derivation = try Self.keyDerivation(config.required("kdf"))
        var features: [ClkhashSchema.Feature] = []
        for node in try root.required("features").elements() { features.append(try feature(node)) }
        return ClkhashSchema(
            version: version,
            filterLength: filterLength,
            folds: Self.folds(config["xor_folds"]) ?? 0,
            keyDerivation: derivation,
            features: features
        )
    }

    /// How often the filter is folded; nil if clkhash can't encode with that.
    static func folds(_ node: DocumentNode?) -> Int? {
        switch node?.value.kind {
        case nil: 0
        case .integer(let folds) where folds >= 0: Int(folds)
        // Python counts with truth values.
        case .bool(let folds): folds ? 1 : 0
        default: nil
        }
    }

    /// The same in all versions.
    static func keyDerivation(_ node: DocumentNode) throws(ClkhashError) -> ClkhashSchema.KeyDerivation {
        _ = try node.required("type").choice(of: Derivation.self)
        return ClkhashSchema.KeyDerivation(
            hash: try node["hash"]?.choice(of: ClkhashSchema.KeyDerivation.Hash.self) ?? .sha256,
            salt: try node["salt"].map(decoded) ?? [],
            info: try node["info"].map(decoded) ?? [],
            keySize: try node["keySize"]?.integer(atLeast: 1) ?? 64
        )
    }

    private static func decoded(_ node: DocumentNode) throws(ClkhashError) -> [UInt8] {
        guard let bytes = PythonBase64.bytes(try node.text()) else {
            throw node.fault(.base64, "this is no base64", remedy: "copy the text again, to its last character")
        }
        return bytes
    }

    private func feature(_ node: DocumentNode) throws(ClkhashError) -> ClkhashSchema.Feature {
        let identifier = try node.required("identifier").text()
        _ = try node["description"]?.text()
        let isIgnored = try node["ignored"]?.flag() ?? false
        if isIgnored, node["format"] == nil, node["hashing"] == nil {
            try node.refuseKeys(except: ["identifier", "ignored", "description"])
            return ClkhashSchema.Feature(identifier: identifier, hashing: nil)
        }
        let formatNode = try node.required("format")
        let format = try FormatReader(node: formatNode).format()
        let reader = HashingReader(node: try node.required("hashing"), isEncoded: !isIgnored)
        let hashing = try reader.hashing(format: format)
        if isIgnored { return ClkhashSchema.Feature(identifier: identifier, hashing: nil) }
        try checkPattern(formatNode["pattern"])
        return ClkhashSchema.Feature(identifier: identifier, hashing: hashing)
    }

    private func checkPattern(_ node: DocumentNode?) throws(ClkhashError) {
        guard let node else { return }
        let pattern = try node.text()
        do throws(PatternFault) {
            _ = try PatternParser.parse(pattern)
        } catch {
            throw node.fault(
                .pattern,
                "the pattern is no regular expression of Python's: \(error.reason)",
                remedy: "correct the pattern"
            )
        }
    }
}

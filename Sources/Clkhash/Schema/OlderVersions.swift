// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// What versions 1 and 2 ask of a document, and what becomes of it in version 3, which it has to obey too.
struct OlderVersions {
    let version: Int
    let root: DocumentNode

    /// Checks the document by the rules of its version, and converts it; positions stay those of the document.
    func converted() throws(ClkhashError) -> JSONValue {
        let config = try root.required("clkConfig")
        _ = try config.required("l").integer(atLeast: 1)
        _ = try config["xorFolds"]?.integer(atLeast: 0)
        _ = try SchemaReader.keyDerivation(config.required("kdf"))
        if version == 1 {
            _ = try config.required("k").integer(atLeast: 1)
            _ = try HashingReader.hashKind(config.required("hash"))
        }
        var features: [JSONValue] = []
        for node in try root.required("features").elements() { features.append(try converted(node, config: config)) }
        var document = root.value
        document.set("features", to: JSONValue(.array(features), at: root["features"]?.value.position))
        if version == 1 {
            var kept = config.value
            kept.keep(["l", "kdf", "xor_folds"])
            document.keep(["features"])
            document.set("clkConfig", to: kept)
        }
        return document
    }

    private func converted(_ node: DocumentNode, config: DocumentNode) throws(ClkhashError) -> JSONValue {
        let isIgnored = try node["ignored"]?.flag() ?? false
        guard isIgnored else {
            try check(node)
            return try version == 1 ? convertedFromFirst(node, config: config) : convertedFromSecond(node)
        }
        guard (try? check(node)) == nil else {
            throw node.fault(
                .ignored,
                "the feature is ignored and has a configuration, which this version does not take",
                remedy: "remove ignored, or format and hashing"
            )
        }
        return node.value
    }

    /// Checks a feature that is not ignored.
    private func check(_ node: DocumentNode) throws(ClkhashError) {
        _ = try node.required("identifier").text()
        _ = try node["description"]?.text()
        _ = try FormatReader(node: node.required("format")).format()
        let hashing = try node.required("hashing")
        _ = try hashing.required("ngram").integer(atLeast: version == 1 ? 0 : 1)
        _ = try hashing["positional"]?.flag()
        _ = try hashing["missingValue"].map(HashingReader.missing)
        if version == 1 {
            if let weight = hashing["weight"], try weight.number() < 0 {
                throw weight.fault(.range, "the weight is negative", remedy: "write 0 or more")
            }
            return
        }
        try hashing.refuseKeys(except: ["hash", "strategy", "ngram", "positional", "missingValue"])
        _ = try hashing["hash"].map(HashingReader.hashKind)
        let strategy = try hashing.required("strategy")
        try strategy.checkObject()
        guard (strategy["k"] == nil) != (strategy["numBits"] == nil) else {
            throw strategy.fault(
                .strategy,
                "one of k and numBits must stand here, and not both",
                remedy: "write one of the two"
            )
        }
    }

    private func convertedFromFirst(_ node: DocumentNode, config: DocumentNode) throws(ClkhashError) -> JSONValue {
        let hashing = try node.required("hashing")
        if let weight = hashing["weight"], try weight.number() == 0 {
            return .object([
                ("identifier", try node.required("identifier").value), ("ignored", true),
            ])
        }
        var converted = hashing.value
        converted.set("weight", to: nil)
        converted.set("hash", to: try config.required("hash").value)
        let count = try bitsPerToken(weight: hashing["weight"], k: config.required("k"))
        let position = (hashing["weight"] ?? hashing).value.position
        let strategy = [JSONMember(key: "bitsPerToken", value: JSONValue(.integer(count), at: position))]
        converted.set("strategy", to: JSONValue(.object(strategy), at: position))
        return feature(node.value, hashing: converted)
    }

    /// The weight times k, rounded half to even; by way of doubles if the weight has a fraction.
    private func bitsPerToken(weight: DocumentNode?, k: DocumentNode) throws(ClkhashError) -> Int64 {
        let count: Int64?
        let k = Int64(try k.integer(atLeast: 1))
        switch weight?.value.kind {
        case nil: count = k
        case .integer(let weight):
            let product = weight.multipliedReportingOverflow(by: k)
            count = product.overflow ? nil : product.partialValue
        default:
            count = Int64(exactly: ((try weight?.number() ?? 1) * Double(k)).rounded(.toNearestOrEven))
        }
        if let count { return count }
        throw (weight ?? root).fault(.limit, "weight times k does not fit 64 bits", remedy: "write a smaller number")
    }

    private func convertedFromSecond(_ node: DocumentNode) throws(ClkhashError) -> JSONValue {
        var converted = try node.required("hashing").value
        if var strategy = converted["strategy"] {
            if let k = strategy["k"] {
                strategy.set("bitsPerToken", to: k)
            } else {
                strategy.set("bitsPerFeature", to: strategy["numBits"])
                strategy.set("numBits", to: nil)
            }
            strategy.set("k", to: nil)
            converted.set("strategy", to: strategy)
        }
        return feature(node.value, hashing: converted)
    }

    /// A feature with its n-grams as version 3 says them.
    private func feature(_ feature: JSONValue, hashing: JSONValue) -> JSONValue {
        var members = [
            JSONMember(key: "type", value: "ngram"),
            JSONMember(key: "positional", value: hashing["positional"] ?? false),
        ]
        if let n = hashing["ngram"] { members.append(JSONMember(key: "n", value: n)) }
        var converted = hashing
        converted.set("comparison", to: JSONValue(.object(members), at: hashing.position))
        converted.set("ngram", to: nil)
        converted.set("positional", to: nil)
        var feature = feature
        feature.set("hashing", to: converted)
        return feature
    }
}

extension JSONValue {
    /// Replaces the value of an object's key, adds the key or, by nil, removes it.
    fileprivate mutating func set(_ key: String, to value: JSONValue?) {
        guard var members else { return }
        members.removeAll { $0.key.utf8.elementsEqual(key.utf8) }
        if let value { members.append(JSONMember(key: key, value: value)) }
        self = JSONValue(.object(members), at: position)
    }

    /// Removes every other key.
    fileprivate mutating func keep(_ keys: [String]) {
        guard var members else { return }
        members.removeAll { member in !keys.contains { $0.utf8.elementsEqual(member.key.utf8) } }
        self = JSONValue(.object(members), at: position)
    }
}

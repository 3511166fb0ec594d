// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Reads how a column is compared and hashed, by version 3.
struct HashingReader {
    private enum ComparisonKind: String, CaseIterable { case ngram, exact, numeric }
    enum HashKind: String, CaseIterable { case doubleHash, blakeHash }

    let node: DocumentNode
    /// Whether what clkhash's code refuses is refused, beyond the rules of the document; not for an ignored column.
    let isEncoded: Bool

    func hashing(format: ClkhashSchema.Format) throws(ClkhashError) -> ClkhashSchema.Hashing {
        try node.checkObject()
        try node.refuseKeys(except: ["comparison", "strategy", "hash", "missingValue"])
        return ClkhashSchema.Hashing(
            format: format,
            comparison: try comparison(node.required("comparison")),
            strategy: try strategy(node.required("strategy")),
            hash: try node["hash"].map(hash) ?? .blake,
            missing: try node["missingValue"].map(Self.missing)
        )
    }

    private func comparison(_ node: DocumentNode) throws(ClkhashError) -> ClkhashSchema.Comparison {
        switch try node.required("type").choice(of: ComparisonKind.self) {
        case .exact: return .exact
        case .ngram:
            let n = try node.required("n").integer(atLeast: 1)
            return .ngram(n: n, isPositional: try node["positional"]?.flag() ?? false)
        case .numeric:
            let threshold = try node.required("thresholdDistance")
            guard try threshold.number() > 0 else {
                throw threshold.fault(.range, "the distance is not positive", remedy: "write a number above 0")
            }
            let precision = try node["fractional_precision"]?.integer(atLeast: 0) ?? 0
            return .numeric(
                ClkhashSchema.Numeric(
                    distance: isEncoded ? try distance(threshold, precision: precision) : "1",
                    resolution: try node.required("resolution").integer(atLeast: 1),
                    fractionalPrecision: precision
                )
            )
        }
    }

    /// D: the threshold distance times 10^p, rounded half to even; by way of doubles if it has a fraction.
    private func distance(_ threshold: DocumentNode, precision: Int) throws(ClkhashError) -> String {
        // Python holds no such double, and writes no such integer.
        guard precision <= 308 else {
            throw threshold.fault(.limit, "fractional_precision is more than 308", remedy: "write a smaller one")
        }
        if case .integer(let whole) = threshold.value.kind {
            return DecimalInteger(whole).times(powerOfTen: precision).text
        }
        let product = try threshold.number() * (Double("1e\(precision)") ?? .infinity)
        guard product.isFinite else {
            throw threshold.fault(.range, "the distance is too large", remedy: "write a smaller number")
        }
        let distance = DecimalInteger(truncating: product.rounded(.toNearestOrEven))
        guard distance > .zero else {
            throw threshold.fault(
                .precision,
                "the distance is 0 at this precision",
                remedy: "make fractional_precision larger, which is 0 if it is not there"
            )
        }
        return distance.text
    }

    private func strategy(_ node: DocumentNode) throws(ClkhashError) -> ClkhashSchema.Strategy {
        try node.checkObject()
        try node.refuseKeys(except: ["bitsPerToken", "bitsPerFeature"])
        switch (node["bitsPerToken"], node["bitsPerFeature"]) {
        case (let token?, nil): return .bitsPerToken(try token.integer(atLeast: 1))
        case (nil, let feature?): return .bitsPerFeature(try feature.integer(atLeast: 1))
        default:
            throw node.fault(
                .strategy,
                "one of bitsPerToken and bitsPerFeature must stand here, and not both",
                remedy: "write one of the two"
            )
        }
    }

    private func hash(_ node: DocumentNode) throws(ClkhashError) -> ClkhashSchema.Hash {
        let kind = try Self.hashKind(node)
        let singularity = node["prevent_singularity"]
        if kind == .doubleHash { return .double(preventsSingularity: singularity?.value.bool ?? false) }
        // To Python null is the same as no key.
        if isEncoded, let singularity, !singularity.value.isNull {
            throw singularity.fault(
                .singularity,
                "clkhash takes prevent_singularity with doubleHash only, even if it is false",
                remedy: "remove the key"
            )
        }
        return .blake
    }

    /// What all versions ask of a hash.
    static func hashKind(_ node: DocumentNode) throws(ClkhashError) -> HashKind {
        let kind = try node.required("type").choice(of: HashKind.self)
        if kind == .doubleHash { _ = try node["prevent_singularity"]?.flag() }
        return kind
    }

    /// The same in all versions.
    static func missing(_ node: DocumentNode) throws(ClkhashError) -> ClkhashSchema.Missing {
        ClkhashSchema.Missing(
            sentinel: try node.required("sentinel").text(),
            replacement: try node["replaceWith"]?.text()
        )
    }
}

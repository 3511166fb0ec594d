// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import JSONText

/// What clkhash takes in a document, and then fails with at the first value; and what this program does not do.
struct EncodabilityCheck {
    let schema: ClkhashSchema
    /// The document in version 3.
    let root: DocumentNode

    func check() throws(ClkhashError) {
        let config = try root.required("clkConfig")
        try checkInteger(config.required("l"))
        if let folds = config["xor_folds"], SchemaReader.folds(folds) == nil {
            throw folds.fault(
                .unusable,
                "clkhash can't fold a filter this often",
                remedy: "write an integer, 0 or more"
            )
        }
        let derivation = try config.required("kdf")
        try checkInteger(derivation["keySize"])
        let features = try root.required("features")
        try checkKeys(features)
        for (feature, node) in zip(schema.features, try features.elements()) {
            guard let hashing = feature.hashing else { continue }
            try check(hashing, node: node, config: config)
        }
    }

    /// Counts the keys that HKDF (RFC 5869 §2.3) has to give.
    private func checkKeys(_ features: DocumentNode) throws(ClkhashError) {
        guard !schema.features.isEmpty else {
            throw features.fault(.unusable, "the schema has no features", remedy: "describe the columns")
        }
        let derivation = schema.keyDerivation
        let columns = 255 * (derivation.hash == .sha256 ? 32 : 64) / 2 / derivation.keySize
        guard schema.features.count <= columns else {
            throw features.fault(
                .unusable,
                "the schema has \(schema.features.count) features, and there are keys for \(columns)",
                remedy: "leave columns out, make keySize smaller, or derive keys with SHA512"
            )
        }
    }

    private func check(
        _ hashing: ClkhashSchema.Hashing,
        node: DocumentNode,
        config: DocumentNode
    ) throws(ClkhashError) {
        let comparison = try node.required("hashing").required("comparison")
        if hashing.hash == .blake { try checkBlake(config) }
        switch hashing.comparison {
        case .exact: break
        case .ngram: try checkInteger(comparison["n"])
        case .numeric(let numeric):
            try checkInteger(comparison["resolution"])
            if let precision = comparison["fractional_precision"], numeric.fractionalPrecision > 0 {
                try checkInteger(precision, kind: .unsupported, "clkhash makes tokens with a point of this number")
            }
        }
        let format = try node.required("format")
        switch hashing.format {
        case .string(_, .pattern(let pattern)):
            guard let node = format["pattern"] else { break }
            do throws(PatternFault) {
                _ = try PatternMatcher(pattern)
            } catch {
                throw node.fault(.unsupported, "the pattern \(error.reason)", remedy: "say it without")
            }
        case .date(let text):
            guard let node = format["format"], DateFormat(text) == nil else { break }
            throw node.fault(
                .unsupported,
                "the date's format has a directive that is not supported",
                remedy: "use only %Y %y %m %d %j %b %B %H %M %S %f %p %a %A %%, each at most once"
            )
        case .string, .integer, .choice: break
        }
    }

    private func checkBlake(_ config: DocumentNode) throws(ClkhashError) {
        // Folding halves the length, so it is a power of two before if it is one after.
        guard schema.filterLength.nonzeroBitCount == 1 else {
            throw try config.required("l").fault(
                .unusable,
                "blakeHash needs a filter whose length is a power of two",
                remedy: "choose such an l, or doubleHash"
            )
        }
        if schema.keyDerivation.keySize > BlakePositions.maxKeyBytes, let node = config["kdf"]?["keySize"] {
            throw node.fault(.unusable, "blakeHash takes keys of 64 bytes at most", remedy: "write 64 or less")
        }
    }

    /// Refuses an integer that is written with a point or an exponent.
    private func checkInteger(
        _ node: DocumentNode?,
        kind: ClkhashError.Code = .unusable,
        _ message: String = "clkhash can't work with an integer that has a point or an exponent"
    ) throws(ClkhashError) {
        guard let node, node.value.integer == nil else { return }
        throw node.fault(kind, message, remedy: "write its digits only")
    }
}

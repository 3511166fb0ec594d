// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Finds what a schema says and clkhash does not do, and what weakens its encodings.
struct SchemaTraps {
    /// Bytes of salt below which different projects may have the same keys.
    private static let enoughSalt = 16

    let schema: ClkhashSchema
    /// The document as it is, and in version 3.
    let written: DocumentNode
    let current: DocumentNode

    func warnings() -> [ClkhashWarning] {
        [lengthWarning, foldsWarning, saltWarning].compactMap { $0 } + sentinelWarnings
            + [doubleHashWarning].compactMap { $0 } + [.plainEncodings]
    }

    private func warning(_ name: String, _ message: String, remedy: String, at node: DocumentNode?) -> ClkhashWarning {
        let path = node?.path ?? ""
        return ClkhashWarning(
            "clkhash.warning.\(name)",
            "\(path): \(message)",
            remedy: remedy,
            position: node?.position(node?.value.position, path: path)
        )
    }

    private var lengthWarning: ClkhashWarning? {
        guard !schema.filterLength.isMultiple(of: 64) else { return nil }
        return warning(
            "length",
            "encodings of \(schema.filterLength) bits can't be linked by Tessera, which takes multiples of 64",
            remedy: "agree on an l such as 1024, unless another program links",
            at: written["clkConfig"]?["l"]
        )
    }

    private var foldsWarning: ClkhashWarning? {
        guard let node = written["clkConfig"]?["xorFolds"], node.value.number != Double(schema.folds) else {
            return nil
        }
        return warning(
            "xorFolds",
            "clkhash documents this key and does not read it: the encodings are folded \(schema.folds) times",
            remedy: "remove it; to fold, agree with the other agencies on xor_folds",
            at: node
        )
    }

    private var saltWarning: ClkhashWarning? {
        let count = schema.keyDerivation.salt.count
        guard count < Self.enoughSalt else { return nil }
        let derivation = written["clkConfig"]?["kdf"]
        return warning(
            "salt",
            "the salt has \(count) bytes once it is decoded, so other projects with this secret may have the same keys",
            remedy: "agree on a salt of \(Self.enoughSalt) random bytes or more, in base64",
            at: derivation?["salt"] ?? derivation
        )
    }

    /// The features that are encoded, with their place in the document.
    private var hashings: [(hashing: ClkhashSchema.Hashing, node: DocumentNode?)] {
        let nodes = (try? current["features"]?.elements()) ?? []
        return zip(schema.features, nodes).compactMap { feature, node in
            feature.hashing.map { ($0, node["hashing"]) }
        }
    }

    private var sentinelWarnings: [ClkhashWarning] {
        hashings.compactMap { hashing, node in
            guard let missing = hashing.missing, !missing.sentinel.isEmpty, missing.replacement == nil else {
                return nil
            }
            return warning(
                "sentinel",
                "records without a value resemble each other: clkhash encodes the sentinel as if it were the value",
                remedy: "add \"replaceWith\": \"\"",
                at: node?["missingValue"]
            )
        }
    }

    private var doubleHashWarning: ClkhashWarning? {
        let doubled = hashings.filter { if case .double = $0.hashing.hash { true } else { false } }
        guard let first = doubled.first else { return nil }
        let others = doubled.count - 1
        return warning(
            "doubleHash",
            "doubleHash is easier to attack than blakeHash"
                + (others > 0 ? "; \(others) other features have it as well" : ""),
            remedy: "agree on blakeHash with the other agencies",
            at: first.node?["hash"]
        )
    }
}

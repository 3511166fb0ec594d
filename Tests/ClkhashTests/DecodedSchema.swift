// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import JSONText
import Testing

/// Schema documents known to be right, taken apart without any check.
extension ClkhashSchema {
    init(trusted document: JSONValue) throws {
        let config = try #require(document["clkConfig"])
        let kdf = try #require(config["kdf"])
        let version = Int(try #require(document["version"]?.integer))
        let features = try #require(document["features"]?.array).map { try Feature(trusted: $0, config: config) }
        self.init(
            version: version,
            filterLength: Int(try #require(config["l"]?.integer)),
            folds: Int(config["xor_folds"]?.integer ?? 0),
            keyDerivation: KeyDerivation(
                hash: kdf["hash"]?.string == "SHA512" ? .sha512 : .sha256,
                salt: Base64.bytes(kdf["salt"]?.string ?? ""),
                info: Base64.bytes(kdf["info"]?.string ?? ""),
                keySize: Int(kdf["keySize"]?.integer ?? 64)
            ),
            features: features
        )
    }
}

extension ClkhashSchema.Feature {
    init(trusted feature: JSONValue, config: JSONValue) throws {
        let identifier = try #require(feature["identifier"]?.string)
        if feature["ignored"]?.bool == true {
            self.init(identifier: identifier, hashing: nil)
        } else {
            let hashing = try #require(feature["hashing"])
            let missing = hashing["missingValue"]
            self.init(
                identifier: identifier,
                hashing: ClkhashSchema.Hashing(
                    format: try ClkhashSchema.Format(trusted: #require(feature["format"])),
                    comparison: try ClkhashSchema.Comparison(trusted: hashing["comparison"] ?? hashing),
                    strategy: try ClkhashSchema.Strategy(trusted: hashing, config: config),
                    hash: ClkhashSchema.Hash(trusted: hashing["hash"] ?? config["hash"]),
                    missing: try missing.map {
                        ClkhashSchema.Missing(
                            sentinel: try #require($0["sentinel"]?.string),
                            replacement: $0["replaceWith"]?.string
                        )
                    }
                )
            )
        }
    }
}

extension ClkhashSchema.Format {
    init(trusted format: JSONValue) throws {
        switch format["type"]?.string {
        case "string":
            let encoding = ClkhashSchema.TextEncoding(rawValue: format["encoding"]?.string ?? "utf-8")
            let shape = ClkhashSchema.TextRule.shape(letterCase: .mixed, minimumLength: nil, maximumLength: nil)
            self = .string(try #require(encoding), shape)
        case "integer": self = .integer(minimum: nil, maximum: nil)
        case "date": self = .date(format: try #require(format["format"]?.string))
        default: self = .choice(try #require(format["values"]?.array).map { try #require($0.string) })
        }
    }
}

extension ClkhashSchema.Comparison {
    init(trusted comparison: JSONValue) throws {
        switch comparison["type"]?.string {
        case "exact": self = .exact
        case "numeric":
            let precision = Int(comparison["fractional_precision"]?.integer ?? 0)
            let threshold = try #require(comparison["thresholdDistance"]?.number)
            let distance = (0..<precision).reduce(threshold) { distance, _ in distance * 10 }
            self = .numeric(
                ClkhashSchema.Numeric(
                    distance: String(Int(distance.rounded(.toNearestOrEven))),
                    resolution: Int(try #require(comparison["resolution"]?.integer)),
                    fractionalPrecision: precision
                )
            )
        default:
            let n = try #require((comparison["n"] ?? comparison["ngram"])?.integer)
            self = .ngram(n: Int(n), isPositional: comparison["positional"]?.bool ?? false)
        }
    }
}

extension ClkhashSchema.Strategy {
    init(trusted hashing: JSONValue, config: JSONValue) throws {
        guard let strategy = hashing["strategy"] else {
            // Version 1: a weight times the k of all features.
            let k = try #require(config["k"]?.number) * (hashing["weight"]?.number ?? 1)
            self = .bitsPerToken(Int(k.rounded(.toNearestOrEven)))
            return
        }
        if let k = (strategy["bitsPerToken"] ?? strategy["k"])?.integer {
            self = .bitsPerToken(Int(k))
        } else {
            self = .bitsPerFeature(Int(try #require((strategy["bitsPerFeature"] ?? strategy["numBits"])?.integer)))
        }
    }
}

extension ClkhashSchema.Hash {
    init(trusted hash: JSONValue?) {
        let isDouble = hash?["type"]?.string == "doubleHash"
        self = isDouble ? .double(preventsSingularity: hash?["prevent_singularity"]?.bool ?? false) : .blake
    }
}

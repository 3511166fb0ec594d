// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Encoding
internal import Exchange
internal import JSONText
internal import Sealing
internal import Terminal

/// What an encoding run did, for people and for scripts.
struct EncodeSummary {
    let output: String
    let rows: EncodingSummary
    let header: EncodingHeader
    /// SHA-256 of the sealed file.
    let digest: [UInt8]
    let meanPopcounts: [(name: String, mean: Double)]

    var hasRejects: Bool { rows.rejected > 0 }

    var lines: [String] {
        var lines = [
            "\(output): \(Quantities.grouped(rows.rowsIn)) rows in = \(Quantities.grouped(rows.encoded)) encoded + "
                + "\(Quantities.grouped(rows.rejected)) rejected + \(Quantities.grouped(rows.blank)) blank"
        ]
        for (rule, count) in rows.rejectedByRule.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("  rejected \(Quantities.grouped(count)): \(rule.rawValue)")
        }
        for feature in rows.features where !feature.missing.isEmpty {
            let rules = feature.missing.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { "\($0.key.rawValue) \(Quantities.grouped($0.value))" }
            lines.append("  \(feature.name) missing: \(rules.joined(separator: ", "))")
        }
        lines.append("send \(output); keep \(output).rowmap")
        return lines
    }

    var json: JSONValue {
        [
            "output": .string(output), "sha256": .string(Hex.encode(digest)),
            "rowsIn": .integer(rows.rowsIn), "encoded": .integer(rows.encoded), "rejected": .integer(rows.rejected),
            "blank": .integer(rows.blank),
            "rejectedByRule": rows.rejectedByRule.jsonValue,
            "features": .array(
                rows.features.map { feature in
                    [
                        "name": .string(feature.name), "present": .integer(feature.present),
                        "missing": feature.missing.jsonValue,
                    ]
                }
            ),
            "vectors": .array(meanPopcounts.map { ["name": .string($0.name), "meanPopcount": .number($0.mean)] }),
        ]
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys
package import Schemas

/// Sixteen invented persons encoded, by which parties see that they turn the same person into the same bits.
package enum CanaryRows {
    /// The digest of the canary rows, 32 bytes (`Specs/encodings.md` §3).
    package static func digest(schema: LinkageSchema, keys: SchemaKeys) throws(EncodingError) -> [UInt8] {
        keys.canaryDigest(rows: try rows(schema: schema, keys: keys))
    }

    /// The canary rows, one after the other.
    package static func rows(schema: LinkageSchema, keys: SchemaKeys) throws(EncodingError) -> [UInt8] {
        // What belongs to one agency's table, rejects rows, or differs from run to run has no part in them.
        var plain = schema
        plain.flipsPerThousand = 0
        for index in plain.features.indices {
            plain.features[index].dateFormats = ["yyyy-MM-dd"]
            plain.features[index].values = [:]
            plain.features[index].isRequired = false
        }
        let encoder = try RecordEncoder(schema: plain, keys: keys, budget: .init(values: 0, tokens: 1 << 20))
        let roles = FrozenTables.canary[0]
        let columns = plain.features.map { roles.firstIndex(of: $0.role.rawValue) ?? 0 }
        var rows: [UInt8] = []
        for person in FrozenTables.canary.dropFirst() {
            let values = columns.map { Array(person[$0].utf8) }
            let all = values.flatMap(\.self)
            var ends: [Int] = []
            for value in values { ends.append((ends.last ?? 0) + value.count) }
            var row = [UInt8](repeating: 0, count: encoder.rowBytes)
            unsafe all.withUnsafeBytes { all in
                unsafe row.withUnsafeMutableBytes { row in
                    _ = unsafe encoder.encode(
                        fields: {
                            unsafe UnsafeRawBufferPointer(rebasing: all[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]])
                        },
                        into: row
                    )
                }
            }
            rows += row
        }
        return rows
    }
}

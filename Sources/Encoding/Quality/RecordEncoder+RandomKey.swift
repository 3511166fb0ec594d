// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import EncodingKeys
internal import Schemas

extension RecordEncoder {
    /// An encoder under a key that nobody has: good for counting, never for an encoding that is kept.
    convenience init(underRandomKey schema: LinkageSchema, budget: CacheBudget) throws(EncodingError) {
        guard schema.profile != .bloom else {
            try self.init(schema: schema, budget: budget) { _ in RandomHasher() }
            return
        }
        let keys: SchemaKeys
        do {
            keys = try SchemaKeys(projectKey: .generate(project: "check"), fingerprint: schema.fingerprint)
        } catch { throw EncodingError(error) }
        try self.init(schema: schema, keys: keys, budget: budget)
    }
}

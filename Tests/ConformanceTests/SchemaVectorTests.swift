// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Schemas
import Testing

/// `schema-canonical.json` and `schema-invalid.json`: what is hashed, and what is refused.
@Suite struct SchemaVectors {
    @Test(arguments: cases(of: "schema-canonical.json"))
    func hasThisCanonicalForm(vector: VectorCase) throws {
        let schema = try LinkageSchema.parse(Array(vector.text("document").utf8))
        #expect(try String(decoding: schema.canonicalBytes, as: UTF8.self) == vector.text("canonical"))
        #expect(try hex(schema.fingerprint) == vector.text("fingerprint"))
    }

    @Test(arguments: cases(of: "schema-invalid.json"))
    func isRefused(vector: VectorCase) throws {
        let document = Array(try vector.text("document").utf8)
        #expect(throws: SchemaError.self) { try LinkageSchema.parse(document) }
    }
}

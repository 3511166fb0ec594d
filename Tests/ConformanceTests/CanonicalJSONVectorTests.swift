// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import Testing

/// `canonical-json.json`: the one byte form of a document.
@Suite struct CanonicalJSONVectors {
    @Test(arguments: cases(of: "canonical-json.json"))
    func isWrittenLikeThis(vector: VectorCase) throws {
        let value = try JSONParser.parse(Array(vector.text("text").utf8))
        let canonical = try value.canonicalBytes()
        #expect(try canonical == Array(vector.text("canonical").utf8))
        #expect(try JSONParser.parse(canonical).canonicalBytes() == canonical)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Refusal {
    private static let mother = #"  {"name": "n", "role": "givenName", "bitsPerToken": 10, "keyGroup": "given"}"#

    /// Vectors a and some more; features are given, n, dob and sex.
    private static func relative(
        _ vectors: String,
        _ path: String = "[1].relativeOf.vector",
        code: String = "schema.vector.relativeOf",
        feature: String = mother
    ) -> Refusal {
        Refusal(
            code,
            "vectors\(path)",
            [
                8: feature,
                10:
                    #" "vectors": [{"name": "a", "features": ["given"]}, \#(vectors), {"name": "rest", "features": ["dob"]}]"#,
            ]
        )
    }

    /// A second vector that describes a mother.
    private static func mothers(_ vector: String, _ more: String = "") -> String {
        #"{"name": "b", "features": ["n"], "relativeOf": {"relation": "mother", "vector": \#(vector)}\#(more)}"#
    }

    static let relatives: [Refusal] = [
        relative(mothers(#"^"c""#)),
        relative(mothers(#"^"b""#)),
        relative(mothers("^7"), code: "schema.type"),
        relative(#"{"name": "b", "features": ["n"], "relativeOf": ^"mother"}"#, "[1].relativeOf", code: "schema.type"),
        relative(
            #"{"name": "b", "features": ["n"], "relativeOf": {"relation": ^"my mother", "vector": "a"}}"#,
            "[1].relativeOf.relation",
            code: "schema.name.form"
        ),
        relative(
            #"{"name": "b", "features": ["n"], "variantOf": "a", "relativeOf": ^{"relation": "mother", "vector": "a"}}"#,
            "[1].relativeOf"
        ),
        relative(
            mothers(#""a""#)
                + #", {"name": "c", "features": ["n"], "relativeOf": {"relation": "mother", "vector": ^"b"}}"#,
            "[2].relativeOf.vector"
        ),
        relative(
            mothers(#""a""#)
                + #", {"name": "c", "features": ["n"], "relativeOf": {"relation": "mother", "vector": ^"a"}}"#,
            "[2].relativeOf.vector"
        ),
        relative(mothers(#"^"a""#, #", "filterLength": 64"#)),
        relative(
            #"{"name": "b", "features": ["n", "dob"], "relativeOf": {"relation": "mother", "vector": ^"a"}}"#
        ),
        relative(
            mothers(#"^"a""#),
            feature: #"  {"name": "n", "role": "givenName", "bitsPerToken": 10}"#
        ),
        relative(
            mothers(#"^"a""#),
            feature: #"  {"name": "n", "role": "familyName", "bitsPerToken": 10, "keyGroup": "given"}"#
        ),
        relative(
            mothers(#"^"a""#),
            feature:
                #"  {"name": "n", "role": "givenName", "bitsPerToken": 10, "keyGroup": "given", "variant": "nickname"}"#
        ),
    ]
}

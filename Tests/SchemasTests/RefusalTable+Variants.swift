// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Refusal {
    /// Vectors a and b, the second with something more; features are given, dob and sex.
    private static func seconds(_ vector: Int, _ second: String, _ feature: String = second) -> Refusal {
        Refusal(
            "schema.vector.variantOf",
            "vectors[\(vector)].variantOf",
            [
                8: feature,
                10:
                    #" "vectors": [{"name": "a", "features": ["given"]}, \#(second), {"name": "dob", "features": ["dob"]}]"#,
            ]
        )
    }

    private static let second = #"  {"name": "n", "role": "givenName", "bitsPerToken": 10, "keyGroup": "given"}"#

    static let variants: [Refusal] = [
        .given("schema.value.unknown", ".variant", #""bitsPerToken": 9, "variant": ^"nickName""#),
        .given("schema.type", ".variant", #""bitsPerToken": 9, "variant": ^true"#),
        .given("schema.variant", ".variant", #""bitsPerToken": 9, "variant": ^"swapDayMonth""#),
        .sex("schema.variant", ".variant", #""bitsPerToken": 9, "variant": ^"nickname""#),
        .dob("schema.variant", ".variant", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "variant": ^"nickname""#),
        .given("schema.variant", ".missing", #""bitsPerToken": 9, "variant": "nickname", "missing": ^"reject""#),
        seconds(1, #"{"name": "b", "features": ["n"], "variantOf": ^"c"}"#),
        seconds(1, #"{"name": "b", "features": ["n"], "variantOf": ^"b"}"#),
        seconds(1, #"{"name": "b", "features": ["n", "dob"], "variantOf": ^"a"}"#),
        seconds(
            2,
            #"{"name": "b", "features": ["n"], "variantOf": "a"}, {"name": "c", "features": ["n"], "variantOf": ^"b"}"#
        ),
        seconds(
            1,
            #"{"name": "b", "filterLength": 64, "features": ["n"], "variantOf": ^"a"}"#
        ),
        seconds(
            1,
            #"{"name": "b", "features": ["given"], "variantOf": ^"a"}, {"name": "c", "features": ["n"]}"#
        ),
        seconds(
            1,
            #"{"name": "b", "features": ["n"], "variantOf": ^"a"}"#,
            #"  {"name": "n", "role": "givenName", "bitsPerToken": 10}"#
        ),
        seconds(
            1,
            #"{"name": "b", "features": ["n"], "variantOf": ^"a"}"#,
            #"  {"name": "n", "role": "givenName", "bitsPerToken": 9}"#
        ),
        seconds(
            1,
            #"{"name": "b", "features": ["n"], "variantOf": ^"a"}"#,
            #"  {"name": "n", "role": "givenName", "bitsPerToken": 10, "keyGroup": "given", "tokens": {"type": "qgrams", "q": 2, "padding": "start"}}"#
        ),
        .vectors(
            "schema.type",
            "[0].variantOf",
            #"[{"name": "v", "features": ["given", "dob", "sex"], "variantOf": ^["w"]}]"#
        ),
    ]
}

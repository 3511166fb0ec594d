// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Refusal {
    static let table: [Refusal] =
        document + features + weights + tokens + dates + sexValues + groups + filters + variants + relatives

    private static let document: [Refusal] = [
        Refusal(
            "json.punctuation",
            "",
            [3: #" "name": "n"^,"#, 4: "}", 5: "", 6: "", 7: "", 8: "", 9: "", 10: "", 11: ""]
        ),
        Refusal("json.key.duplicate", "", [4: #" "filterLength": 128, ^"name": "m","#]),
        Refusal("json.value", "", [3: #" "name": ^n,"#]),
        Refusal("schema.type", "", [1: "^[{", 11: "}]"]),
        Refusal("schema.version", "tessera", [2: #" "tessera": ^"linkage-schema/2","#]),
        Refusal("schema.type", "tessera", [2: #" "tessera": ^1,"#]),
        Refusal("schema.key.missing", "tessera", [1: "^{", 2: ""]),
        Refusal("schema.key.missing", "name", [1: "^{", 3: ""]),
        Refusal("schema.type", "name", [3: #" "name": ^null,"#]),
        Refusal("schema.type", "description", [3: #" "name": "n", "description": ^[],"#]),
        Refusal("schema.key.unknown", "Name", [3: #" "name": "n", ^"Name": "n","#]),
        Refusal("schema.key.unknown", "", [3: #" "name": "n", ^"näme": "n","#]),
        Refusal("schema.key.unknown", "na me", [3: #" "name": "n", ^"na me": 1,"#]),
        Refusal("schema.value.unknown", "profile", [3: #" "name": "n", "profile": ^"bits","#]),
        Refusal("schema.value.unknown", "hash", [3: #" "name": "ü", "hash": ^"sha-256","#]),
        Refusal("schema.type", "hash", [3: #" "name": "n", "hash": ^{},"#]),
        Refusal("schema.value.range", "flipsPerThousand", [3: #" "name": "n", "flipsPerThousand": ^101,"#]),
        Refusal("schema.value.range", "flipsPerThousand", [3: #" "name": "n", "flipsPerThousand": ^-1,"#]),
        Refusal("schema.type", "flipsPerThousand", [3: #" "name": "n", "flipsPerThousand": ^0.02,"#]),
        Refusal("schema.type", "flipsPerThousand", [3: #" "name": "n", "flipsPerThousand": ^"20","#]),
        Refusal("schema.type", "reading", [3: #" "name": "n", "reading": ^true,"#]),
        Refusal("schema.key.unknown", "reading.separator", [3: #" "name": "n", "reading": {^"separator": ","},"#]),
        Refusal("schema.text.form", "reading.delimiter", [3: #" "name": "n", "reading": {"delimiter": ^", "},"#]),
        Refusal("schema.text.form", "reading.delimiter", [3: #" "name": "n", "reading": {"delimiter": ^""},"#]),
        Refusal("schema.text.form", "reading.delimiter", [3: #" "name": "n", "reading": {"delimiter": ^"\n"},"#]),
        Refusal("schema.text.form", "reading.quote", [3: #" "name": "n", "reading": {"quote": ^"«"},"#]),
        Refusal(
            "schema.text.form",
            "reading.quote",
            [3: #" "name": "n", "reading": {"quote": ^"'", "delimiter": "'"},"#]
        ),
        Refusal("schema.text.form", "reading.delimiter", [3: #" "name": "n", "reading": {"delimiter": ^"\""},"#]),
        Refusal("schema.type", "reading.initialSpace", [3: #" "name": "n", "reading": {"initialSpace": ^"no"},"#]),
        Refusal("schema.text.form", "reading.recordId", [3: #" "name": "n", "reading": {"recordId": ^""},"#]),
    ]

    private static let features: [Refusal] = [
        Refusal("schema.key.missing", "features", [1: "^{", 5: "", 6: "", 7: "", 8: "", 9: ""]),
        Refusal("schema.type", "features", [5: #" "features": ^{},"#, 6: "", 7: "", 8: "", 9: ""]),
        Refusal("schema.value.range", "features", [5: #" "features": ^[],"#, 6: "", 7: "", 8: "", 9: ""]),
        Refusal(
            "schema.value.range",
            "features",
            [
                5: #" "features": ^["#,
                6: (0..<64).map { #"  { "name": "f\#($0)", "role": "code", "bitsPerToken": 1 },"# }.joined(),
                7: "",
            ]
        ),
        Refusal("schema.type", "features[2]", [8: #"  ^"sex""#]),
        Refusal("schema.key.missing", "features[2].name", [8: #"  ^{ "role": "sex", "bitsPerToken": 10 }"#]),
        Refusal("schema.name.form", "features[2].name", [8: #"  { "name": ^"", "role": "sex", "bitsPerToken": 10 }"#]),
        Refusal(
            "schema.name.form",
            "features[2].name",
            [8: #"  { "name": ^"s x", "role": "sex", "bitsPerToken": 10 }"#]
        ),
        Refusal(
            "schema.name.form",
            "features[2].name",
            [8: #"  { "name": ^"größe", "role": "sex", "bitsPerToken": 10 }"#]
        ),
        Refusal(
            "schema.name.form",
            "features[2].name",
            [8: #"  { "name": ^"\#(String(repeating: "a", count: 65))", "role": "sex", "bitsPerToken": 10 }"#]
        ),
        Refusal("schema.type", "features[2].name", [8: #"  { "name": ^1, "role": "sex", "bitsPerToken": 10 }"#]),
        Refusal(
            "schema.name.duplicate",
            "features[2].name",
            [8: #"  { "name": ^"dob", "role": "sex", "bitsPerToken": 10 }"#]
        ),
        Refusal("schema.key.missing", "features[2].role", [8: #"  ^{ "name": "sex", "bitsPerToken": 10 }"#]),
        Refusal(
            "schema.value.unknown",
            "features[2].role",
            [8: #"  { "name": "sex", "role": ^"gender", "bitsPerToken": 10 }"#]
        ),
        .sex("schema.text.form", ".column", #""bitsPerToken": 10, "column": ^"""#),
        .sex("schema.type", ".column", #""bitsPerToken": 10, "column": ^3"#),
        .sex("schema.value.unknown", ".normaliser", #""bitsPerToken": 10, "normaliser": ^"soundex""#),
        .sex("schema.normaliser.role", ".normaliser", #""bitsPerToken": 10, "normaliser": ^"text""#),
        .given("schema.normaliser.role", ".normaliser", #""bitsPerToken": 10, "normaliser": ^"familyName""#),
        .dob(
            "schema.normaliser.role",
            ".normaliser",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 10, "normaliser": ^"digits""#
        ),
        Refusal(
            "schema.normaliser.role",
            "features[2].normaliser",
            [8: #"  { "name": "zip", "role": "postalCode", "normaliser": ^"ssn4", "bitsPerToken": 10 }"#]
        ),
        Refusal(
            "schema.normaliser.role",
            "features[2].normaliser",
            [8: #"  { "name": "n", "role": "number", "normaliser": ^"code", "bitsPerToken": 10 }"#]
        ),
        .sex("schema.value.unknown", ".missing", #""bitsPerToken": 10, "missing": ^"Skip""#),
        .sex("schema.type", ".missing", #""bitsPerToken": 10, "missing": ^false"#),
        .sex("schema.key.unknown", ".colum", #""bitsPerToken": 10, ^"colum": "sex""#),
    ]

    private static let weights: [Refusal] = [
        Refusal("schema.weight", "features[2]", [8: #"  ^{ "name": "sex", "role": "sex" }"#]),
        .sex("schema.weight", ".bitsPerFeature", #""bitsPerToken": 10, ^"bitsPerFeature": 10"#),
        .sex("schema.value.range", ".bitsPerToken", #""bitsPerToken": ^0"#),
        .sex("schema.value.range", ".bitsPerToken", #""bitsPerToken": ^-1"#),
        .sex("schema.value.range", ".bitsPerToken", #""bitsPerToken": ^1025"#),
        .sex("schema.value.range", ".bitsPerFeature", #""bitsPerFeature": ^65537"#),
        .sex("schema.value.range", ".bitsPerFeature", #""bitsPerFeature": ^9223372036854775807"#),
        .sex("schema.type", ".bitsPerToken", #""bitsPerToken": ^10.0"#),
        .sex("schema.type", ".bitsPerToken", #""bitsPerToken": ^"10""#),
        .sex("schema.weight.length", ".bitsPerToken", #""bitsPerToken": ^129"#),
        .sex("schema.weight.length", ".bitsPerFeature", #""bitsPerFeature": ^129"#),
        Refusal(
            "schema.weight.length",
            "features[0].bitsPerToken",
            [
                6: #"  { "name": "given", "role": "givenName", "bitsPerToken": ^100 },"#,
                10:
                    #""vectors": [{"name": "a", "features": ["given"]}, {"name": "b", "filterLength": 64, "features": ["given", "dob", "sex"]}]"#,
            ]
        ),
    ]

    private static let tokens: [Refusal] = [
        .given("schema.type", ".tokens", #""bitsPerToken": 9, "tokens": ^"qgrams""#),
        .given("schema.key.missing", ".tokens.type", #""bitsPerToken": 9, "tokens": ^{ "q": 2 }"#),
        .given("schema.value.unknown", ".tokens.type", #""bitsPerToken": 9, "tokens": { "type": ^"bigrams" }"#),
        .given("schema.key.missing", ".tokens.q", #""bitsPerToken": 9, "tokens": ^{ "type": "qgrams" }"#),
        .given("schema.value.range", ".tokens.q", #""bitsPerToken": 9, "tokens": { "type": "qgrams", "q": ^0 }"#),
        .given("schema.value.range", ".tokens.q", #""bitsPerToken": 9, "tokens": { "type": "qgrams", "q": ^5 }"#),
        .given(
            "schema.value.unknown",
            ".tokens.padding",
            #""bitsPerToken": 9, "tokens": { "type": "qgrams", "q": 2, "padding": ^"end" }"#
        ),
        .given(
            "schema.value.unknown",
            ".tokens.words",
            #""bitsPerToken": 9, "tokens": { "type": "qgrams", "q": 2, "words": ^"all" }"#
        ),
        .given(
            "schema.type",
            ".tokens.positional",
            #""bitsPerToken": 9, "tokens": { "type": "qgrams", "q": 2, "positional": ^1 }"#
        ),
        .given(
            "schema.tokens.positional",
            ".tokens.positional",
            #""bitsPerToken": 9, "tokens": { "type": "qgrams", "q": 2, "positional": ^true }"#
        ),
        .given(
            "schema.tokens.positional",
            ".tokens.positional",
            #""bitsPerToken": 9, "tokens": { "type": "qgrams", "q": 2, "positional": ^true, "words": "each" }"#
        ),
        .given(
            "schema.key.misplaced",
            ".tokens.parts",
            #""bitsPerToken": 9, "tokens": { "type": "qgrams", "q": 2, ^"parts": [] }"#
        ),
        .given("schema.key.misplaced", ".tokens.q", #""bitsPerToken": 9, "tokens": { "type": "exact", ^"q": 2 }"#),
        .given("schema.key.unknown", ".tokens.n", #""bitsPerToken": 9, "tokens": { "type": "exact", ^"n": 2 }"#),
        .given(
            "schema.tokens.normaliser",
            ".tokens.type",
            #""bitsPerToken": 9, "tokens": { "type": ^"dateParts", "parts": ["year"] }"#
        ),
        .dob(
            "schema.tokens.normaliser",
            ".tokens.type",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 9, "tokens": { "type": ^"qgrams", "q": 2 }"#
        ),
        .dob(
            "schema.key.misplaced",
            ".tokens.padding",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 9, "tokens": { "type": "dateParts", ^"padding": "both" }"#
        ),
        .dob(
            "schema.value.range",
            ".tokens.parts",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 9, "tokens": { "type": "dateParts", "parts": ^[] }"#
        ),
        .dob(
            "schema.type",
            ".tokens.parts",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 9, "tokens": { "type": "dateParts", "parts": ^"year" }"#
        ),
        .dob(
            "schema.value.unknown",
            ".tokens.parts[1]",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 9, "tokens": { "type": "dateParts", "parts": ["day", ^"week"] }"#
        ),
        .dob(
            "schema.tokens.yearOnly",
            ".tokens.yearOnly",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 9, "tokens": { "type": "dateParts", "parts": ["day"], "yearOnly": ^["01-01"] }"#
        ),
        .dob(
            "schema.value.range",
            ".tokens.yearOnly",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 9, "tokens": { "type": "dateParts", "yearOnly": ^[] }"#
        ),
        .dob(
            "schema.date",
            ".tokens.yearOnly[1]",
            #""dateFormats": ["yyyyMMdd"], "bitsPerToken": 9, "tokens": { "type": "dateParts", "yearOnly": ["01-01", ^"02-30"] }"#
        ),
    ]

    private static let dates: [Refusal] = [
        Refusal(
            "schema.key.missing",
            "features[1].dateFormats",
            [7: #"  ^{ "name": "dob", "role": "birthDate", "bitsPerToken": 9 },"#]
        ),
        .dob("schema.type", ".dateFormats", #""bitsPerToken": 9, "dateFormats": ^"yyyy-MM-dd""#),
        .dob("schema.value.range", ".dateFormats", #""bitsPerToken": 9, "dateFormats": ^[]"#),
        .dob("schema.type", ".dateFormats[1]", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd", ^1]"#),
        .dob("schema.date.format", ".dateFormats[0]", #""bitsPerToken": 9, "dateFormats": [^"yy-MM-dd"]"#),
        .dob("schema.date.format", ".dateFormats[0]", #""bitsPerToken": 9, "dateFormats": [^"YYYY-MM-DD"]"#),
        .dob("schema.date.format", ".dateFormats[0]", #""bitsPerToken": 9, "dateFormats": [^"MM/yyyy"]"#),
        .dob("schema.date.format", ".dateFormats[0]", #""bitsPerToken": 9, "dateFormats": [^"dd MMM yyyy"]"#),
        .dob(
            "schema.date.format",
            ".dateFormats[1]",
            #""bitsPerToken": 9, "dateFormats": ["d.M.yyyy", ^"dd.d.MM.yyyy"]"#
        ),
        .dob("schema.date.format", ".dateFormats[0]", #""bitsPerToken": 9, "dateFormats": [^"yyyy-MM-dd yyyy"]"#),
        .dob("schema.date.format", ".dateFormats[0]", #""bitsPerToken": 9, "dateFormats": [^""]"#),
        .dob("schema.date", ".earliest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "earliest": ^"1900""#),
        .dob("schema.date", ".earliest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "earliest": ^"1900-1-01""#),
        .dob("schema.date", ".latest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "latest": ^"1900-02-29""#),
        .dob("schema.date", ".latest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "latest": ^"2000-13-01""#),
        .dob("schema.date", ".latest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "latest": ^"2000-04-31""#),
        .dob("schema.date", ".latest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "latest": ^"2000/04/30""#),
        .dob("schema.date", ".latest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "latest": ^"+200-04-30""#),
        .dob("schema.date", ".earliest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "earliest": ^"0000-01-01""#),
        .dob("schema.type", ".latest", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "latest": ^20000101"#),
        .dob(
            "schema.date.order",
            ".latest",
            #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "latest": ^"1999-12-31", "earliest": "2000-01-01""#
        ),
        .dob(
            "schema.date.order",
            ".latest",
            #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "latest": ^"1849-12-31""#
        ),
        .dob(
            "schema.date.order",
            ".earliest",
            #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], "earliest": ^"2101-01-01""#
        ),
        .given("schema.key.misplaced", ".dateFormats", #""bitsPerToken": 9, ^"dateFormats": ["yyyyMMdd"]"#),
        .given("schema.key.misplaced", ".earliest", #""bitsPerToken": 9, ^"earliest": "1900-01-01""#),
        .sex("schema.key.misplaced", ".latest", #""bitsPerToken": 9, ^"latest": "1900-01-01""#),
    ]

    private static let sexValues: [Refusal] = [
        .given("schema.key.misplaced", ".values", #""bitsPerToken": 9, ^"values": {}"#),
        .dob("schema.key.misplaced", ".values", #""bitsPerToken": 9, "dateFormats": ["yyyyMMdd"], ^"values": {}"#),
        .sex("schema.type", ".values", #""bitsPerToken": 9, "values": ^["m"]"#),
        .sex("schema.value.unknown", ".values", #""bitsPerToken": 9, "values": { "1": "m", "2": ^"w" }"#),
        .sex("schema.value.unknown", ".values", #""bitsPerToken": 9, "values": { "1": ^null }"#),
        .sex("schema.text.form", ".values", #""bitsPerToken": 9, "values": { "1": "m", ^"F": "f" }"#),
        .sex("schema.text.form", ".values", #""bitsPerToken": 9, "values": { ^"": "" }"#),
        .sex("schema.text.form", ".values", #""bitsPerToken": 9, "values": { ^"männlich": "m" }"#),
        Refusal(
            "json.key.duplicate",
            "",
            [8: #"  { "name": "sex", "role": "sex", "bitsPerToken": 9, "values": { "1": "m", ^"1": "f" } }"#]
        ),
    ]

    private static let groups: [Refusal] = [
        .sex("schema.name.form", ".keyGroup", #""bitsPerToken": 10, "keyGroup": ^"a b""#),
        .sex("schema.type", ".keyGroup", #""bitsPerToken": 10, "keyGroup": ^null"#),
        .sex("schema.keyGroup", ".keyGroup", #""bitsPerToken": 10, "keyGroup": ^"given""#),
        // The group of another feature's name: the later of the two is marked.
        Refusal(
            "schema.keyGroup",
            "features[1].name",
            [
                6: #"  { "name": "given", "role": "givenName", "bitsPerToken": 10, "keyGroup": "dob" },"#,
                7: #"  { "name": ^"dob", "role": "birthDate", "dateFormats": ["yyyy-MM-dd"], "bitsPerToken": 10 },"#,
            ]
        ),
        Refusal(
            "schema.keyGroup",
            "features[2].keyGroup",
            [8: #"{"name": "f", "role": "familyName", "bitsPerToken": 11, "keyGroup": ^"given"}"#]
        ),
        Refusal(
            "schema.keyGroup",
            "features[2].keyGroup",
            [8: #"{"name": "f", "role": "familyName", "bitsPerFeature": 10, "keyGroup": ^"given"}"#]
        ),
        Refusal(
            "schema.keyGroup",
            "features[2].keyGroup",
            [8: #"{"name": "t", "role": "text", "bitsPerToken": 10, "keyGroup": ^"given"}"#]
        ),
        Refusal(
            "schema.keyGroup",
            "features[2].keyGroup",
            [
                8:
                    #"{"name": "f", "role": "familyName", "bitsPerToken": 10, "tokens": {"type": "qgrams", "q": 2, "words": "joined", "padding": "start"}, "keyGroup": ^"given"}"#
            ]
        ),
        Refusal(
            "schema.keyGroup",
            "features[2].keyGroup",
            [
                8:
                    #"{"name": "f", "role": "familyName", "bitsPerToken": 10, "tokens": {"type": "exact"}, "keyGroup": ^"given"}"#
            ]
        ),
        Refusal(
            "schema.keyGroup",
            "features[2].keyGroup",
            [
                8:
                    #"{"name": "f", "role": "familyName", "bitsPerToken": 10, "tokens": {"type": "qgrams", "q": 3}, "keyGroup": ^"given"}"#
            ]
        ),
    ]

    private static let filters: [Refusal] = [
        Refusal("schema.key.missing", "filterLength", [1: "^{", 4: ""]),
        Refusal("schema.key.missing", "filterLength", [1: "^{", 4: "", 10: #" "vectors": "fields""#]),
        Refusal("schema.type", "filterLength", [4: #" "filterLength": ^"128","#]),
        Refusal("schema.type", "filterLength", [4: #" "filterLength": ^128.0,"#]),
        Refusal("schema.value.range", "filterLength", [4: #" "filterLength": ^100,"#]),
        Refusal("schema.value.range", "filterLength", [4: #" "filterLength": ^0,"#]),
        Refusal("schema.value.range", "filterLength", [4: #" "filterLength": ^65600,"#]),
        Refusal("schema.value.range", "filterLength", [4: #" "filterLength": ^32,"#]),
        Refusal("schema.key.missing", "vectors", [1: "^{", 9: " ]", 10: ""]),
        .vectors("schema.type", "", #"^"records""#),
        .vectors("schema.type", "", #"^{}"#),
        .vectors("schema.value.range", "", "^[]"),
        .vectors(
            "schema.value.range",
            "",
            "^[" + (0..<65).map { #"{"name": "v\#($0)", "features": ["given", "dob", "sex"]}"# }.joined(separator: ",")
                + "]"
        ),
        .vectors("schema.type", "[0]", #"[^"given", {"name": "v", "features": ["given", "dob", "sex"]}]"#),
        .vectors("schema.key.missing", "[0].name", #"[^{"features": ["given", "dob", "sex"]}]"#),
        .vectors("schema.name.form", "[0].name", #"[{"name": ^"v 1", "features": ["given", "dob", "sex"]}]"#),
        .vectors(
            "schema.name.duplicate",
            "[1].name",
            #"[{"name": "v", "features": ["given", "dob"]}, {"name": ^"v", "features": ["sex"]}]"#
        ),
        .vectors("schema.key.missing", "[0].features", #"[^{"name": "v"}]"#),
        .vectors("schema.value.range", "[0].features", #"[{"name": "v", "features": ^[]}]"#),
        .vectors("schema.type", "[0].features", #"[{"name": "v", "features": ^"given"}]"#),
        .vectors("schema.type", "[0].features[1]", #"[{"name": "v", "features": ["given", ^1]}]"#),
        .vectors(
            "schema.vector.feature.unknown",
            "[0].features[2]",
            #"[{"name": "v", "features": ["given", "sex", ^"Dob"]}]"#
        ),
        .vectors(
            "schema.vector.feature.repeated",
            "[0].features[3]",
            #"[{"name": "v", "features": ["given", "sex", "dob", ^"sex"]}]"#
        ),
        .vectors(
            "schema.key.unknown",
            "[0].length",
            #"[{"name": "v", "features": ["given", "sex", "dob"], ^"length": 64}]"#
        ),
        .vectors(
            "schema.value.range",
            "[0].filterLength",
            #"[{"name": "v", "filterLength": ^65, "features": ["given", "sex", "dob"]}]"#
        ),
        Refusal(
            "schema.key.missing",
            "filterLength",
            [
                1: "^{", 4: "",
                10:
                    #" "vectors": [{"name": "v", "filterLength": 64, "features": ["sex"]}, {"name": "w", "features": ["given", "dob"]}]"#,
            ]
        ),
        Refusal(
            "schema.feature.unused",
            "features[1].name",
            [
                7: #"  { "name": ^"dob", "role": "birthDate", "dateFormats": ["yyyy-MM-dd"], "bitsPerToken": 10 },"#,
                10: #" "vectors": [{"name": "v", "features": ["sex"]}, {"name": "w", "features": ["given"]}]"#,
            ]
        ),
    ]
}

# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""The schema documents of the vector files, good and bad, and the invented persons encoded under them."""

import json


def names(weight, **more):
    return [
        {"name": "given", "role": "givenName", **weight, **more},
        {"name": "family", "role": "familyName", **weight, **more},
    ]


def document(features, vectors="record", length=1024, **more):
    made = {"tessera": "linkage-schema/1", "name": "vectors"}
    made.update({"filterLength": length} if length else {})
    return json.dumps({**made, "features": features, "vectors": vectors, **more})


DOB = {"name": "dob", "role": "birthDate", "dateFormats": ["yyyy-MM-dd"], "bitsPerToken": 14}
FIVE = names({"bitsPerToken": 12}) + [
    DOB,
    {"name": "sex", "role": "sex", "bitsPerToken": 20},
    {"name": "zip", "role": "postalCode", "bitsPerToken": 8},
]
EVERY = FIVE + [
    {"name": "ssn", "role": "nationalId", "bitsPerToken": 10},
    {"name": "street", "role": "text", "bitsPerToken": 5},
    {"name": "house", "role": "number", "bitsPerToken": 6},
    {"name": "ward", "role": "code", "bitsPerToken": 30},
]

SCHEMAS = {
    "record": document(FIVE),
    "record-every-role": document(EVERY, length=2048),
    "fields": document(EVERY, "fields", 512),
    "groups": document(
        [dict(f, keyGroup="names") if f["name"] in ("given", "family") else f for f in EVERY],
        [
            {"name": "who", "features": ["given", "family"], "filterLength": 192},
            {"name": "when", "features": ["dob", "sex"], "filterLength": 512},
            {"name": "all", "features": ["family", "given", "dob", "sex", "zip", "ssn", "street", "house", "ward"]},
        ],
    ),
    "bits-per-feature": document(
        names({"bitsPerFeature": 100}, keyGroup="n")
        + [
            {"name": "dob", "role": "birthDate", "dateFormats": ["MM/dd/yyyy", "yyyy-MM-dd"], "bitsPerFeature": 90},
            {"name": "ssn4", "role": "nationalId", "normaliser": "ssn4", "bitsPerFeature": 3},
        ],
        length=448,
    ),
    "smallest": document([{"name": "s", "role": "sex", "bitsPerToken": 64}], "fields", 64),
    "longest": document(names({"bitsPerToken": 30}), length=65536),
    "own-tokens": document(
        [
            {
                "name": "given",
                "role": "givenName",
                "bitsPerToken": 7,
                "tokens": {"type": "qgrams", "q": 3, "padding": "start", "words": "joined", "positional": False},
            },
            {
                "name": "family",
                "role": "familyName",
                "normaliser": "familyName",
                "bitsPerToken": 9,
                "tokens": {"type": "qgrams", "q": 2, "padding": "both", "words": "joined", "positional": True},
            },
            {
                "name": "dob",
                "role": "birthDate",
                "dateFormats": ["d.M.yyyy"],
                "bitsPerToken": 4,
                "earliest": "1900-01-02",
                "latest": "2030-12-31",
                "tokens": {"type": "dateParts", "parts": ["swap", "monthDay", "year"], "yearOnly": ["07-01", "01-01"]},
            },
            {"name": "id", "role": "nationalId", "normaliser": "code", "bitsPerToken": 16, "tokens": {"type": "exact"}},
            {"name": "plz", "role": "postalCode", "normaliser": "digits", "bitsPerToken": 2},
            {"name": "sex", "role": "sex", "bitsPerToken": 40, "values": {"1": "m", "2": "f", "9": ""}},
        ],
        length=576,
    ),
    "required": document([dict(f, missing="reject") if f["name"] == "dob" else f for f in FIVE], length=320),
    "sixty-four-features": document(
        [{"name": f"c{n}", "role": "code", "bitsPerToken": 3} for n in range(64)],
        [
            {"name": "a", "features": [f"c{n}" for n in range(64)], "filterLength": 256},
            {"name": "b", "features": ["c63", "c0"], "filterLength": 64},
        ],
        length=None,
    ),
}

GIVEN, FAMILY = names({"bitsPerToken": 8}, keyGroup="names")
SCHEMAS["second-values"] = document(
    [
        GIVEN,
        dict(GIVEN, name="middle", tokens={"type": "qgrams", "q": 2, "padding": "start"}),
        FAMILY,
        DOB,
        dict(GIVEN, name="formal", variant="nickname"),
        dict(FAMILY, name="former"),
        dict(DOB, name="swapped", variant="swapDayMonth", keyGroup="dob", earliest="1900-01-01"),
    ],
    [
        {"name": "formal", "features": ["formal"], "variantOf": "given"},
        {"name": "given", "features": ["given"]},
        {"name": "middle", "features": ["middle"]},
        {"name": "family", "features": ["family"]},
        {"name": "former", "features": ["former"], "variantOf": "family"},
        {"name": "dob", "features": ["dob"], "filterLength": 256},
        {"name": "swapped", "features": ["swapped"], "variantOf": "dob", "filterLength": 256},
        {"name": "all", "features": ["given", "formal", "family"], "filterLength": 512},
    ],
    length=128,
)
# Records of it.
COUPLES = [
    ["Bob", "J", "Garcia", "1985-03-12", "Bob", "Lopez", "1985-03-12"],
    ["Robert", "James", "Lopez", "1985-12-03", "Robert", "", "1985-12-03"],
    ["LIZ", "", "de la Cruz", "1990-05-13", "LIZ", "O'Neill", "1990-05-13"],
    ["Bob James", "Q", "Null", "1960-06-06", "Bob James", "unknown", "1960-06-06"],
    ["", "", "", "", "", "", ""],
    ["test", "", "", "", "Peggy", "", ""],
    ["\u738b", "", "\u738b", "1899-11-02", "\u738b", "\u738b", "1899-11-02"],
]

PERSONS = [
    ["Maria", "Garcia", "1985-03-12", "f", "02139", "219-09-8761", "14 Elm Street", "14", "A1"],
    ["Jos\u00e9", "de la Cruz", "1972-02-29", "M", "2139", "232-45-6780", "1 Beacon St.", "1.0", "b-2"],
    ["Null", "O'Neill Jr.", "1950-12-31", "unknown", "", "", "200 Main Street", "", ""],
    ["", "", "", "X", "", "", "", "", ""],
    ["", "", "", "", "", "", "", "", ""],
    ["unknown", "test", "1900-01-01", "9", "00000", "000-00-0000", "refused", "abc", "--"],
    ["\u738b", "\u738b", "2001-11-11", "w", "02139-4307", "001-01-0001", "\u738b \u5c0f\u660e", "-7.50", "\u738b"],
    ["Anna Anna", "Anna", "1999-13-01", "f", "12", "123456789", "a", "0", "Z"],
    ["Maria Luisa", "Garcia-Lopez", "1985-12-03", "female", "02138", "219-09-8760", "14 Elm Stret", "14", "A1"],
]
ORDER = ["givenName", "familyName", "birthDate", "sex", "postalCode", "nationalId", "text", "number", "code"]


# Comments, strings that look like comments, and every default left out.
COMMENTED = """// A schema with comments, every default left out.
{
  "tessera": "linkage-schema/1", // the version
  "name": "with \\"// no comment\\" inside", "description": "\\u00fc // neither",
  "filterLength": 1024,
  "reading": { "recordId": "id", "delimiter": ";", "quote": "'", "initialSpace": true },
  "features": [
    { "name": "given", "role": "givenName", "bitsPerToken": 12 }, //
    // { "name": "x" },
    { "bitsPerToken": 14, "dateFormats": ["MM/dd/yyyy"], "role": "birthDate", "name": "dob" }
  ],
  "vectors": "record"
}
// the end"""


def invalid_documents():
    """Documents that are refused, each for the one reason that is its name."""
    given = {"name": "given", "role": "givenName", "bitsPerToken": 12}
    family = dict(given, name="family", role="familyName")
    zip5 = {"name": "zip", "role": "postalCode", "bitsPerToken": 4}
    positional = {"type": "qgrams", "q": 1, "padding": "none", "words": "each", "positional": True}
    grams = {"type": "qgrams", "q": 2, "padding": "both", "words": "each", "positional": False}

    def one(**change):
        return document([dict(given, **change)])

    def without(feature, key, **change):
        return {k: v for k, v in {**feature, **change}.items() if k != key}

    def seconds(change=None, *more, variantOf="a"):
        """Two vectors, the second a variant."""
        second = {"name": "b", "features": ["n"], "variantOf": variantOf, **(change or {})}
        features = [given, dict(given, name="n", keyGroup="given", variant="nickname")]
        return document(features, [{"name": "a", "features": ["given"]}, second, *more])

    def relatives(change=None, feature=None, *more, relation="mother", vector="a"):
        """Two vectors, the second of a relative."""
        second = {"name": "b", "features": ["n"], "relativeOf": {"relation": relation, "vector": vector}, **(change or {})}
        features = [given, {**given, "name": "n", "keyGroup": "given", **(feature or {})}]
        return document(features, [{"name": "a", "features": ["given"]}, second, *more])

    good = document([given])
    return {
        "not json": "{",
        "empty document": "",
        "a list": "[]",
        "text after the end": good + "{}",
        "trailing comma": good.replace("]", ",]", 1),
        "unknown key": document([given], colour="red"),
        "unknown key of a feature": one(weight=3),
        "duplicate key": good.replace('"name": "vectors"', '"name": "vectors", "name": "again"'),
        "wrong version": good.replace("linkage-schema/1", "linkage-schema/2"),
        "no version": good.replace('"tessera": "linkage-schema/1", ', ""),
        "no features": document([]),
        "65 features": document([dict(zip5, name=f"c{n}") for n in range(65)]),
        "65 vectors": document([given], [{"name": f"v{n}", "features": ["given"]} for n in range(65)]),
        "l not a multiple of 64": document([given], length=1000),
        "l = 0": document([given], length=None).replace('"features"', '"filterLength": 0, "features"', 1),
        "l too long": document([given], length=65600),
        "l negative": document([given], length=-64),
        "l a text": document([given], length="1024"),
        "l a fraction": good.replace("1024", "1024.5"),
        "duplicate names": document([given, given]),
        "name with a space": one(name="a b"),
        "name empty": one(name=""),
        "name not ascii": one(name="\u00fc"),
        "unknown role": one(role="nickname"),
        "unknown normaliser": one(normaliser="soundex"),
        "normaliser the role does not take": one(normaliser="familyName"),
        "sex with code": document([dict(zip5, role="sex", normaliser="code")]),
        "both weights": one(bitsPerFeature=100),
        "neither weight": document([without(given, "bitsPerToken")]),
        "weight 0": one(bitsPerToken=0),
        "weight 1025": document([dict(given, bitsPerToken=1025)], length=2048),
        "bitsPerFeature 65537": document([without(given, "bitsPerToken", bitsPerFeature=65537)], length=65536),
        "weight above l": document([dict(given, bitsPerToken=65)], length=64),
        "weight above the smallest l": document(
            [dict(given, bitsPerToken=100)],
            [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["given"], "filterLength": 64}],
        ),
        "q 0": one(tokens=dict(grams, q=0)),
        "q 5": one(tokens=dict(grams, q=5)),
        "unknown padding": one(tokens=dict(grams, padding="left")),
        "unknown tokens": one(tokens={"type": "words"}),
        "unknown key of tokens": one(tokens=dict(grams, k=2)),
        "positional with words each": document([dict(zip5, tokens=positional)]),
        "dateParts on a name": one(tokens={"type": "dateParts", "parts": ["year"]}),
        "qgrams on a date": document([dict(DOB, tokens=grams)]),
        "unknown part": document([dict(DOB, tokens={"type": "dateParts", "parts": ["week"]})]),
        "no parts": document([dict(DOB, tokens={"type": "dateParts", "parts": []})]),
        "yearOnly without a year": document(
            [dict(DOB, tokens={"type": "dateParts", "parts": ["month"], "yearOnly": ["01-01"]})]
        ),
        "yearOnly of no day": document([dict(DOB, tokens={"type": "dateParts", "parts": ["year"], "yearOnly": ["02-30"]})]),
        "yearOnly in another form": document([dict(DOB, tokens={"type": "dateParts", "parts": ["year"], "yearOnly": ["1-1"]})]),
        "yearOnly of none": document([dict(DOB, tokens={"type": "dateParts", "parts": ["year"], "yearOnly": []})]),
        "date without formats": document([without(DOB, "dateFormats")]),
        "date with no format": document([dict(DOB, dateFormats=[])]),
        "format without a day": document([dict(DOB, dateFormats=["yyyy-MM"])]),
        "format with two months": document([dict(DOB, dateFormats=["yyyy-MM-dd MM"])]),
        "two-digit year": document([dict(DOB, dateFormats=["yy-MM-dd"])]),
        "dateFormats on a name": one(dateFormats=["yyyy-MM-dd"]),
        "earliest on a name": one(earliest="1900-01-01"),
        "latest on a name": one(latest="1900-01-01"),
        "values on a name": one(values={"a": "f"}),
        "values to something else": document([dict(zip5, role="sex", values={"1": "male"})]),
        "earliest after latest": document([dict(DOB, earliest="2000-01-02", latest="2000-01-01")]),
        "earliest no date": document([dict(DOB, earliest="1900-02-29")]),
        "earliest in another form": document([dict(DOB, earliest="19000101")]),
        "missing: unknown word": one(missing="drop"),
        "feature in no vector": document([given, family], [{"name": "a", "features": ["given"]}]),
        "vector of an unknown feature": document([given], [{"name": "a", "features": ["given", "x"]}]),
        "vector names one twice": document([given], [{"name": "a", "features": ["given", "given"]}]),
        "vector of none": document([given], [{"name": "a", "features": ["given"]}, {"name": "b", "features": []}]),
        "no vectors": document([given], []),
        "vectors: unknown word": document([given], "both"),
        "two vectors of one name": document([given], [{"name": "a", "features": ["given"]}] * 2),
        "group of differing weights": document(
            [dict(given, keyGroup="n"), dict(family, keyGroup="n", bitsPerToken=11)]
        ),
        "group of differing tokens": document(
            [dict(given, keyGroup="n"), dict(family, keyGroup="n", tokens=dict(grams, q=3))]
        ),
        "group of differing normalisers": document(
            [dict(given, keyGroup="n"), {"name": "street", "role": "text", "bitsPerToken": 12, "keyGroup": "n"}]
        ),
        "group of differing words": document(
            [dict(given, keyGroup="n"), dict(family, keyGroup="n", tokens=dict(grams, words="joined"))]
        ),
        "unknown variant": one(variant="diminutive"),
        "nickname of a family name": document([dict(family, variant="nickname")]),
        "nickname of a date": document([dict(DOB, variant="nickname")]),
        "swap of a name": one(variant="swapDayMonth"),
        "required variant": one(variant="nickname", missing="reject"),
        "variant of an unknown vector": seconds(variantOf="x"),
        "variant of itself": seconds(variantOf="b"),
        "variantOf no name": seconds(variantOf=1),
        "variant of a variant": document(
            [given, dict(given, name="n", keyGroup="given"), dict(given, name="m", keyGroup="given")],
            [
                {"name": "a", "features": ["given"]},
                {"name": "b", "features": ["n"], "variantOf": "a"},
                {"name": "c", "features": ["m"], "variantOf": "b"},
            ],
        ),
        "variant of two features": seconds({"features": ["n", "given"]}, variantOf="a"),
        "variant of the same feature": seconds({"features": ["given"]}, {"name": "c", "features": ["n"]}),
        "variant of another length": seconds({"filterLength": 512}),
        "variant of another group": document(
            [given, dict(given, name="n")],
            [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["n"], "variantOf": "a"}],
        ),
        "variant of another padding": document(
            [given, dict(given, name="n", keyGroup="given", tokens=dict(grams, padding="start"))],
            [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["n"], "variantOf": "a"}],
        ),
        "relative of an unknown vector": relatives(vector="x"),
        "relative of itself": relatives(vector="b"),
        "relative: no name": relatives(vector=1),
        "relative without a relation": relatives({"relativeOf": {"vector": "a"}}),
        "relation that is no name": relatives(relation="my mother"),
        "relative: unknown key": relatives({"relativeOf": {"relation": "mother", "vector": "a", "feature": "given"}}),
        "relative: a text": relatives({"relativeOf": "mother"}),
        "relative of a relative": relatives(
            None, None, {"name": "c", "features": ["given"], "relativeOf": {"relation": "mother", "vector": "b"}}
        ),
        "relative and variant": relatives({"variantOf": "a"}),
        "relative of two features": relatives({"features": ["n", "given"]}),
        "relative of the same feature": relatives({"features": ["given"]}, None, {"name": "c", "features": ["n"]}),
        "relative of another length": relatives({"filterLength": 512}),
        "relative of another group": relatives(None, {"keyGroup": "n"}),
        "relative of another normaliser": relatives(None, {"role": "familyName"}),
        "relative of another variant": relatives(None, {"variant": "nickname"}),
        "two of a relation for one vector": relatives(
            None, None, {"name": "c", "features": ["n"], "relativeOf": {"relation": "mother", "vector": "a"}}
        ),
        "101 flips": document([given], flipsPerThousand=101),
        "negative flips": document([given], flipsPerThousand=-1),
        "flips a fraction": document([given], flipsPerThousand=0.02),
        "unknown profile": document([given], profile="clk"),
        "unknown hash": document([given], hash="sha1"),
    }

# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the deterministic vector files of this directory.

    python3 make.py              writes every file; running it again changes no byte
    python3 make.py --self-test  checks reference.py against published vectors, and writes nothing
"""

import hashlib
import json
import os
import random
import sys
import unicodedata

import reference as ref

HERE = os.path.dirname(os.path.abspath(__file__))
K0 = bytes(range(32))
K1 = hashlib.sha256(b"tessera test vectors: project key 1").digest()
K2 = hashlib.sha256(b"tessera test vectors: project key 2").digest()


def write(name, spec, cases, source="make.py"):
    ids = [case["id"] for case in cases]
    assert len(set(ids)) == len(ids), f"{name}: an id occurs twice"
    with open(os.path.join(HERE, name), "w", encoding="ascii", newline="\n") as file:
        json.dump({"source": source, "spec": spec, "cases": cases}, file, indent=1)
        file.write("\n")
    print(f"{name}: {len(cases)} cases")


def numbered(prefix, cases):
    return [{"id": f"{prefix}-{n:03}", **case} for n, case in enumerate(cases, 1)]


# normalise.json

NFC, NFD = (lambda s: unicodedata.normalize("NFC", s)), (lambda s: unicodedata.normalize("NFD", s))
ISO = {"dateFormats": ["yyyy-MM-dd"]}

NAMES = [
    "Maria", "MARIA", "maria", " Maria ", "\tMaria\n", "Mary Ann", "Mary  Ann", "Mary-Ann", "Mary\u2010Ann",
    "Mary\u2011Ann", "Mary\u2013Ann", "Mary\u2014Ann", "Mary\u2212Ann", "Mary/Ann", "Ann, Mary", "J.R.", "St. John",
    "D'Arcy",
    "D\u2019Arcy", "D`Arcy", "D\u02bcArcy", "O'Brien", "(Bob)", '"Bob"', "Bob!", "B0b", "Anna 2", "a_b", "a:b",
    "a\u00a0b",
    "a\u2003b", "a\u3000b", "\u00a0Maria\u00a0", "Ma\u00adria", "Ma\u200bria", "\ufeffMaria", "Ma\u200driA",
    NFC("Jos\u00e9"), NFD("Jos\u00e9"), NFC("Zo\u00eb"), NFD("Zo\u00eb"), NFC("\u00c5ngstr\u00f6m"),
    NFD("\u00c5ngstr\u00f6m"), "\u212bngstr\u00f6m",
    NFC("Nguy\u1ec5n"), NFD("Nguy\u1ec5n"), "S\u00f8ren", "\u0141ukasz", "Stra\u00dfe", "\u1e9eA", "\u00c6sa",
    "\u0153uvre", "\u0130pek",
    NFD("\u0130pek"), "\u0131lk", "\u00d0or\u00f0ur", "\u00deor", "\u00feor", "\ufb01nn",
    "\uff2d\uff21\uff32\uff29\uff21", "\uff11\uff12",
    "\u0418\u0432\u0430\u043d", "\u0438\u0432\u0430\u043d", "\u738b\u5c0f\u660e", "\u738b\u3000\u5c0f\u660e",
    "\u03a3\u03bf\u03c6\u03af\u03b1", "\u0645\u0631\u064a\u0645", "\U0001f600", "A\U0001f600",
    "\u00d7", "a\u00b7b", "a\u00b4b", "\u00aa", "3\u00ba", "Null", "NULL", "Nan", "nan", "None", "True", "False", "NA",
    "N/A", "Nil", "Inf", "", " ", "\t", "\u00a0", "\u200b", "123", "1-2", "7", "-", "...", "?", "''", "unknown",
    "UNKNOWN", " Unknown ",
    "un-known", "UNK", "xx", "X", "xxxx", "xxxxx", "xxxxxx", "zz", "test", "Test Patient", "no name", "n a",
    "jr", "I\u00a0I", "a\u007fb", "a\u0000b", "a\u001fb", "a\vb", "a\fb", "a\r\nb", "\u0301", "e\u0301\u0302",
    "\u0149a", "\u01c4a", "a\u0085b", "a\u2028b",
    "\u1e00\u1eff",
]
GIVEN = ["Baby", "baby  girl", "BABY BOY A", "Baby-Girl", "baby e", "Boy", "twin b", "fnu", "lnu", "do not use", "Jr",
    "Ann Jr.", "de", "Maria de la", "baby 5"]
FAMILY = [
    "de la Cruz", "De La Cruz", "DELACRUZ", "de-la-Cruz", "O Brien", "O' Brien", "O\u2019Brien", "Mc Donald",
    "McDonald", "Mac Donald",
    "van der Berg", "Vander Berg", "Van Den Berg", "van", "Van", "de la", "Cruz de", "Cruz de la", "Cruz de Leon",
    "Garcia de la Torre Lopez", "al Hassan", "Al-Hassan",
    "El-Amin", "bin Laden Smith", "ibn Sina", "von und zu", "Le", "Le Le", "Do", "Do Nguyen", "Te", "La", "Los Santos",
    "Fitz Gerald",
    "Smith Jr", "Smith, Jr.", "Smith Jr. III", "Smith II", "Smith III", "Smith IV", "Smith V", "Jr Smith", "Jr",
    "Jr Jr", "II", "Smith Sr", "Smith jr esq",
    "de Jr", "de la Jr", "de Souza e Silva", "dos Santos", "da Silva", "di Caprio", "del Rio", "della Rovere",
    "des Moines", "du Pont",
    "baby", "baby boy", "LNU", "fnu", "nln", "no last name", "Not Available", "Baby Girl Jr", "Xx", "Xx Jr", "von",
    "Pe\u00f1a Ortiz", NFD("Pe\u00f1a Ortiz"), "Washington-Brown", "d' Angelo", "D Angelo", "d\u2019 Angelo", "Null",
    "None", "Nan", "True Jr",
]
DATES = [
    (ISO, ["1985-03-12", " 1985-03-12 ", "\t1985-03-12\r\n", "1985-3-12", "85-03-12", "1985/03/12", "1985-03-12 ",
    "1985-03-12T00:00",
           "1985-03-12 00:00:00", "01985-03-12", "1985-03-123", "1985-13-01", "1985-00-10", "1985-01-00", "1985-02-29",
           "1984-02-29", "2000-02-29",
           "1900-02-29", "1985-04-31", "1985-12-31", "1985-01-32", "1849-12-31", "1850-01-01", "1850-01-02",
           "2100-12-31", "2101-01-01", "1900-01-01",
           "1901-01-01", "1911-11-11", "1111-11-11", "1800-01-01", "9999-12-31", "2222-02-22", "", "   ", "-", "abc",
           "1985-0a-12",
           "\u00a01985-03-12", "\uff11985-03-12", "1985\u201003\u201012", "1985-03-1\u00b2", "+985-03-12", "1985-03- 2",
           "1999-12-31", "0001-01-01"]),
    ({"dateFormats": ["MM/dd/yyyy"]}, ["03/12/1985", "3/12/1985", "12/31/1999", "31/12/1999", "02/29/1972",
    "02/30/1972", "03-12-1985", "03/12/85"]),
    ({"dateFormats": ["M/d/yyyy"]}, ["3/2/1985", "03/02/1985", "12/31/1999", "003/2/1985", "/2/1985", "13/1/1985"]),
    ({"dateFormats": ["yyyyMMdd"]}, ["19850312", "1985312", "1985-03-12", "198503122", "19000101", "20160202"]),
    ({"dateFormats": ["dd.MM.yyyy"]}, ["12.03.1985", "12,03,1985", "12.13.1985", "12.3.1985"]),
    ({"dateFormats": ["d. M. yyyy"]}, ["2. 3. 1985", "12. 11. 1985", "2.3.1985", "2.  3. 1985"]),
    ({"dateFormats": ["ddMMyyyy"]}, ["12031985", "31121999", "29021900"]),
    ({"dateFormats": ["yyyy-MM-dd", "MM/dd/yyyy", "yyyyMMdd"]},
    ["1985-03-12", "03/12/1985", "19850312", "12.03.1985", "1985-3-12"]),
    ({"dateFormats": ["MM/dd/yyyy", "dd/MM/yyyy"]}, ["03/12/1985", "25/12/1985"]),
    ({"dateFormats": ["dd/MM/yyyy", "MM/dd/yyyy"]}, ["03/12/1985", "12/25/1985"]),
    ({"dateFormats": ["yyyy\u5e74M\u6708d\u65e5"]}, ["1985\u5e743\u670812\u65e5", "1985-3-12"]),
    ({"dateFormats": ["yyyy-MM-ddT00:00"]}, ["1985-03-12T00:00", "1985-03-12T00:01", "1985-03-12"]),
    ({**ISO, "earliest": "1910-06-15", "latest": "2005-06-15"},
     ["1910-06-14", "1910-06-15", "2005-06-15", "2005-06-16", "1911-11-11", "1909-02-29"]),
    ({**ISO, "earliest": "1800-01-01", "latest": "9999-12-31"},
    ["1800-01-01", "1800-01-02", "9999-12-31", "9999-12-30", "2222-02-22", "1850-01-01"]),
]
SEX = [
    ({}, ["F", "f", "Female", "W", "woman", "M", "male", "Man", "x", "Non-Binary", "non binary", "OTHER", "U",
    "unknown", "UNK", "9", "0", "1", "2", "n",
          "", " ", "?", "-", " f ", "f.", "F\u00c9MALE", "\uff26", "females", "mw", "weiblich", "unk.", "99",
          "\u2640"]),
    ({"values": {"1": "m", "2": "f", "3": "x", "0": ""}}, ["1", "2", "3", "0", "9", "F", " 2 ", "4", "-1"]),
    ({"values": {"m": "f", "u": "x", "d": "x", "w": ""}}, ["m", "U", "d", "W", "female", "male"]),
]
ZIP = ["02139", "2139", "139", "39", "9", "", " ", "02139-4307", "021394307", "2139-4307", "21394307", "02139 4307",
    "0213", "021394", "0213943", "0213943070",
       "MA 02139", "0 2 1 3 9", "00000", "0000", "000", "99999", "12345", "12345-6789", "99999-1234", "000001234",
       "\uff10\uff12\uff11\uff13\uff19", "abc", "-",
       "02139.0", "501", "00501", "\u00b9\u00b2\u00b3", "12346"]
SSN = ["219-09-8761", "219098761", "219 09 8761", " 219-09-8761 ", "219\u201309\u20138761", "219\u00a009\u00a08761",
    "\uff12\uff11\uff19098761", "219.09.8761", "219/09/8761", "#219098761",
       "21909876", "2190987610", "", "  ", "---", "000-12-3456", "666-12-3456", "665-12-3456", "667-12-3456",
       "900-12-3456", "999-12-3456", "899-12-3456", "219-00-8761",
       "219-09-0000", "111-11-1111", "222222222", "555555555", "123-45-6789", "987-65-4321", "078-05-1120",
       "219-09-9999", "219-09-9998", "123456788",
       "001-01-0001", "xxx-xx-8761", "219-09-876x", "8761", "2-1-9-0-9-8-7-6-1", "219\t09\t8761", "219_09_8761",
       "+219098761"]
SSN4 = ["8761", " 8761 ", "87-61", "761", "87610", "0000", "1111", "1234", "9999", "2222", "219-09-8761", "219-09-1234",
    "219-09-1111", "219-09-0000",
        "000-12-8761", "078-05-1120", "111-11-1111", "666128761", "xxx-xx-8761", "***8761", "", " ", "876a",
        "\uff18\uff17\uff16\uff11", "12-3456", "0001"]
TEXT = ["14 Elm Street", "14 Elm St.", "14, Elm-Street", "  200  Main  Street Apt #3 ", "\u00c9lm", NFD("\u00c9lm"),
    "O'Neill's", "a_b", "a:b", "\u738b", "---", "", " ", "\u00b7",
        "Unknown", "no address", "No-Address", "NO FIXED ADDRESS", "homeless", "general delivery", "generaldelivery",
        "xx", "xxx", "x", "N/A", "null", "test 1", "TEST", "\u00bd", "\t",
        "\ufb03", "Stra\u00dfe 7"]
NUMBER = ["1", "0", "-0", "+0", "007", "-007", "+7", "7.0", "7.50", "7.05", "0.5", "00.5", "-0.0", "-0.50", "+0.50",
    "1000000000000000000000000000001", " 7 ", "\u22127",
          "\uff17\uff0e\uff15", "", " ", "1e5", "1,000", "1 000", "0x10", "--7", "+-7", "-", ".", "7.5.1", "abc", "NaN",
          "inf", "1.000", "100", "100.00", "- 7",
          "\u00b2", "\u00a07", "-00.00"]
DIGITS = ["123", "a1b2", "00", " 7 ", "", " ", "abc", "-", "\uff13", "12-34", "\u00b3", "\u0663"]
CODE = ["A1", "a-1", "A 1", "B/22", "\u00e9", "\u738b1", "", " ", "---", "\u00df", "_", "unknown", "0", "A\u00a01",
    "\u00bc", "\u0416"]


def normalise_case(normaliser, options, text, as_bytes=False):
    feature = {"normaliser": normaliser, "earliest": "1850-01-01", "latest": "2100-12-31", **options}
    case = {"normaliser": normaliser, **options}
    case.update({"inputHex": text.encode().hex()} if as_bytes else {"input": text})
    try:
        case["expected"] = ref.normalise(text, feature)
    except ref.Missing as missing:
        case["missing"] = str(missing)
    return case


def make_normalise():
    cases = []
    for normaliser, groups in {
        "givenName": [({}, NAMES + GIVEN)], "familyName": [({}, NAMES + FAMILY)], "date": DATES, "sex": SEX,
        "zip5": [({}, ZIP)], "ssn9": [({}, SSN)], "ssn4": [({}, SSN4)], "text": [({}, TEXT)],
        "number": [({}, NUMBER)], "digits": [({}, DIGITS)], "code": [({}, CODE)],
    }.items():
        made = [normalise_case(normaliser, options, text) for options, texts in groups for text in texts]
        if normaliser == "givenName":
            made += [normalise_case(normaliser, {}, NFD(text), True) for text in
                     ("\u00c1\u00c9\u00cd\u00d3\u00da", "\u00e0\u00e8\u00ec", "\u0112l\u012bna", "\u010cech",
                     "\u1ea4n")]
            # Some listed placeholders, and every code point of the folding table between two letters.
            made += [normalise_case(normaliser, {}, text) for text in sorted(ref.PLACEHOLDERS["given"])[::9]]
            points = sorted(ref.FOLDING)
            made += [normalise_case(normaliser, {}, "".join(f"a{c}b " for c in points[at:at + 32]), True)
                     for at in range(0, len(points), 32)]
        cases += numbered(normaliser, made)
    write("normalise.json", "encodings.md section 1", cases)


# tokens.json

def make_tokens():
    def q(size, padding="both", words="each", positional=False):
        return {"type": "qgrams", "q": size, "padding": padding, "words": words, "positional": positional}

    made = []
    for value in ("maria", "mary ann", "a", "\u738b\u5c0f\u660e", "anna anna"):
        for size in (1, 2, 3, 4):
            made += [(value, q(size, padding, words)) for padding in ("both", "start", "none") for words in ("each",
                "joined")]
    for value in ("02139", "219098761", "aaaa", "ab", "\u00fc1"):
        made += [(value, q(size, padding, "joined", True)) for size in (1, 2, 3) for padding in ("both", "start",
            "none")]
    made += [("maria de la cruz lopez", q(2, "both", "joined", True)), ("zz top zz", q(2)),
        ("-7.5", q(1, "none", "joined", True)),
             ("\U0001f600a", q(2)), ("e\u0323\u0301", q(2, "none"))]
    made += [(value, {"type": "exact"}) for value in ("f", "x", "02139", "mary ann", "\u738b", "19850312")]
    everything = ["digits", "year", "month", "day", "monthDay", "swap"]
    for value in ("19850312", "19851203", "20001111", "19991231", "18500102"):
        made += [(value, {"type": "dateParts", "parts": parts}) for parts in
                 [everything, everything[:4] + everything[5:], ["year"],
                 ["swap", "digits"]] + [[p] for p in everything[2:]]]
    write("tokens.json", "encodings.md section 2", numbered("tokens", [
        {"value": value, "tokens": tokens, "expected": [token.decode() for token in ref.tokenise(value, tokens)]}
        for value, tokens in made]))


# positions.json

def make_positions():
    fingerprint = hashlib.sha256(b"tessera test vectors: fingerprint").digest()
    made = []
    lengths = (64, 128, 192, 512, 960, 1024, 1088, 2048, 4096, 65472, 65536)
    tokens = ("_m", "ma", "a_", "\u738b\u5c0f", "0:1", "Y1985", "S0312", "f", "\u00fc")
    for n, l in enumerate(lengths):
        for m, k in enumerate((1, 3, 4, 5, 8, 12, 40)):
            token = tokens[(n + m) % len(tokens)]
            group = ("given", "names", "dob", "a-b_C9")[(n + 2 * m) % 4]
            key = (K0, K1, K2)[(n + m) % 3]
            mark = (bytes(32), fingerprint)[m % 2]
            secret = ref.group_key(key, mark, group)
            made.append({"projectKey": key.hex(), "fingerprint": mark.hex(), "group": group, "groupKey": secret.hex(),
                         "token": token, "l": l, "k": k, "positions": ref.positions(secret, token.encode(), l, k)})
    # A whole feature: the set of positions of several tokens under each weight.
    bags = (["f"], ["_m", "a_", "ar", "ia", "ma", "ri"], [f"{i}:{i}" for i in range(9)])
    for bag in bags:
        for weight in ({"bitsPerToken": 1}, {"bitsPerToken": 15}, {"bitsPerFeature": 1}, {"bitsPerFeature": 7},
                       {"bitsPerFeature": 9}, {"bitsPerFeature": 100}, {"bitsPerFeature": 192}):
            for l in (192, 1024):
                secret = ref.group_key(K1, fingerprint, "dob")
                made.append({"projectKey": K1.hex(), "fingerprint": fingerprint.hex(), "group": "dob",
                    "groupKey": secret.hex(),
                             "tokens": bag, "l": l, "weight": weight, "set":
                             sorted(ref.feature_positions(secret, [t.encode() for t in bag], weight, l))})
    write("positions.json", "encodings.md sections 3 and 4", numbered("positions", made))


# Schema documents that several files share.

def names(weight, **more):
    return [{"name": "given", "role": "givenName", **weight, **more},
        {"name": "family", "role": "familyName", **weight, **more}]


def document(features, vectors="record", length=1024, **more):
    made = {"tessera": "linkage-schema/1", "name": "vectors"}
    made.update({"filterLength": length} if length else {})
    return json.dumps({**made, "features": features, "vectors": vectors, **more})


DOB = {"name": "dob", "role": "birthDate", "dateFormats": ["yyyy-MM-dd"], "bitsPerToken": 14}
FIVE = names({"bitsPerToken": 12}) + [
    DOB, {"name": "sex", "role": "sex", "bitsPerToken": 20}, {"name": "zip", "role": "postalCode", "bitsPerToken": 8}]
EVERY = FIVE + [
    {"name": "ssn", "role": "nationalId", "bitsPerToken": 10}, {"name": "street", "role": "text", "bitsPerToken": 5},
    {"name": "house", "role": "number", "bitsPerToken": 6}, {"name": "ward", "role": "code", "bitsPerToken": 30}]

SCHEMAS = {
    "record": document(FIVE),
    "record-every-role": document(EVERY, length=2048),
    "fields": document(EVERY, "fields", 512),
    "groups": document(
        [dict(f, keyGroup="names") if f["name"] in ("given", "family") else f for f in EVERY],
        [{"name": "who", "features": ["given", "family"], "filterLength": 192},
         {"name": "when", "features": ["dob", "sex"], "filterLength": 512},
         {"name": "all", "features": ["family", "given", "dob", "sex", "zip", "ssn", "street", "house", "ward"]}]),
    "bits-per-feature": document(
        names({"bitsPerFeature": 100}, keyGroup="n") + [
            {"name": "dob", "role": "birthDate", "dateFormats": ["MM/dd/yyyy", "yyyy-MM-dd"], "bitsPerFeature": 90},
            {"name": "ssn4", "role": "nationalId", "normaliser": "ssn4", "bitsPerFeature": 3}], length=448),
    "smallest": document([{"name": "s", "role": "sex", "bitsPerToken": 64}], "fields", 64),
    "longest": document(names({"bitsPerToken": 30}), length=65536),
    "own-tokens": document([
        {"name": "given", "role": "givenName", "bitsPerToken": 7,
         "tokens": {"type": "qgrams", "q": 3, "padding": "start", "words": "joined", "positional": False}},
        {"name": "family", "role": "familyName", "normaliser": "familyName", "bitsPerToken": 9,
         "tokens": {"type": "qgrams", "q": 2, "padding": "both", "words": "joined", "positional": True}},
        {"name": "dob", "role": "birthDate", "dateFormats": ["d.M.yyyy"], "bitsPerToken": 4, "earliest": "1900-01-02",
         "latest": "2030-12-31", "tokens": {"type": "dateParts", "parts": ["swap", "monthDay", "year"]}},
        {"name": "id", "role": "nationalId", "normaliser": "code", "bitsPerToken": 16, "tokens": {"type": "exact"}},
        {"name": "plz", "role": "postalCode", "normaliser": "digits", "bitsPerToken": 2},
        {"name": "sex", "role": "sex", "bitsPerToken": 40, "values": {"1": "m", "2": "f", "9": ""}}], length=576),
    "required": document(
        [dict(f, missing="reject") if f["name"] == "dob" else f for f in FIVE], length=320),
    "sixty-four-features": document(
        [{"name": f"c{n}", "role": "code", "bitsPerToken": 3} for n in range(64)],
        [{"name": "a", "features": [f"c{n}" for n in range(64)], "filterLength": 256},
         {"name": "b", "features": ["c63", "c0"], "filterLength": 64}], length=None),
}

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


def fields_of(schema, person):
    made = []
    for feature in schema["features"]:
        text = person[ORDER.index(feature["role"])]
        if feature["role"] == "birthDate" and "yyyy-MM-dd" not in feature["dateFormats"] and text:
            year, month, day = text.split("-")
            text = f"{int(day)}.{int(month)}.{year}"
        if feature.get("values"):
            text = {"f": "2", "M": "1", "unknown": "9"}.get(text, text)
        made.append(text)
    return made


def record_case(key, schema, fields):
    present = [bool(ref.tokens_of(text, f)) for f, text in zip(schema["features"], fields)]
    if any(not there and f["missing"] == "reject" for f, there in zip(schema["features"], present)):
        return {"fields": fields, "rejected": "missing.required"}
    if not any(present):
        return {"fields": fields, "blank": True}
    return {"fields": fields, "row": ref.row(key, schema, fields).hex()}


def make_filters():
    made = []
    for n, (name, text) in enumerate(SCHEMAS.items()):
        schema, key = ref.complete(text), (K0, K1, K2)[n % 3]
        if name == "sixty-four-features":
            records = [["x"] * 64, [""] * 63 + ["y"], ["z"] + [""] * 63, [str(i) if i % 3 else "" for i in range(64)],
                [""] * 64]
        elif name == "smallest":
            records = [["f"], ["m"], ["x"], ["u"], [""]]
        else:
            records = [fields_of(schema, person) for person in PERSONS[:2 if name == "longest" else len(PERSONS)]]
        made.append({"id": name, "schema": text, "fingerprint": ref.fingerprint(schema).hex(), "projectKey": key.hex(),
                     "rowBytes": (len(schema["features"]) + 63) // 64 * 8 + sum(v["bits"] // 8 for v in schema["vectors"]),
                     "records": [record_case(key, schema, fields) for fields in records]})
    write("filters.json", "encodings.md sections 1 to 5", made)


# key-check.json

def make_key_check():
    narrow = document([dict(DOB, earliest="1980-01-01", latest="2000-12-31"),
        {"name": "sex", "role": "sex", "bitsPerToken": 3}],
                      length=128)
    schemas = {**SCHEMAS, "narrow-dates": narrow, "only-digits-of-codes": document(
        [{"name": "ward", "role": "code", "normaliser": "digits", "bitsPerToken": 3}], length=64)}
    del schemas["longest"]
    made = []
    for n, (name, text) in enumerate(schemas.items()):
        schema = ref.complete(text)
        mark = ref.fingerprint(schema)
        for key, project in ((K0, "demo"), (K1, "Study-2026.v1_x"), (K2, "p" * 64))[n % 3:n % 3 + 2]:
            made.append({
                "id": f"{name}-{project[:5]}", "schema": text, "fingerprint": mark.hex(), "projectKey": key.hex(),
                "project": project,
                "prk": ref.hkdf_extract(mark, key).hex(),
                "groupKeys": {g: ref.group_key(key, mark,
                g).hex() for g in sorted({f["keyGroup"] for f in schema["features"]})},
                "checkKey": ref.check_key(key, mark).hex(), "keyCheck": ref.key_check(key, mark, project).hex(),
                "canaryRowsSHA256": hashlib.sha256(ref.canary_rows(key, schema)).hexdigest(),
                "canaryDigest": ref.canary_digest(key, schema).hex()})
    write("key-check.json", "encodings.md section 3", made)


# schema-canonical.json and schema-invalid.json

COMMENTED = '''// A schema with comments, every default left out.
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
// the end'''


def make_schema_canonical():
    long_form = document([
        {"name": "given", "role": "givenName", "column": "first", "normaliser": "givenName", "missing": "skip",
        "keyGroup": "given",
         "tokens": {"type": "qgrams", "q": 2, "padding": "both", "words": "each", "positional": False},
         "bitsPerToken": 12},
        {"name": "dob", "role": "birthDate", "normaliser": "date", "dateFormats": ["yyyyMMdd"],
        "earliest": "1850-01-01",
         "latest": "2100-12-31", "tokens": {"type": "dateParts", "parts": ["swap", "day", "digits", "month", "year"]},
         "bitsPerToken": 14}],
        [{"name": "clk", "features": ["given", "dob"], "filterLength": 1024}], length=512, profile="bloom",
        hash="hmac-sha-256",
        description="the same fingerprint as with-comments")
    documents = {
        "with-comments": COMMENTED, "every-default-written-out": long_form, **SCHEMAS,
        "role-takes-other-normalisers": document([
            {"name": "a", "role": "postalCode", "normaliser": "code", "bitsPerToken": 1},
            {"name": "b", "role": "postalCode", "normaliser": "digits", "bitsPerToken": 1},
            {"name": "c", "role": "nationalId", "normaliser": "ssn4", "bitsPerToken": 1},
            {"name": "d", "role": "nationalId", "normaliser": "code", "bitsPerToken": 1},
            {"name": "e", "role": "nationalId", "normaliser": "digits", "bitsPerToken": 1},
            {"name": "f", "role": "number", "normaliser": "digits", "bitsPerToken": 1},
            {"name": "g", "role": "text", "normaliser": "givenName", "bitsPerToken": 1},
            {"name": "h", "role": "text", "normaliser": "familyName", "bitsPerToken": 1},
            {"name": "i", "role": "text", "normaliser": "code", "bitsPerToken": 1},
            {"name": "j", "role": "text", "normaliser": "digits", "bitsPerToken": 1},
            {"name": "k", "role": "code", "normaliser": "digits", "bitsPerToken": 1},
            {"name": "l", "role": "code", "normaliser": "text", "bitsPerToken": 1}], "fields", 64),
        "exact-date": document([dict(DOB, tokens={"type": "exact"})]),
        "words-and-positional-left-out": document([
            {"name": "n", "role": "givenName", "bitsPerToken": 1024,
            "tokens": {"type": "qgrams", "q": 4, "padding": "none"}}]),
        "vector-order-is-kept": document(FIVE, [
            {"name": "z", "features": ["zip", "given"]}, {"name": "A-1", "features": ["dob", "family", "sex"],
            "filterLength": 128}]),
        "feature-in-two-vectors": document(FIVE, [
            {"name": "one", "features": [f["name"] for f in FIVE]}, {"name": "two", "features": ["dob"]}],
            length=64000),
        "shared-group-of-given-and-family": document(names({"bitsPerFeature": 1024}, keyGroup="N-1_x")),
    }
    made = []
    for name, text in documents.items():
        schema = ref.complete(text)
        form = ref.canonical_form(schema)
        made.append({"id": name, "document": text, "canonical": form.decode(),
            "fingerprint": hashlib.sha256(form).hexdigest()})
    assert made[0]["fingerprint"] == made[1]["fingerprint"]
    write("schema-canonical.json", "linkage-schema.md", made)


def make_schema_invalid():
    given = {"name": "given", "role": "givenName", "bitsPerToken": 12}
    family = dict(given, name="family", role="familyName")
    zip5 = {"name": "zip", "role": "postalCode", "bitsPerToken": 4}
    positional = {"type": "qgrams", "q": 1, "padding": "none", "words": "each", "positional": True}
    grams = {"type": "qgrams", "q": 2, "padding": "both", "words": "each", "positional": False}

    def one(**change):
        return document([dict(given, **change)])

    def without(feature, key, **change):
        return {k: v for k, v in {**feature, **change}.items() if k != key}

    good = document([given])
    documents = {
        "not json": "{", "empty document": "", "a list": "[]", "text after the end": good + "{}",
        "trailing comma": good.replace("]", ",]", 1),
        "block comment": "/* no */" + good, "unknown key": document([given], colour="red"),
        "unknown key of a feature": one(weight=3),
        "duplicate key": good.replace('"name": "vectors"', '"name": "vectors", "name": "again"'),
        "wrong version": good.replace("linkage-schema/1", "linkage-schema/2"),
        "no version": good.replace('"tessera": "linkage-schema/1", ', ""),
        "no features": document([]), "65 features": document([dict(zip5, name=f"c{n}") for n in range(65)]),
        "65 vectors": document([given], [{"name": f"v{n}", "features": ["given"]} for n in range(65)]),
        "l not a multiple of 64": document([given], length=1000),
        "l = 0": document([given], length=None).replace('"features"', '"filterLength": 0, "features"', 1),
        "l too long": document([given], length=65600), "l negative": document([given], length=-64),
        "l a text": document([given], length="1024"),
        "l a fraction": good.replace("1024", "1024.5"), "duplicate names": document([given, given]),
        "name with a space": one(name="a b"), "name empty": one(name=""),
        "name not ascii": one(name="\u00fc"), "unknown role": one(role="nickname"),
        "unknown normaliser": one(normaliser="soundex"),
        "normaliser the role does not take": one(normaliser="familyName"),
        "sex with code": document([dict(zip5, role="sex", normaliser="code")]),
        "both weights": one(bitsPerFeature=100), "neither weight": document([without(given, "bitsPerToken")]),
        "weight 0": one(bitsPerToken=0),
        "weight 1025": document([dict(given, bitsPerToken=1025)], length=2048),
        "bitsPerFeature 65537": document([without(given, "bitsPerToken", bitsPerFeature=65537)], length=65536),
        "weight above l": document([dict(given, bitsPerToken=65)], length=64),
        "weight above the smallest l": document([dict(given, bitsPerToken=100)],
        [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["given"], "filterLength": 64}]),
        "q 0": one(tokens=dict(grams, q=0)), "q 5": one(tokens=dict(grams, q=5)),
        "unknown padding": one(tokens=dict(grams, padding="left")),
        "unknown tokens": one(tokens={"type": "words"}), "unknown key of tokens": one(tokens=dict(grams, k=2)),
        "positional with words each": document([dict(zip5, tokens=positional)]),
        "dateParts on a name": one(tokens={"type": "dateParts", "parts": ["year"]}),
        "qgrams on a date": document([dict(DOB, tokens=grams)]),
        "unknown part": document([dict(DOB, tokens={"type": "dateParts", "parts": ["week"]})]),
        "no parts": document([dict(DOB, tokens={"type": "dateParts", "parts": []})]),
        "date without formats": document([without(DOB, "dateFormats")]),
        "date with no format": document([dict(DOB, dateFormats=[])]),
        "format without a day": document([dict(DOB, dateFormats=["yyyy-MM"])]),
        "format with two months": document([dict(DOB, dateFormats=["yyyy-MM-dd MM"])]),
        "two-digit year": document([dict(DOB, dateFormats=["yy-MM-dd"])]),
        "dateFormats on a name": one(dateFormats=["yyyy-MM-dd"]), "earliest on a name": one(earliest="1900-01-01"),
        "latest on a name": one(latest="1900-01-01"), "values on a name": one(values={"a": "f"}),
        "values to something else": document([dict(zip5, role="sex", values={"1": "male"})]),
        "earliest after latest": document([dict(DOB, earliest="2000-01-02", latest="2000-01-01")]),
        "earliest no date": document([dict(DOB, earliest="1900-02-29")]),
        "earliest in another form": document([dict(DOB, earliest="19000101")]),
        "missing: unknown word": one(missing="drop"), "feature in no vector": document([given, family],
        [{"name": "a", "features": ["given"]}]),
        "vector of an unknown feature": document([given], [{"name": "a", "features": ["given", "x"]}]),
        "vector names one twice": document([given], [{"name": "a", "features": ["given", "given"]}]),
        "vector of none": document([given], [{"name": "a", "features": ["given"]}, {"name": "b", "features": []}]),
        "no vectors": document([given], []),
        "vectors: unknown word": document([given], "both"), "two vectors of one name": document([given],
        [{"name": "a", "features": ["given"]}] * 2),
        "group of differing weights": document([dict(given, keyGroup="n"),
        dict(family, keyGroup="n", bitsPerToken=11)]),
        "group of differing tokens": document([dict(given, keyGroup="n"),
        dict(family, keyGroup="n", tokens=dict(grams, q=3))]),
        "group of differing normalisers": document([dict(given, keyGroup="n"),
        {"name": "street", "role": "text", "bitsPerToken": 12, "keyGroup": "n"}]),
        "unknown profile": document([given], profile="clk"), "unknown hash": document([given], hash="sha1"),
    }
    write("schema-invalid.json", "linkage-schema.md section 2",
        [{"id": name, "document": text} for name, text in documents.items()])


# canonical-json.json

def make_canonical_json():
    texts = {
        "order by bytes": '{"b": 1, "a": 2, "B": 3, "": 4, "aa": 5, "\\u00e9": 6, "Z": 7, "_": 8, "0": 9, "10": 10, "2": 11}',
        "order is not that of utf-16": '{"\\uffee": 1, "\\ud83d\\ude00": 2, "\\ue000": 3}',
        "white space": ' { "a" : [ 1 , 2 ,\n\t3 ] , "b" : { } , "c" : [ ] } ',
        "short escapes": '"\\"\\\\\\/\\b\\f\\n\\r\\t"', "control characters": json.dumps("".join(map(chr, range(32)))),
        "delete and beyond are not escaped": '"\\u007f\\u0080\\u00a0\\u2028\\u2029\\ufeff"',
        "surrogate pair": '"\\ud83d\\ude00"', "no solidus escape": '"a/b"',
        "escapes spelled otherwise": '"\\u0041\\u00e9\\u0022\\u005C\\u002f\\u000A\\u001F"',
        "integers": "[0, -1, 9007199254740991, -9007199254740991]",
        "literals": "[true, false, null]", "nested": '{"z": {"y": [{"b": [], "a": {}}]}, "a": [[[]]]}',
        "not normalised": '["e\\u0301", "\\u00e9"]',
        "empty text": '""', "top-level number": "7", "key with an escape": '{"a\\"": 1, "a\\n": 2, "a!": 3}',
    }
    write("canonical-json.json", "exchange-format.md section 1", [
        {"id": name, "text": text, "canonical": ref.canonical(json.loads(text)).decode()} for name,
        text in texts.items()])


# linkage.json

def make_linkage():
    dice, greedy, automatic = [], [], []
    draw = random.Random(20261121)
    pairs = [(bytes(8), bytes(8)), (b"\xff" * 8, b"\xff" * 8), (b"\xff" * 8, bytes(8)),
        (bytes([1] * 8), bytes([2] * 8)), (bytes([3] * 8), bytes([1] * 8))]
    pairs += [(draw.randbytes(l // 8), draw.randbytes(l // 8)) for l in (64, 64, 128, 192, 1024, 1024, 1088)]
    for a, b in pairs:
        c, total = ref.counts(a, b)
        exact = 20000 * c // total if total else 0
        for threshold in sorted({0, 1, 5000, 10000, max(exact, 0), min(exact + 1, 10000)}):
            dice.append({"a": a.hex(), "b": b.hex(), "intersection": c, "popcounts": [ref.popcount(a), ref.popcount(b)],
                         "threshold": threshold, "kept": ref.kept(a, b, threshold)})
    for n in range(24):
        datasets, records = 2 + n % 3, 4 + n % 5
        found = []
        for a in range(datasets):
            for b in range(a + 1, datasets):
                for i in range(records):
                    for j in range(records):
                        if draw.random() < 0.45:
                            total = draw.choice([40, 60, 100])
                            found.append(((draw.randrange(total // 4, total // 2 + 1), total), (a, i), (b, j)))
        token = {(d, r): hashlib.sha256(b"%d %d %d" % (n, d,
            r)).digest()[:16].hex() for d in range(datasets) for r in range(records)}
        groups, conflicts = ref.greedy([(ref.Fraction(2 * c, total), (a, token[a, i]), (b, token[b, j])) for (c, total),
            (a, i), (b, j) in found])
        greedy.append({"datasets": datasets, "pairs": [{"intersection": c, "popcounts": total, "a": [a, token[a, i]],
            "b": [b, token[b, j]]}
                                                       for (c, total), (a, i), (b, j) in found],
                       "groups": [[list(r) for r in g] for g in groups], "conflicts": conflicts})
    for n in range(8):
        share, size = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 0.5)[n], (40, 40, 60, 50, 50, 40, 30, 20)[n]
        bests = []
        for _ in range(size):
            second = draw.randrange(20, 56)
            best = draw.randrange(75, 101) if draw.random() < share else max(second, draw.randrange(20, 60))
            bests.append([best, second])
        exact = [(ref.Fraction(b, 100), ref.Fraction(s, 100)) for b, s in bests]
        automatic.append({"bestsInHundredths": bests, "threshold": ref.automatic_threshold(exact)})
    write("linkage.json", "linkage.md sections 1 to 3", numbered("dice", dice) + numbered("greedy",
        greedy) + numbered("automatic", automatic))


# Published vectors for the parts that others have defined.

def self_test():
    h = bytes.fromhex
    # RFC 5869, appendix A, test cases 1 to 3.
    for key, salt, info, length, prk, okm in (
        ("0b" * 22, "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42,
         "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
         "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
        (bytes(range(0x50)).hex(), bytes(range(0x60, 0xB0)).hex(), bytes(range(0xB0, 0x100)).hex(), 82,
         "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
         "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
         "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"),
        ("0b" * 22, "", "", 42, "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
         "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ):
        assert ref.hkdf_extract(h(salt), h(key)) == h(prk)
        assert ref.hkdf_expand(h(prk), h(info), length) == h(okm)
    # RFC 4231, test cases 1 and 2.
    assert ref.hmac_sha256(b"\x0b" * 20,
        b"Hi There") == h("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    assert ref.hmac_sha256(b"Jefe",
        b"what do ya want for nothing?") == h("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    # BIP 350: valid and invalid Bech32m strings.
    for text in ("A1LQFN3A", "a1lqfn3a",
        "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
                 "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx", "11" + "l" * 82 + "ludsr8",
                 "split1checkupstagehandshakeupstreamerranterredcaperredlc445v", "?1v759aa"):
        assert ref.is_bech32m(text), text
    for text in ("\x201xj0phk", "\x7f1g6xzxy", "\x801vctc34", "qyrz8wqd2c9m", "1qyrz8wqd2c9m", "y1b0jsk6g",
        "lt1igcx5c0", "in1muywd",
                 "mm1crxm3i", "au1s5cgom", "M1VUXWEZ", "16plkw9", "1p2gdwpf", "A1lqfn3a"):
        assert not ref.is_bech32m(text), text
    assert ref.is_bech32m(ref.bech32m("abc", bytes(range(40)))) and ref.is_bech32m(ref.bech32m("abc", b"\1").upper())
    print("published vectors: all hold")


if __name__ == "__main__":
    self_test()
    if sys.argv[1:] != ["--self-test"]:
        for make in (make_normalise, make_tokens, make_positions, make_filters, make_key_check, make_schema_canonical,
                     make_schema_invalid, make_canonical_json, make_linkage):
            make()

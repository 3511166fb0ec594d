#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes hardened.json, the vectors of encodings.md section 6, from the text of the Specs and the tables alone.

python3 hardened.py          writes the file; running it again changes no byte
python3 hardened.py --check  writes nothing, and fails if the file would change

Normalisers, tokens, key derivation and canonical JSON are those of reference.py; everything else stands here. Nothing but
the standard library. Half a minute.
"""

import datetime
import hashlib
import itertools
import json
import os
import sys

import reference as ref
from documents import DOB, ORDER, PERSONS

HERE = os.path.dirname(os.path.abspath(__file__))
K0 = bytes(range(32))
K1 = hashlib.sha256(b"tessera test vectors: project key 1").digest()

# linkage-schema.md 1a and 4

PROFILES = {"hardened": (5120, 3), "hardened-strict": (4096, 3)}
TABLES = {"us-given-names-2020": "givenName", "us-family-names-2020": "familyName"}
DIGITS = {"zip5": 5, "ssn9": 9, "ssn4": 4}
ROLE_CENTRES = {
    "givenName": "us-given-names-2020",
    "familyName": "us-family-names-2020",
    "birthDate": "uniform-dates",
    "sex": "even-sexes",
}


class Refused(Exception):
    """A schema that no implementation may take."""


def refuse_if(condition, why):
    if condition:
        raise Refused(why)


def table_path(centre):
    return os.path.join(ref.TABLES, f"frequencies-{centre}.tsv")


def fits(centre, normaliser, tokens):
    if centre == "none":
        return True
    if centre in TABLES:
        return normaliser == TABLES[centre] and tokens == ref.BIGRAMS
    if centre == "uniform-dates":
        return tokens["type"] == "dateParts"
    if centre == "even-sexes":
        return normaliser == "sex" and tokens["type"] == "exact"
    assert centre == "uniform-digits"
    return normaliser in DIGITS and tokens["type"] == "qgrams" and tokens["positional"] and tokens["q"] <= 2


def complete_feature(feature):
    refuse_if("bitsPerToken" in feature or "bitsPerFeature" in feature, "a weight of bloom")
    refuse_if("variant" in feature, "a variant of bloom")
    refuse_if("yearOnly" in feature.get("tokens", {}), "days of bloom")
    role = feature["role"]
    weight = feature.get("weight", 1)
    refuse_if(type(weight) is not int or not 1 <= weight <= 255, "weight")
    made = ref.complete_feature(dict(feature, bitsPerToken=1))
    default = ROLE_CENTRES.get(role, "none")
    if role in ("postalCode", "nationalId") and made["normaliser"] in DIGITS:
        default = "uniform-digits"
    centre = feature.get("centre", default)
    refuse_if(centre not in (*TABLES, "none", "uniform-dates", "even-sexes", "uniform-digits"), "no such centre")
    refuse_if(not fits(centre, made["normaliser"], made["tokens"]), "the centre is not made for these tokens")
    made["weight"], made["centre"] = weight, {"name": centre}
    if centre in TABLES:
        with open(table_path(centre), "rb") as file:
            made["centre"]["sha256"] = hashlib.sha256(file.read()).hexdigest()
    return made


def complete(text):
    document = json.loads(ref.without_comments(text))
    l, m = PROFILES[document["profile"]]
    refuse_if(document.get("hash", "blake2b-512") != "blake2b-512", "hash")
    refuse_if(document.get("filterLength", l) != l, "length")
    names = [feature["name"] for feature in document["features"]]
    vectors = document["vectors"]
    if vectors == "record":
        vectors = [{"name": "record", "features": names}]
    elif vectors == "fields":
        vectors = [{"name": name, "features": [name]} for name in names]
    refuse_if(any(v.get("filterLength", l) != l for v in vectors), "length of a vector")
    refuse_if(any("variantOf" in v for v in vectors), "second values")
    refuse_if(any("relativeOf" in v for v in vectors), "values of relatives")
    features = [complete_feature(feature) for feature in document["features"]]
    tokens_of_group = {feature["keyGroup"]: feature["tokens"] for feature in features}
    refuse_if(any(f["tokens"] != tokens_of_group[f["keyGroup"]] for f in features), "tokens of a group")
    return {
        "profile": document["profile"],
        "l": l,
        "m": m,
        "features": features,
        "vectors": [{"name": v["name"], "features": v["features"], "bits": l} for v in vectors],
    }


def canonical_form(schema):
    own = ("values", "dateFormats")
    return ref.canonical(
        {
            "features": [{k: v for k, v in feature.items() if k not in own} for feature in schema["features"]],
            "hash": "blake2b-512",
            "normalisers": 1,
            "profile": schema["profile"],
            "tessera": "linkage-schema/1",
            "vectors": schema["vectors"],
        }
    )


def fingerprint(schema):
    return hashlib.sha256(canonical_form(schema)).digest()


# encodings.md 6: signs


def tie_key(key, mark):
    return ref.hkdf_expand(ref.hkdf_extract(mark, key), b"tessera/tie/1", 32)


def digest(key, first, v, b, message):
    """64 bytes; `first` is the row, or 255."""
    return hashlib.blake2b(b.to_bytes(4, "little") + message, key=key, salt=bytes([first, v])).digest()


def bits(key, first, v, l, message):
    """l bits as a list of 0 and 1."""
    joined = b"".join(digest(key, first, v, b, message) for b in range(l // 512))
    return [int(c) for c in f"{int.from_bytes(joined, 'big'):0{l}b}"]


# encodings.md 6: centre


def rounded(a, b):
    return (2 * a + b) // (2 * b)


def day(text):
    return datetime.date(*map(int, text.split("-")))


def centre(feature):
    """F by token."""
    name = feature["centre"]["name"]
    if name in TABLES:
        with open(table_path(name), encoding="ascii") as file:
            pairs = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
        return {token.encode(): int(f) for token, f in pairs}
    if name == "uniform-dates":
        days, counts = 0, {}
        date, last = day(feature["earliest"]), day(feature["latest"])
        while True:
            days += 1
            for token in ref.tokenise(f"{date:%Y%m%d}", feature["tokens"]):
                counts[token] = counts.get(token, 0) + 1
            if date == last:
                break
            date += datetime.timedelta(days=1)
        return {token: rounded(65536 * count, days) for token, count in counts.items()}
    if name == "even-sexes":
        return {b"f": 32768, b"m": 32768}
    if name == "uniform-digits":
        found = {}
        # Two strings that differ show where digits stand; every digit there is as likely.
        for token in ref.tokenise("1" * DIGITS[feature["normaliser"]], feature["tokens"]):
            index, _, gram = token.decode().partition(":")
            places = [c == "1" for c in gram]
            for choice in itertools.product(*("0123456789" if place else "_" for place in places)):
                found[f"{index}:{''.join(choice)}".encode()] = rounded(65536, 10 ** sum(places))
        return found
    return {}


CENTRES = {}


def offsets(feature, key, v, r, l):
    """The sum over the centre of one feature, for every position."""
    mark = json.dumps([feature[k] for k in feature if k != "name"]), key, v, r, l
    if mark not in CENTRES:
        sums = [0] * l
        for token, f in centre(feature).items():
            if f:
                sums = [s + (f if bit else -f) for s, bit in zip(sums, bits(key, r, v, l, token))]
        CENTRES[mark] = sums
    return CENTRES[mark]


# encodings.md 6: vote, and 5: the row


def packed(flags):
    out = bytearray(len(flags) // 8)
    for i, flag in enumerate(flags):
        if flag:
            ref.set_bit(out, i)
    return bytes(out)


def vector(schema, v, tokens, key, mark):
    """The bytes of a vector with a present feature."""
    l = schema["l"]
    named = [f for f in schema["features"] if f["name"] in schema["vectors"][v]["features"] and tokens[f["name"]]]
    parity = [0] * l
    for r in range(schema["m"]):
        sums, centres = [0] * l, [0] * l
        for feature in named:
            secret, weight = ref.group_key(key, mark, feature["keyGroup"]), feature["weight"]
            for token in tokens[feature["name"]]:
                sums = [s + (weight if bit else -weight) for s, bit in zip(sums, bits(secret, r, v, l, token))]
            centres = [o + weight * s for o, s in zip(centres, offsets(feature, secret, v, r, l))]
        ties = bits(tie_key(key, mark), r, v, l, b"")
        for j in range(l):
            s, o = 65536 * sums[j], centres[j]
            parity[j] ^= ties[j] if s == o else s > o
    return packed(parity)


def row(key, schema, fields):
    """The row of a record with one text a feature; as in section 5, blank or not."""
    features, mark, l = schema["features"], fingerprint(schema), schema["l"]
    tokens = {f["name"]: ref.tokens_of(text, f) for f, text in zip(features, fields)}
    mask = bytearray((len(features) + 63) // 64 * 8)
    for index, feature in enumerate(features):
        if tokens[feature["name"]]:
            ref.set_bit(mask, index)
    if not any(mask):
        return bytes(len(mask) + len(schema["vectors"]) * l // 8)
    made = [
        vector(schema, v, tokens, key, mark) if any(tokens[name] for name in named["features"]) else None
        for v, named in enumerate(schema["vectors"])
    ]
    rest = bytes(mask) + b"".join(part for part in made if part)
    fill = [packed(bits(tie_key(key, mark), 255, v, l, rest)) for v in range(len(made))]
    return bytes(mask) + b"".join(part or fill[v] for v, part in enumerate(made))


def canary_rows(key, schema):
    head, *persons = (line.split("\t") for line in ref.lines("canary.tsv"))
    features = [dict(f, dateFormats=["yyyy-MM-dd"], values={}) for f in schema["features"]]
    plain = dict(schema, features=features)
    return b"".join(row(key, plain, [dict(zip(head, p))[f["role"]] for f in features]) for p in persons)


# The cases


def document(features, vectors="record", profile="hardened", **more):
    return json.dumps(
        {"tessera": "linkage-schema/1", "name": "vectors", "profile": profile, "features": features, "vectors": vectors, **more}
    )


def names(**more):
    return [{"name": "given", "role": "givenName", **more}, {"name": "family", "role": "familyName", **more}]


DATE = {"name": "dob", "role": "birthDate", "dateFormats": ["yyyy-MM-dd"], "earliest": "1920-01-01", "latest": "2025-12-31"}
SEX = {"name": "sex", "role": "sex"}
ZIP = {"name": "zip", "role": "postalCode"}
SSN4 = {"name": "ssn4", "role": "nationalId", "normaliser": "ssn4"}
FIVE = names(keyGroup="names") + [DATE, SEX, ZIP]
PLAIN = [{"name": "street", "role": "text"}, {"name": "house", "role": "number"}, {"name": "ward", "role": "code"}]

SCHEMAS = {
    "five": document(FIVE),
    "five-strict": document(FIVE, profile="hardened-strict"),
    "every-role": document(FIVE + [SSN4] + PLAIN, filterLength=5120, hash="blake2b-512"),
    "weights": document(
        [dict(f, weight=w) for f, w in zip(names() + [DATE, SEX, ZIP], (2, 3, 1, 7, 4))] + [dict(PLAIN[2], weight=255)]
    ),
    "uncentred": document([dict(f, centre="none") for f in FIVE]),
    "fields": document([FIVE[0], DATE, SEX, SSN4], "fields"),
    "vectors": document(
        FIVE + [SSN4],
        [
            {"name": "who", "features": ["family", "given"], "filterLength": 4096},
            {"name": "id", "features": ["ssn4"]},
            {"name": "all", "features": ["given", "family", "dob", "sex", "zip"]},
        ],
        profile="hardened-strict",
    ),
    "own-tokens": document(
        [
            dict(names()[0], centre="none", tokens={"type": "qgrams", "q": 3, "padding": "start", "words": "joined"}),
            dict(DATE, earliest="1985-03-02", latest="1985-03-12", dateFormats=["d.M.yyyy", "yyyy-MM-dd"])
            | {"tokens": {"type": "dateParts", "parts": ["monthDay", "year", "swap"]}},
            dict(SSN4, name="ssn", normaliser="ssn9")
            | {"tokens": {"type": "qgrams", "q": 2, "padding": "both", "words": "joined", "positional": True}},
            {"name": "plz", "role": "postalCode", "normaliser": "digits"},
            dict(SEX, values={"1": "m", "2": "f", "9": ""}),
        ]
    ),
}

INVALID = {
    "bitsPerToken": document([dict(SEX, bitsPerToken=3)]),
    "bitsPerFeature": document([dict(SEX, bitsPerFeature=3)]),
    "weight 0": document([dict(SEX, weight=0)]),
    "weight 256": document([dict(SEX, weight=256)]),
    "weight a fraction": document([dict(SEX, weight=1.5)]),
    "weight of bloom": document([dict(SEX, weight=1)], profile="bloom", filterLength=64),
    "both weights with bloom": document([dict(SEX, weight=1, bitsPerToken=3)], profile="bloom", filterLength=64),
    "centre with bloom": document([dict(SEX, centre="none", bitsPerToken=3)], profile="bloom", filterLength=64),
    "another length": document([SEX], filterLength=1024),
    "the strict length": document([SEX], filterLength=4096),
    "another length of a vector": document([SEX], [{"name": "a", "features": ["sex"], "filterLength": 64}]),
    "hash of bloom": document([SEX], hash="hmac-sha-256"),
    "hash of hardened with bloom": document(
        [dict(SEX, bitsPerToken=3)], profile="bloom", filterLength=64, hash="blake2b-512"
    ),
    "unknown centre": document([dict(SEX, centre="census")]),
    "centre a number": document([dict(SEX, centre=1)]),
    "sex centre on a name": document([dict(names()[0], centre="even-sexes")]),
    "family names on a given name": document([dict(names()[0], centre="us-family-names-2020")]),
    "table for other tokens": document([dict(names()[0], tokens={"type": "qgrams", "q": 3, "padding": "both"})]),
    "table for exact tokens": document([dict(names()[1], tokens={"type": "exact"})]),
    "yearOnly": document([dict(DATE, tokens={"type": "dateParts", "parts": ["year"], "yearOnly": ["01-01"]})]),
    "exact date": document([dict(DATE, tokens={"type": "exact"})]),
    "digits that are not positional": document([dict(ZIP, tokens={"type": "qgrams", "q": 1, "padding": "none"})]),
    "three digits": document(
        [dict(ZIP, tokens={"type": "qgrams", "q": 3, "padding": "none", "words": "joined", "positional": True})]
    ),
    "digits of a code": document([dict(ZIP, normaliser="digits", centre="uniform-digits")]),
    "unknown profile": document([SEX], profile="hard"),
    "group of differing paddings": document(
        [
            dict(names(keyGroup="n")[0], centre="none", tokens={"type": "qgrams", "q": 2, "padding": "start"}),
            dict(names(keyGroup="n")[1], centre="none"),
        ]
    ),
    "nickname": document([dict(names()[0], variant="nickname")]),
    "swapped date": document([DATE, dict(DATE, name="swapped", variant="swapDayMonth")]),
    "second values": document(
        [*names(keyGroup="n")],
        [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["family"], "variantOf": "a"}],
    ),
    "a mother's name": document(
        [*names(keyGroup="n")],
        [
            {"name": "a", "features": ["given"]},
            {"name": "b", "features": ["family"], "relativeOf": {"relation": "mother", "vector": "a"}},
        ],
    ),
}


def fields_of(schema, person):
    made = []
    for feature in schema["features"]:
        text = person[ORDER.index(feature["role"])]
        if feature.get("values"):
            text = {"f": "2", "M": "1", "unknown": "9"}.get(text, text)
        made.append(text)
    return made


def schema_cases():
    for name, text in SCHEMAS.items():
        schema, key = complete(text), K1 if name in ("weights", "vectors") else K0
        mark = fingerprint(schema)
        records = []
        for person in PERSONS:
            fields = fields_of(schema, person)
            present = any(ref.tokens_of(text, f) for text, f in zip(fields, schema["features"]))
            records.append({"fields": fields, **({"row": row(key, schema, fields).hex()} if present else {"blank": True})})
        rows = canary_rows(key, schema)
        yield {
            "id": f"rows-{name}",
            "schema": text,
            "canonical": canonical_form(schema).decode(),
            "fingerprint": mark.hex(),
            "projectKey": key.hex(),
            "tieKey": tie_key(key, mark).hex(),
            "rowBytes": len(rows) // 16,
            "records": records,
            "canaryRowsSHA256": hashlib.sha256(rows).hexdigest(),
            "canaryDigest": ref.hmac_sha256(ref.check_key(key, mark), b"canary\0" + rows).hex(),
        }


def sign_cases():
    mark = hashlib.sha256(b"tessera test vectors: fingerprint").digest()
    tokens = [b"", b"_a", b"0:1", "\u738b\u5c0f".encode(), bytes(range(128)), bytes(4100)]
    for number, (token, first, v) in enumerate(itertools.product(tokens, (0, 1, 2, 255), (0, 63))):
        group = ("given", "a-b_C9")[number % 2]
        secret = ref.group_key(K1, mark, group)
        b = (0, 1, 3, 7)[number % 4]
        yield {
            "id": f"signs-{number:02}",
            "projectKey": K1.hex(),
            "fingerprint": mark.hex(),
            "group": group,
            "token": token.hex(),
            "first": first,
            "vector": v,
            "block": b,
            "digest": digest(secret, first, v, b, token).hex(),
        }


def centre_cases():
    every = {"type": "dateParts", "parts": ref.DATE_PARTS}
    features = [*names(), DATE, dict(DOB, earliest="1999-12-31", latest="2000-03-01"), SEX, ZIP, SSN4]
    features += [dict(DATE, tokens=every), dict(DATE, tokens=every, earliest="1600-02-29", latest="1600-02-29")]
    features += [dict(f) for f in json.loads(SCHEMAS["own-tokens"])["features"]] + PLAIN
    grams = {"type": "qgrams", "q": 2, "padding": "none", "words": "joined", "positional": True}
    features += [dict(ZIP, tokens=grams), dict(SSN4, normaliser="ssn9", tokens=dict(grams, q=1, padding="start"))]
    for number, feature in enumerate(features):
        feature = {k: v for k, v in feature.items() if k != "bitsPerToken"}
        found = {token: f for token, f in centre(complete_feature(feature)).items() if f}
        lines = "".join(f"{token.decode()}\t{f}\n" for token, f in sorted(found.items()))
        yield {
            "id": f"centre-{number:02}",
            "schema": document([feature]),
            "tokens": len(found),
            "sum": sum(found.values()),
            "sha256": hashlib.sha256(lines.encode()).hexdigest(),
        }


def invalid_cases():
    for name, text in INVALID.items():
        if json.loads(text)["profile"] in PROFILES:
            try:
                complete(text)
            except Refused:
                pass
            else:
                sys.exit(f"not refused: {name}")
        yield {"id": f"invalid-{name}", "document": text}


def main():
    cases = [*sign_cases(), *centre_cases(), *schema_cases(), *invalid_cases()]
    assert len({case["id"] for case in cases}) == len(cases)
    text = json.dumps({"source": "hardened.py", "spec": "encodings.md section 6", "cases": cases}, indent=1) + "\n"
    path = os.path.join(HERE, "hardened.json")
    if "--check" in sys.argv[1:]:
        with open(path, encoding="ascii", newline="") as file:
            if file.read() != text:
                sys.exit("hardened.json is not what hardened.py makes")
    else:
        with open(path, "w", encoding="ascii", newline="\n") as file:
            file.write(text)
    print(f"hardened.json: {len(cases)} cases")


if __name__ == "__main__":
    main()

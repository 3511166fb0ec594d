# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the deterministic vector files of this directory.

python3 make.py              writes every file; running it again changes no byte
python3 make.py --check      writes nothing, and fails if a file would change
python3 make.py --self-test  checks reference.py against published vectors, and writes nothing
"""

import hashlib
import itertools
import json
import os
import random
import sys

import reference as ref
from documents import COMMENTED, COUPLES, DOB, FIVE, ORDER, PERSONS, SCHEMAS, document, invalid_documents, names
from texts import CODE, DATES, DIGITS, FAMILY, GIVEN, NAMES, NFD, NICKNAMES, NUMBER, SEX, SSN, SSN4, SWAPS, TEXT, ZIP

HERE = os.path.dirname(os.path.abspath(__file__))
K0 = bytes(range(32))
K1 = hashlib.sha256(b"tessera test vectors: project key 1").digest()
K2 = hashlib.sha256(b"tessera test vectors: project key 2").digest()


def write(name, spec, cases, source="make.py"):
    ids = [case["id"] for case in cases]
    assert len(set(ids)) == len(ids), f"{name}: an id occurs twice"
    path, text = os.path.join(HERE, name), json.dumps({"source": source, "spec": spec, "cases": cases}, indent=1) + "\n"
    if "--check" in sys.argv[1:]:
        with open(path, encoding="ascii", newline="") as file:
            if file.read() != text:
                sys.exit(f"{name} is not what {source} makes")
    else:
        with open(path, "w", encoding="ascii", newline="\n") as file:
            file.write(text)
    print(f"{name}: {len(cases)} cases")


def numbered(prefix, cases):
    return [{"id": f"{prefix}-{n:03}", **case} for n, case in enumerate(cases, 1)]


# normalise.json


def normalise_case(normaliser, options, text, as_bytes=False):
    feature = {"normaliser": normaliser, "earliest": "1850-01-01", "latest": "2100-12-31", **options}
    if "variant" in options:
        feature["variant"] = {"name": options["variant"]}
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
        "givenName": [({}, NAMES + GIVEN)],
        "familyName": [({}, NAMES + FAMILY)],
        "date": DATES,
        "sex": SEX,
        "zip5": [({}, ZIP)],
        "ssn9": [({}, SSN)],
        "ssn4": [({}, SSN4)],
        "text": [({}, TEXT)],
        "number": [({}, NUMBER)],
        "digits": [({}, DIGITS)],
        "code": [({}, CODE)],
    }.items():
        made = [normalise_case(normaliser, options, text) for options, texts in groups for text in texts]
        if normaliser == "givenName":
            made += [
                normalise_case(normaliser, {}, NFD(text), True)
                for text in (
                    "\u00c1\u00c9\u00cd\u00d3\u00da",
                    "\u00e0\u00e8\u00ec",
                    "\u0112l\u012bna",
                    "\u010cech",
                    "\u1ea4n",
                )
            ]
            # A sample of the placeholders, and every code point of the folding table between two letters.
            made += [normalise_case(normaliser, {}, text) for text in sorted(ref.PLACEHOLDERS["given"])[::9]]
            points = sorted(ref.FOLDING)
            made += [
                normalise_case(normaliser, {}, "".join(f"a{c}b " for c in points[at : at + 32]), True)
                for at in range(0, len(points), 32)
            ]
        cases += numbered(normaliser, made)
    cases += numbered(
        "variant",
        [normalise_case("givenName", {"variant": "nickname"}, text) for text in NICKNAMES]
        + [normalise_case("givenName", {"variant": "nickname"}, text) for text in sorted(ref.NICKNAMES)[::20]]
        + [normalise_case("date", {"variant": "swapDayMonth", **options}, text) for options, text in SWAPS],
    )
    write("normalise.json", "encodings.md section 1", cases)


# tokens.json


def make_tokens():
    def q(size, padding="both", words="each", positional=False):
        return {"type": "qgrams", "q": size, "padding": padding, "words": words, "positional": positional}

    made = []
    for value in ("maria", "mary ann", "a", "\u738b\u5c0f\u660e", "anna anna"):
        for size in (1, 2, 3, 4):
            made += [
                (value, q(size, padding, words))
                for padding in ("both", "start", "none")
                for words in ("each", "joined")
            ]
    for value in ("02139", "219098761", "aaaa", "ab", "\u00fc1"):
        made += [
            (value, q(size, padding, "joined", True)) for size in (1, 2, 3) for padding in ("both", "start", "none")
        ]
    made += [
        ("maria de la cruz lopez", q(2, "both", "joined", True)),
        ("zz top zz", q(2)),
        ("-7.5", q(1, "none", "joined", True)),
        ("\U0001f600a", q(2)),
        ("e\u0323\u0301", q(2, "none")),
    ]
    made += [(value, {"type": "exact"}) for value in ("f", "x", "02139", "mary ann", "\u738b", "19850312")]
    everything = ["digits", "year", "month", "day", "monthDay", "swap"]
    for value in ("19850312", "19851203", "20001111", "19991231", "18500102"):
        made += [
            (value, {"type": "dateParts", "parts": parts})
            for parts in [everything, everything[:4] + everything[5:], ["year"], ["swap", "digits"]]
            + [[p] for p in everything[2:]]
        ]
    for value in ("19850101", "19850701", "19850110"):
        made += [
            (value, {"type": "dateParts", "parts": parts, "yearOnly": ["07-01", "01-01"]})
            for parts in (everything, ["swap", "year"], ["month", "digits"])
        ]
    write(
        "tokens.json",
        "encodings.md section 2",
        numbered(
            "tokens",
            [
                {
                    "value": value,
                    "tokens": tokens,
                    "expected": [token.decode() for token in ref.tokenise(value, tokens)],
                }
                for value, tokens in made
            ],
        ),
    )


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
            made.append(
                {
                    "projectKey": key.hex(),
                    "fingerprint": mark.hex(),
                    "group": group,
                    "groupKey": secret.hex(),
                    "token": token,
                    "l": l,
                    "k": k,
                    "positions": ref.positions(secret, token.encode(), l, k),
                }
            )
    # A whole feature: the set of positions of several tokens under each weight.
    values = ("f", {"type": "exact"}), ("maria", ref.BIGRAMS), ("012345678", ref.POSITIONS)
    weights = [{"bitsPerToken": 1}, {"bitsPerToken": 15}] + [{"bitsPerFeature": b} for b in (1, 7, 9, 100, 192)]
    secret = ref.group_key(K1, fingerprint, "dob")
    for (value, how), weight, l in itertools.product(values, weights, (192, 1024)):
        tokens = ref.tokenise(value, how)
        made.append(
            {
                "projectKey": K1.hex(),
                "fingerprint": fingerprint.hex(),
                "group": "dob",
                "groupKey": secret.hex(),
                "value": value,
                "tokens": [token.decode() for token in tokens],
                "l": l,
                "weight": weight,
                "set": sorted(ref.feature_positions(secret, tokens, weight, l)),
            }
        )
    write("positions.json", "encodings.md sections 3 and 4", numbered("positions", made))


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
            records = [
                ["x"] * 64,
                [""] * 63 + ["y"],
                ["z"] + [""] * 63,
                [str(i) if i % 3 else "" for i in range(64)],
                [""] * 64,
            ]
        elif name == "second-values":
            records = COUPLES
        elif name == "smallest":
            records = [["f"], ["m"], ["x"], ["u"], [""]]
        else:
            records = [fields_of(schema, person) for person in PERSONS[: 2 if name == "longest" else len(PERSONS)]]
        made.append(
            {
                "id": name,
                "schema": text,
                "fingerprint": ref.fingerprint(schema).hex(),
                "projectKey": key.hex(),
                "rowBytes": (len(schema["features"]) + 63) // 64 * 8 + sum(v["bits"] // 8 for v in schema["vectors"]),
                "records": [record_case(key, schema, fields) for fields in records],
            }
        )
    write("filters.json", "encodings.md sections 1 to 5", made)


# key-check.json


def make_key_check():
    narrow = document(
        [dict(DOB, earliest="1980-01-01", latest="2000-12-31"), {"name": "sex", "role": "sex", "bitsPerToken": 3}],
        length=128,
    )
    schemas = {
        **SCHEMAS,
        "narrow-dates": narrow,
        "only-digits-of-codes": document(
            [{"name": "ward", "role": "code", "normaliser": "digits", "bitsPerToken": 3}], length=64
        ),
    }
    del schemas["longest"]
    schemas["second-values"] = schemas.pop("second-values")
    made = []
    for n, (name, text) in enumerate(schemas.items()):
        schema = ref.complete(text)
        mark = ref.fingerprint(schema)
        for key, project in ((K0, "demo"), (K1, "Study-2026.v1_x"), (K2, "p" * 64))[n % 3 : n % 3 + 2]:
            made.append(
                {
                    "id": f"{name}-{project[:5]}",
                    "schema": text,
                    "fingerprint": mark.hex(),
                    "projectKey": key.hex(),
                    "project": project,
                    "prk": ref.hkdf_extract(mark, key).hex(),
                    "groupKeys": {
                        g: ref.group_key(key, mark, g).hex()
                        for g in sorted({f["keyGroup"] for f in schema["features"]})
                    },
                    "checkKey": ref.check_key(key, mark).hex(),
                    "keyCheck": ref.key_check(key, mark, project).hex(),
                    "canaryRowsSHA256": hashlib.sha256(ref.canary_rows(key, schema)).hexdigest(),
                    "canaryDigest": ref.canary_digest(key, schema).hex(),
                }
            )
    write("key-check.json", "encodings.md section 3", made)


# schema-canonical.json and schema-invalid.json


def make_schema_canonical():
    long_form = document(
        [
            {
                "name": "given",
                "role": "givenName",
                "column": "first",
                "normaliser": "givenName",
                "missing": "skip",
                "keyGroup": "given",
                "tokens": {"type": "qgrams", "q": 2, "padding": "both", "words": "each", "positional": False},
                "bitsPerToken": 12,
            },
            {
                "name": "dob",
                "role": "birthDate",
                "normaliser": "date",
                "dateFormats": ["yyyyMMdd"],
                "earliest": "1850-01-01",
                "latest": "2100-12-31",
                "tokens": {"type": "dateParts", "parts": ["swap", "day", "digits", "month", "year"]},
                "bitsPerToken": 14,
            },
        ],
        [{"name": "clk", "features": ["given", "dob"], "filterLength": 1024}],
        length=512,
        profile="bloom",
        hash="hmac-sha-256",
        description="the same fingerprint as with-comments",
    )
    documents = {
        "with-comments": COMMENTED,
        "every-default-written-out": long_form,
        **SCHEMAS,
        "role-takes-other-normalisers": document(
            [
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
                {"name": "l", "role": "code", "normaliser": "text", "bitsPerToken": 1},
            ],
            "fields",
            64,
        ),
        "exact-date": document([dict(DOB, tokens={"type": "exact"})]),
        "words-and-positional-left-out": document(
            [
                {
                    "name": "n",
                    "role": "givenName",
                    "bitsPerToken": 1024,
                    "tokens": {"type": "qgrams", "q": 4, "padding": "none"},
                }
            ]
        ),
        "vector-order-is-kept": document(
            FIVE,
            [
                {"name": "z", "features": ["zip", "given"]},
                {"name": "A-1", "features": ["dob", "family", "sex"], "filterLength": 128},
            ],
        ),
        "feature-in-two-vectors": document(
            FIVE,
            [{"name": "one", "features": [f["name"] for f in FIVE]}, {"name": "two", "features": ["dob"]}],
            length=64000,
        ),
        "flips": document(FIVE, flipsPerThousand=20),
        "most-flips": document(FIVE, flipsPerThousand=100),
        "zero-flips": document(FIVE, flipsPerThousand=0),
        "group-of-differing-paddings": document(
            [
                dict(names({"bitsPerToken": 8}, keyGroup="n")[0], tokens=dict(ref.BIGRAMS, padding="start")),
                names({"bitsPerToken": 8}, keyGroup="n")[1],
            ],
            "fields",
            128,
        ),
        "shared-group-of-given-and-family": document(names({"bitsPerFeature": 1024}, keyGroup="N-1_x")),
    }
    made = []
    for name, text in documents.items():
        schema = ref.complete(text)
        form = ref.canonical_form(schema)
        made.append(
            {"id": name, "document": text, "canonical": form.decode(), "fingerprint": hashlib.sha256(form).hexdigest()}
        )
    assert made[0]["fingerprint"] == made[1]["fingerprint"]
    by_name = {case["id"]: case["fingerprint"] for case in made}
    assert by_name["record"] == by_name["zero-flips"] and len({by_name[n] for n in ("record", "flips", "most-flips")}) == 3
    write("schema-canonical.json", "linkage-schema.md", made)


def make_schema_invalid():
    write(
        "schema-invalid.json",
        "linkage-schema.md section 2",
        [{"id": name, "document": text} for name, text in invalid_documents().items()],
    )


# canonical-json.json


def make_canonical_json():
    texts = {
        "order by bytes": '{"b": 1, "a": 2, "B": 3, "": 4, "aa": 5, "\\u00e9": 6, "Z": 7, "_": 8, "0": 9, "10": 0}',
        "order is not that of utf-16": '{"\\uffee": 1, "\\ud83d\\ude00": 2, "\\ue000": 3}',
        "white space": ' { "a" : [ 1 , 2 ,\n\t3 ] , "b" : { } , "c" : [ ] } ',
        "short escapes": '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
        "control characters": json.dumps("".join(map(chr, range(32)))),
        "delete and beyond are not escaped": '"\\u007f\\u0080\\u00a0\\u2028\\u2029\\ufeff"',
        "surrogate pair": '"\\ud83d\\ude00"',
        "no solidus escape": '"a/b"',
        "escapes spelled otherwise": '"\\u0041\\u00e9\\u0022\\u005C\\u002f\\u000A\\u001F"',
        "integers": "[0, -1, 9007199254740991, -9007199254740991]",
        "literals": "[true, false, null]",
        "nested": '{"z": {"y": [{"b": [], "a": {}}]}, "a": [[[]]]}',
        "not normalised": '["e\\u0301", "\\u00e9"]',
        "empty text": '""',
        "top-level number": "7",
        "key with an escape": '{"a\\"": 1, "a\\n": 2, "a!": 3}',
    }
    write(
        "canonical-json.json",
        "exchange-format.md section 1",
        [
            {"id": name, "text": text, "canonical": ref.canonical(json.loads(text)).decode()}
            for name, text in texts.items()
        ],
    )


# linkage.json


def make_linkage():
    dice, greedy = [], []
    draw = random.Random(20261121)
    pairs = [
        (bytes(8), bytes(8)),
        (b"\xff" * 8, b"\xff" * 8),
        (b"\xff" * 8, bytes(8)),
        (bytes([1] * 8), bytes([2] * 8)),
        (bytes([3] * 8), bytes([1] * 8)),
    ]
    pairs += [(draw.randbytes(l // 8), draw.randbytes(l // 8)) for l in (64, 64, 128, 192, 1024, 1024, 1088)]
    for a, b in pairs:
        c, total = ref.counts(a, b)
        exact = 20000 * c // total if total else 0
        for threshold in sorted({1, 5000, 10000, max(exact, 1), min(exact + 1, 10000)}):
            dice.append(
                {
                    "a": a.hex(),
                    "b": b.hex(),
                    "intersection": c,
                    "popcounts": [ref.popcount(a), ref.popcount(b)],
                    "threshold": threshold,
                    "kept": ref.kept(a, b, threshold),
                }
            )
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
        token = {
            (d, r): hashlib.sha256(f"{n} {d} {r}".encode()).digest()[:16].hex()
            for d in range(datasets)
            for r in range(records)
        }
        named = [(c, total, (a, token[a, i]), (b, token[b, j])) for (c, total), (a, i), (b, j) in found]
        groups, conflicts = ref.greedy([(ref.Fraction(2 * c, total), a, b) for c, total, a, b in named])
        greedy.append(
            {
                "datasets": datasets,
                "pairs": [{"intersection": c, "popcountSum": total, "a": a, "b": b} for c, total, a, b in named],
                "groups": groups,
                "conflicts": conflicts,
            }
        )
    write("linkage.json", "linkage.md sections 1 and 3", numbered("dice", dice) + numbered("greedy", greedy))


# Published vectors for the parts that others have defined.


def self_test():
    h = bytes.fromhex
    # RFC 5869, appendix A, test cases 1 to 3.
    for key, salt, info, length, prk, okm in (
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            bytes(range(0x50)).hex(),
            bytes(range(0x60, 0xB0)).hex(),
            bytes(range(0xB0, 0x100)).hex(),
            82,
            "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ):
        assert ref.hkdf_extract(h(salt), h(key)) == h(prk)
        assert ref.hkdf_expand(h(prk), h(info), length) == h(okm)
    # RFC 4231, test cases 1 and 2.
    assert ref.hmac_sha256(b"\x0b" * 20, b"Hi There") == h(
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )
    assert ref.hmac_sha256(b"Jefe", b"what do ya want for nothing?") == h(
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
    # BIP 350: valid and invalid Bech32m strings.
    for text in (
        "A1LQFN3A",
        "a1lqfn3a",
        "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
        "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
        "11" + "l" * 82 + "ludsr8",
        "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
        "?1v759aa",
    ):
        assert ref.is_bech32m(text), text
    for text in (
        "\x201xj0phk",
        "\x7f1g6xzxy",
        "\x801vctc34",
        "qyrz8wqd2c9m",
        "1qyrz8wqd2c9m",
        "y1b0jsk6g",
        "lt1igcx5c0",
        "in1muywd",
        "mm1crxm3i",
        "au1s5cgom",
        "M1VUXWEZ",
        "16plkw9",
        "1p2gdwpf",
        "A1lqfn3a",
    ):
        assert not ref.is_bech32m(text), text
    assert ref.is_bech32m(ref.bech32m("abc", bytes(range(40)))) and ref.is_bech32m(ref.bech32m("abc", b"\1").upper())
    print("published vectors: all hold")


if __name__ == "__main__":
    self_test()
    if "--self-test" not in sys.argv[1:]:
        for make in (
            make_normalise,
            make_tokens,
            make_positions,
            make_filters,
            make_key_check,
            make_schema_canonical,
            make_schema_invalid,
            make_canonical_json,
            make_linkage,
        ):
            make()

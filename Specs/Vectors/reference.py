# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""A second implementation of the Specs, in plain Python, to make test vectors with.

It follows encodings.md, linkage-schema.md, exchange-format.md and linkage.md section by section and prefers being
readable to being fast. Nothing but the standard library.
"""

import hashlib
import hmac
import json
import os
import struct
from fractions import Fraction

TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Tables")
WHITE = " \t\n\v\f\r"
LOWER = set("abcdefghijklmnopqrstuvwxyz")
DIGIT = set("0123456789")


# encodings.md 1: normalisers


def lines(name):
    with open(os.path.join(TABLES, name), encoding="utf-8", newline="\n") as file:
        return [line for line in file.read().split("\n") if line and not line.startswith("#")]


FOLDING = {chr(int(point, 16)): to.replace("\\s", " ") for point, to in (l.split("\t") for l in lines("folding.tsv"))}
PARTICLES = set(lines("particles.txt"))
PLACEHOLDERS = {kind: set(lines(f"placeholders-{kind}.txt")) for kind in ("given", "family", "date", "text")}
NICKNAMES = dict(line.split("\t") for line in lines("nicknames.tsv"))
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
SEXES = {
    "f": "f",
    "female": "f",
    "w": "f",
    "woman": "f",
    "m": "m",
    "male": "m",
    "man": "m",
    "x": "x",
    "nonbinary": "x",
    "other": "x",
}


class Missing(Exception):
    """A field without a value; the argument names the rule."""


def fold(text):
    text = "".join(FOLDING.get(c, c) for c in text)
    return "".join(c.lower() if "A" <= c <= "Z" else c for c in text)


def collapse(text):
    return " ".join(word for word in text.split(" ") if word)


def is_letter(c):
    return c in LOWER or ord(c) >= 0x80


def require(condition, rule):
    if not condition:
        raise Missing(rule)


def name_words(text):
    text = "".join(" " if c in "-/," + WHITE else c for c in text)
    return collapse("".join(c for c in text if is_letter(c) or c in DIGIT or c == " ")).split(" ")


def check_name(name, kind):
    require(name not in PLACEHOLDERS[kind], "name.placeholder")
    require(any(is_letter(c) for c in name), "name.noLetters")
    return name


def given_name(text, feature):
    return check_name(" ".join(name_words(text)), "given")


def family_name(text, feature):
    words = name_words(text)
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    joined, carry = [], ""
    for index, word in enumerate(words):
        carry += word
        if word not in PARTICLES or index == len(words) - 1:
            joined.append(carry)
            carry = ""
    return check_name(" ".join(joined), "family")


def parse_date(text, layout):
    """(year, month, day) of a text in one declared format, or None. `M` and `d` take two digits where two stand."""
    found, at, i = {}, 0, 0
    while i < len(layout):
        for part, least, most in (("yyyy", 4, 4), ("MM", 2, 2), ("M", 1, 2), ("dd", 2, 2), ("d", 1, 2)):
            if layout.startswith(part, i):
                length = 0
                while length < most and at + length < len(text) and text[at + length] in DIGIT:
                    length += 1
                if length < least:
                    return None
                found[part[0]] = int(text[at : at + length])
                at += length
                i += len(part)
                break
        else:
            if text[at : at + 1] != layout[i]:
                return None
            at += 1
            i += 1
    return (found["y"], found["M"], found["d"]) if at == len(text) else None


def days_in(year, month):
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


def date(text, feature):
    text = text.strip(WHITE)
    parsed = [p for p in (parse_date(text, f) for f in feature["dateFormats"]) if p]
    require(parsed, "date.format")
    year, month, day = parsed[0]
    require(1 <= month <= 12 and 1 <= day <= days_in(year, month), "date.impossible")
    value = f"{year:04}{month:02}{day:02}"
    earliest, latest = (feature[k].replace("-", "") for k in ("earliest", "latest"))
    require(earliest <= value <= latest, "date.range")
    require(value not in PLACEHOLDERS["date"], "date.placeholder")
    return value


def sex(text, feature):
    text = "".join(c for c in text if c in LOWER | DIGIT)
    if text in feature.get("values", {}):
        require(feature["values"][text], "sex.unknown")
        return feature["values"][text]
    require(text not in ("u", "unknown", "unk", "9"), "sex.unknown")
    require(text in SEXES, "sex.unmapped")
    return SEXES[text]


def only_digits(text):
    return "".join(c for c in text if c in DIGIT)


def zip5(text, feature):
    text = only_digits(text)
    if len(text) == 8:
        text = "0" + text
    text = text[:5] if len(text) == 9 else text.zfill(5) if len(text) in (3, 4) else text
    require(len(text) == 5, "zip.format")
    require(text not in ("00000", "99999", "12345"), "zip.placeholder")
    return text


def ssn_digits(text):
    require(all(c in DIGIT or c == "-" or c in WHITE for c in text), "ssn.format")
    return only_digits(text)


def check_ssn(text):
    area, group, serial = text[:3], text[3:5], text[5:]
    require(area not in ("000", "666") and area < "900" and group != "00" and serial != "0000", "ssn.invalid")
    require(len(set(text)) > 1, "ssn.invalid")
    require(text not in ("123456789", "987654321", "078051120", "219099999"), "ssn.invalid")


def ssn9(text, feature):
    text = ssn_digits(text)
    require(len(text) == 9, "ssn.format")
    check_ssn(text)
    return text


def ssn4(text, feature):
    text = ssn_digits(text)
    if len(text) == 9:
        check_ssn(text)
        text = text[5:]
    require(len(text) == 4, "ssn.format")
    require(text not in ("0000", "1111", "1234", "9999"), "ssn.placeholder")
    return text


def free_text(text, feature):
    text = collapse("".join(c if is_letter(c) or c in DIGIT else " " for c in text))
    require(text not in PLACEHOLDERS["text"], "text.placeholder")
    return text


def number(text, feature):
    text = text.strip(WHITE)
    minus = text[:1] == "-"
    whole, point, fraction = text[1 if text[:1] in ("+", "-") else 0 :].partition(".")
    require(whole and set(whole) <= DIGIT and set(fraction) <= DIGIT and bool(fraction) == bool(point), "number.format")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    value = whole + ("." + fraction if fraction else "")
    return "-" + value if minus and value != "0" else value


def digits(text, feature):
    text = only_digits(text)
    require(text, "digits.none")
    return text


def code(text, feature):
    return "".join(c for c in text if is_letter(c) or c in DIGIT)


NORMALISERS = {
    "givenName": given_name,
    "familyName": family_name,
    "date": date,
    "sex": sex,
    "zip5": zip5,
    "ssn9": ssn9,
    "ssn4": ssn4,
    "text": free_text,
    "number": number,
    "digits": digits,
    "code": code,
}


# encodings.md 1a: variants


def nickname(value, feature):
    require(value in NICKNAMES, "variant.none")
    return NICKNAMES[value]


def swap_day_month(value, feature):
    year, month, day = value[:4], value[4:6], value[6:]
    require(day <= "12" and day != month, "variant.none")
    try:
        return date(f"{year}-{day}-{month}", dict(feature, dateFormats=["yyyy-MM-dd"]))
    except Missing:
        raise Missing("variant.none") from None


VARIANTS = {"nickname": nickname, "swapDayMonth": swap_day_month}


def normalise(text, feature):
    """The normalised string of a field, or its variant; raises Missing."""
    if feature["normaliser"] != "date":
        text = fold(text)
    require(text.strip(WHITE), "empty")
    value = NORMALISERS[feature["normaliser"]](text, feature)
    require(value, "empty")
    return VARIANTS[feature["variant"]["name"]](value, feature) if "variant" in feature else value


# encodings.md 2: tokens


def qgrams(value, q, padding, words, positional):
    tokens = set()
    for word in [value.replace(" ", "")] if words == "joined" else value.split(" "):
        if padding in ("both", "start"):
            word = "_" * (q - 1) + word
        if padding == "both":
            word += "_" * (q - 1)
        for index in range(max(1, len(word) - q + 1)):
            tokens.add((f"{index}:" if positional else "") + word[index : index + q])
    return tokens


def date_parts(value, parts, year_only=()):
    if f"{value[4:6]}-{value[6:]}" in year_only:
        made = {"digits": [f"{index}:{digit}" for index, digit in enumerate(value[:4])], "year": ["Y" + value[:4]]}
        return {token for part in parts for token in made.get(part, ())}
    year, month, day = value[:4], value[4:6], value[6:]
    made = {
        "digits": [f"{index}:{digit}" for index, digit in enumerate(value)],
        "year": ["Y" + year],
        "month": ["M" + month],
        "day": ["D" + day],
        "monthDay": ["MD" + month + day],
        "swap": ["S" + min(month, day) + max(month, day)],
    }
    return {token for part in parts for token in made[part]}


def tokenise(value, tokens):
    """The tokens of a normalised string as bytes, in byte order."""
    if tokens["type"] == "exact":
        made = {value}
    elif tokens["type"] == "dateParts":
        made = date_parts(value, tokens["parts"], tokens.get("yearOnly", ()))
    else:
        made = qgrams(value, tokens["q"], tokens["padding"], tokens["words"], tokens["positional"])
    return sorted(token.encode() for token in made)


# encodings.md 3: keys


def hmac_sha256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf_expand(prk, info, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac_sha256(prk, block + info + bytes([counter]))
        out += block
        counter += 1
    return out[:length]


def hkdf_extract(salt, key):
    return hmac_sha256(salt or bytes(32), key)


def group_key(key, fingerprint, group):
    prk = hkdf_extract(fingerprint, key)
    return hkdf_expand(prk, b"tessera/group/1\0" + group.encode(), 32)


def check_key(key, fingerprint):
    return hkdf_expand(hkdf_extract(fingerprint, key), b"tessera/check/1", 32)


def key_check(key, fingerprint, project):
    return hmac_sha256(check_key(key, fingerprint), b"key\0" + fingerprint + project.encode())[:16]


def canary_rows(key, schema):
    head, *persons = (line.split("\t") for line in lines("canary.tsv"))
    rows = b""
    for person in persons:
        by_role = dict(zip(head, person))
        features = [dict(f, dateFormats=["yyyy-MM-dd"], values={}) for f in schema["features"]]
        rows += row(key, dict(schema, features=features), [by_role[f["role"]] for f in features])
    return rows


def canary_digest(key, schema):
    return hmac_sha256(check_key(key, fingerprint(schema)), b"canary\0" + canary_rows(key, schema))


# encodings.md 4: positions


def positions(group_key, token, l, count, first=0):
    found = []
    for j in range(first, first + count):
        block = hmac_sha256(group_key, struct.pack("<I", j // 4) + token)
        found.append(struct.unpack_from(">Q", block, 8 * (j % 4))[0] % l)
    return found


def feature_positions(group_key, tokens, weight, l):
    if "bitsPerToken" in weight:
        counts = [weight["bitsPerToken"]] * len(tokens)
    else:
        each, more = divmod(weight["bitsPerFeature"], len(tokens))
        counts = [each + (index < more) for index in range(len(tokens))]
    return {p for token, count in zip(tokens, counts) for p in positions(group_key, token, l, count)}


# encodings.md 5: the row


def set_bit(data, i):
    data[i // 8] |= 1 << (7 - i % 8)


def tokens_of(text, feature):
    try:
        return tokenise(normalise(text, feature), feature["tokens"])
    except Missing:
        return []


def row(key, schema, fields):
    """Presence mask and vectors of a record; `fields` holds one text a feature."""
    features = schema["features"]
    mark = fingerprint(schema)
    tokens = {f["name"]: tokens_of(text, f) for f, text in zip(features, fields)}
    mask = bytearray((len(features) + 63) // 64 * 8)
    for index, feature in enumerate(features):
        if tokens[feature["name"]]:
            set_bit(mask, index)
    out = bytes(mask)
    for vector in schema["vectors"]:
        bits = bytearray(vector["bits"] // 8)
        for feature in features:
            if feature["name"] in vector["features"] and tokens[feature["name"]]:
                group = group_key(key, mark, feature["keyGroup"])
                for p in feature_positions(group, tokens[feature["name"]], feature["weight"], vector["bits"]):
                    set_bit(bits, p)
        out += bytes(bits)
    return out


# exchange-format.md 1: canonical JSON


def canonical(value):
    """Canonical JSON as bytes."""
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode())
        return b"{" + b",".join(canonical(k) + b":" + canonical(v) for k, v in pairs) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(canonical(v) for v in value) + b"]"
    if isinstance(value, str):
        short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
        return ('"' + "".join(short.get(c, f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"').encode()
    if value is None or isinstance(value, bool):
        return {None: b"null", True: b"true", False: b"false"}[value]
    return str(value).encode()


# linkage-schema.md: a document with every default written out

DEFAULT_NORMALISER = {
    "givenName": "givenName",
    "familyName": "familyName",
    "birthDate": "date",
    "sex": "sex",
    "postalCode": "zip5",
    "nationalId": "ssn9",
    "text": "text",
    "number": "number",
    "code": "code",
}
DATE_PARTS = ["digits", "year", "month", "day", "monthDay", "swap"]
BIGRAMS = {"type": "qgrams", "q": 2, "padding": "both", "words": "each", "positional": False}
POSITIONS = {"type": "qgrams", "q": 1, "padding": "none", "words": "joined", "positional": True}
DEFAULT_TOKENS = {
    "givenName": BIGRAMS,
    "familyName": BIGRAMS,
    "text": BIGRAMS,
    "birthDate": {"type": "dateParts", "parts": ["digits", "year", "month", "day", "swap"]},
    "sex": {"type": "exact"},
    "code": {"type": "exact"},
    "postalCode": POSITIONS,
    "nationalId": POSITIONS,
    "number": POSITIONS,
}


def without_comments(text):
    out, i, in_string = [], 0, False
    while i < len(text):
        if in_string and text[i] == "\\":
            out.append(text[i : i + 2])
            i += 2
        elif not in_string and text.startswith("//", i):
            i = text.find("\n", i) if "\n" in text[i:] else len(text)
        else:
            in_string ^= text[i] == '"'
            out.append(text[i])
            i += 1
    return "".join(out)


def complete_tokens(tokens):
    if tokens["type"] == "qgrams":
        return {
            "padding": tokens["padding"],
            "positional": tokens.get("positional", False),
            "q": tokens["q"],
            "type": "qgrams",
            "words": tokens.get("words", "each"),
        }
    if tokens["type"] == "dateParts":
        made = {"parts": [part for part in DATE_PARTS if part in tokens["parts"]], "type": "dateParts"}
        return made | ({"yearOnly": sorted(set(tokens["yearOnly"]))} if "yearOnly" in tokens else {})
    return {"type": "exact"}


def complete_feature(feature):
    role = feature["role"]
    weight = next(k for k in ("bitsPerToken", "bitsPerFeature") if k in feature)
    made = {
        "name": feature["name"],
        "role": role,
        "normaliser": feature.get("normaliser", DEFAULT_NORMALISER[role]),
        "tokens": complete_tokens(feature.get("tokens", DEFAULT_TOKENS[role])),
        "weight": {weight: feature[weight]},
        "missing": feature.get("missing", "skip"),
        "keyGroup": feature.get("keyGroup", feature["name"]),
        "values": feature.get("values", {}),
        "dateFormats": feature.get("dateFormats", []),
    }
    if "variant" in feature:
        made["variant"] = {"name": feature["variant"]}
    if feature.get("variant") == "nickname":
        with open(os.path.join(TABLES, "nicknames.tsv"), "rb") as file:
            made["variant"]["sha256"] = hashlib.sha256(file.read()).hexdigest()
    if role == "birthDate":
        made.update(earliest=feature.get("earliest", "1850-01-01"), latest=feature.get("latest", "2100-12-31"))
    return made


def complete(text):
    """A schema document (text) with every default written out."""
    document = json.loads(without_comments(text))
    names = [feature["name"] for feature in document["features"]]
    vectors = document["vectors"]
    if vectors == "record":
        vectors = [{"name": "clk", "features": names}]
    elif vectors == "fields":
        vectors = [{"name": name, "features": [name]} for name in names]
    return {
        "features": [complete_feature(feature) for feature in document["features"]],
        "vectors": [
            {
                "name": v["name"],
                "features": v["features"],
                "bits": v.get("filterLength") or document["filterLength"],
                **{key: v[key] for key in ("variantOf", "relativeOf") if key in v},
            }
            for v in vectors
        ],
        "flipsPerThousand": document.get("flipsPerThousand", 0),
    }


def canonical_form(schema):
    """The bytes whose SHA-256 is the fingerprint."""
    own = ("values", "dateFormats")
    flips = {"flipsPerThousand": schema["flipsPerThousand"]} if schema["flipsPerThousand"] else {}
    return canonical(
        {
            **flips,
            "features": [{k: v for k, v in feature.items() if k not in own} for feature in schema["features"]],
            "hash": "hmac-sha-256",
            "normalisers": 1,
            "profile": "bloom",
            "tessera": "linkage-schema/1",
            "vectors": schema["vectors"],
        }
    )


def fingerprint(schema):
    return hashlib.sha256(canonical_form(schema)).digest()


# exchange-format.md 2: identities as Bech32m (BIP 350) without its length limit

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def polymod(values):
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= term if top >> i & 1 else 0
    return check


def expand_prefix(prefix):
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def bech32m(prefix, data):
    """Bech32m text, lower case, of bytes."""
    bits = "".join(f"{byte:08b}" for byte in data)
    values = [int(bits[i : i + 5].ljust(5, "0"), 2) for i in range(0, len(bits), 5)]
    check = polymod(expand_prefix(prefix) + values + [0] * 6) ^ 0x2BC830A3
    values += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(CHARSET[v] for v in values)


def is_bech32m(text):
    """Whether a text is one case, has a prefix, and its checksum holds."""
    if text.lower() != text and text.upper() != text:
        return False
    prefix, one, data = text.lower().rpartition("1")
    if not prefix or len(data) < 6 or not all(33 <= ord(c) <= 126 for c in prefix) or not set(data) <= set(CHARSET):
        return False
    return polymod(expand_prefix(prefix) + [CHARSET.index(c) for c in data]) == 0x2BC830A3


# linkage.md


def popcount(data):
    return sum(byte.bit_count() for byte in data)


def counts(a, b):
    """(c, |a| + |b|) of two filters."""
    return popcount(bytes(x & y for x, y in zip(a, b))), popcount(a) + popcount(b)


def dice(a, b):
    """Dice as an exact fraction; two empty filters have none, here 0."""
    c, total = counts(a, b)
    return Fraction(2 * c, total) if total else Fraction(0)


def kept(a, b, threshold):
    c, total = counts(a, b)
    return total > 0 and 20000 * c >= threshold * total


def greedy(pairs):
    """Groups of (dataset, token), one record a dataset at most.

    A pair is (similarity, (dataset, token), (dataset, token)), the lower dataset number first. A group is the
    sorted list of its records; also returned: the number of pairs refused by the one-to-one rule.
    """
    group, conflicts = {}, 0
    for _, a, b in sorted(pairs, key=lambda p: (-p[0], p[1][0], p[2][0], p[1][1], p[2][1])):
        left, right = group.get(a, [a]), group.get(b, [b])
        if left is right:
            continue
        joined = left + right
        if len({dataset for dataset, _ in joined}) < len(joined):
            conflicts += 1
            continue
        for record in joined:
            group[record] = joined
    unique = {id(g): sorted(g) for g in group.values()}
    return sorted(unique.values()), conflicts

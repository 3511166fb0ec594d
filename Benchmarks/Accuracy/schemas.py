#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes schemas/: a linkage schema for the columns of each set of sets.py, one a way of encoding.

usage: schemas.py

  field    one vector a field
  grouped  one vector a group of fields that err together: names, birth date with sex, place, number
  clk      one vector of all fields

They encode as the starting schemas `field`, `grouped` and `record` do (Sources/Schemas): as many bits a token for every field of theirs, and
in vectors of one field 128 bits, of a few 256 a field, with names padded at their start only, so that the bigrams of an initial are among those of the
name. Names are of one key group, so that a name in another column is recognised. Of the first of January only the year counts.
"""
import json
import os

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schemas")
NAMES = ("first", "middle", "last")
START, BOTH = ({"type": "qgrams", "q": 2, "padding": padding, "words": "each"} for padding in ("start", "both"))
PLACES = {"type": "qgrams", "q": 1, "padding": "none", "words": "joined", "positional": True}
FEATURES = {
    "first": {"role": "givenName", "keyGroup": "names"},
    "middle": {"role": "givenName", "keyGroup": "names"},
    "last": {"role": "familyName", "keyGroup": "names"},
    "dob": {"role": "birthDate", "dateFormats": ["yyyyMMdd"], "tokens": {"type": "dateParts", "yearOnly": ["01-01"]}},
    "yob": {"role": "number", "normaliser": "digits", "tokens": PLACES},
    "sex": {"role": "sex"},
    "birth_state": {"role": "code"},
    "number": {"role": "number", "normaliser": "digits", "tokens": PLACES},
    "zip": {"role": "postalCode"},
    "street": {"role": "text", "tokens": BOTH},
    "phone": {"role": "number", "normaliser": "digits", "tokens": PLACES},
    "ssn4": {"role": "nationalId", "normaliser": "ssn4"}}
GROUPS = {
    "people": {"names": NAMES, "birth": ("dob", "sex"), "place": ("zip",), "number": ("ssn4",)},
    "patients": {"names": NAMES, "birth": ("dob", "sex"), "place": ("zip", "street"), "number": ("ssn4",), "phone": ("phone",)},
    "febrl4": {"names": ("first", "last"), "birth": ("dob",), "place": ("zip",)},
    "census": {"names": NAMES, "birth": ("dob", "sex")},
    "homes": {"names": NAMES, "birth": ("dob", "sex"), "place": ("number", "street")},
    "taxpayers": {"names": NAMES, "place": ("number", "street")},
    "voters": {"names": NAMES, "birth": ("yob", "sex", "birth_state"), "place": ("zip", "street")}}
# Postcodes of Australia have four digits.
OWN = {"febrl4": {"zip": {"normaliser": "digits", "tokens": PLACES}}}
# Second values of vectors of one field: what a nickname is short for, and a date with day and month exchanged.
SECOND = {"patients": {"formal": ("first", "nickname"), "swapped": ("dob", "swapDayMonth")}}

FIELD_LENGTH, FIELD_BITS = 128, 6
GROUPED_LENGTH, GROUPED_BITS = 256, 10
CLK_LENGTH, CLK_BITS = 1024, 8
# Columns that the starting schema is not made for: by how much a field tells.
CLK_OWN = {
    "patients": {"first": 8, "middle": 8, "last": 8, "dob": 8, "sex": 8, "zip": 8, "street": 4, "ssn4": 8, "phone": 8},
    "voters": {"first": 12, "middle": 12, "last": 12, "yob": 24, "sex": 30, "birth_state": 30, "zip": 12, "street": 6},
    "homes": {"first": 12, "middle": 12, "last": 12, "dob": 14, "sex": 30, "number": 12, "street": 6},
    "taxpayers": {"first": 12, "middle": 12, "last": 12, "number": 12, "street": 6}}


def columns(kind):
    return [column for group in GROUPS[kind].values() for column in group]


def feature(kind, name, bits, tokens=None):
    own = OWN.get(kind, {}).get(name, {})
    names = {"tokens": tokens} if name in NAMES else {}
    return {"name": name, "column": name, **FEATURES[name], **own, **names, "bitsPerToken": bits}


def schema(kind, way):
    document = {"tessera": "linkage-schema/1", "name": f"{kind}-{way}", "reading": {"recordId": "id"}}
    if way == "clk":
        features = [feature(kind, name, CLK_OWN.get(kind, {}).get(name, CLK_BITS), BOTH) for name in columns(kind)]
    else:
        features = [feature(kind, name, GROUPED_BITS if way == "grouped" else FIELD_BITS, START) for name in columns(kind)]
    if way == "grouped":
        vectors = [{"name": name, "features": list(group), "filterLength": GROUPED_LENGTH * len(group)} for name, group in GROUPS[kind].items()]
        return {**document, "features": features, "vectors": vectors}
    length, vectors = (CLK_LENGTH, "record") if way == "clk" else (FIELD_LENGTH, "fields")
    second = SECOND.get(kind, {}) if way == "field" else {}
    if second:
        first = {feature["name"]: feature for feature in features}
        vectors = [{"name": name, "features": [name]} for name in first]
        for name, (of, variant) in second.items():
            features.append({"keyGroup": of, **first[of], "name": name, "variant": variant})
            vectors.append({"name": name, "features": [name], "variantOf": of})
    return {**document, "filterLength": length, "features": features, "vectors": vectors}


def text(document):
    """One feature and one vector a line."""
    def lines(values):
        return "[\n    " + ",\n    ".join(json.dumps(value) for value in values) + "\n  ]"
    parts = [f'"{key}": {lines(value) if isinstance(value, list) else json.dumps(value)}' for key, value in document.items()]
    return "{\n  " + ",\n  ".join(parts) + "\n}\n"


def main():
    os.makedirs(FOLDER, exist_ok=True)
    for kind in GROUPS:
        for way in ("field", "grouped", "clk"):
            with open(os.path.join(FOLDER, f"{kind}-{way}.schema.json"), "w") as file:
                file.write(text(schema(kind, way)))


if __name__ == "__main__":
    main()

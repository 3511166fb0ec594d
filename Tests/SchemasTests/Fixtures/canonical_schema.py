#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes canonical.tsv: name, SHA-256 and canonical form of each schema here and of the starting ones of Bloom filters.

Follows Specs/linkage-schema.md only, and no code of the project. Run it again when a starting schema changes:
python3 canonical_schema.py TESSERA_AGENCY
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

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
BIGRAMS = {"type": "qgrams", "q": 2, "padding": "both", "words": "each", "positional": False}
DIGITS = {"type": "qgrams", "q": 1, "padding": "none", "words": "joined", "positional": True}
ALL_PARTS = {"type": "dateParts", "parts": ["digits", "year", "month", "day", "swap"]}
EXACT = {"type": "exact"}
DEFAULT_TOKENS = {
    "givenName": BIGRAMS,
    "familyName": BIGRAMS,
    "birthDate": ALL_PARTS,
    "sex": EXACT,
    "postalCode": DIGITS,
    "nationalId": DIGITS,
    "text": BIGRAMS,
    "number": DIGITS,
    "code": EXACT,
}
PART_ORDER = ["digits", "year", "month", "day", "monthDay", "swap"]


def parse(text):
    return json.loads(re.sub(r'("(?:[^"\\]|\\.)*")|//[^\n]*', lambda match: match.group(1) or "", text))


def tokens(feature):
    declared = feature.get("tokens", DEFAULT_TOKENS[feature["role"]])
    if declared["type"] == "qgrams":
        return {"padding": "both", "words": "each", "positional": False, **declared}
    if declared["type"] == "dateParts":
        chosen = declared.get("parts", ALL_PARTS["parts"])
        form = {"type": "dateParts", "parts": [part for part in PART_ORDER if part in chosen]}
        return form | ({"yearOnly": sorted(declared["yearOnly"])} if "yearOnly" in declared else {})
    return EXACT


def feature_form(feature):
    form = {
        "keyGroup": feature.get("keyGroup", feature["name"]),
        "missing": feature.get("missing", "skip"),
        "name": feature["name"],
        "normaliser": feature.get("normaliser", DEFAULT_NORMALISER[feature["role"]]),
        "role": feature["role"],
        "tokens": tokens(feature),
        "weight": {key: feature[key] for key in ("bitsPerToken", "bitsPerFeature") if key in feature},
    }
    if feature["role"] == "birthDate":
        form["earliest"] = feature.get("earliest", "1850-01-01")
        form["latest"] = feature.get("latest", "2100-12-31")
    return form


def vector_forms(schema):
    names = [feature["name"] for feature in schema["features"]]
    if schema["vectors"] == "record":
        declared = [{"name": "clk", "features": names}]
    elif schema["vectors"] == "fields":
        declared = [{"name": name, "features": [name]} for name in names]
    else:
        declared = schema["vectors"]
    return [
        {
            "bits": vector.get("filterLength") or schema["filterLength"],
            "features": vector["features"],
            "name": vector["name"],
            **{key: vector[key] for key in ("variantOf", "relativeOf") if key in vector},
        }
        for vector in declared
    ]


def canonical(schema):
    form = {
        "features": [feature_form(feature) for feature in schema["features"]],
        "hash": "hmac-sha-256",
        "normalisers": 1,
        "profile": "bloom",
        "tessera": "linkage-schema/1",
        "vectors": vector_forms(schema),
    }
    if schema.get("flipsPerThousand"):
        form["flipsPerThousand"] = schema["flipsPerThousand"]
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def main():
    documents = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.jsonc"))}
    for agreement in ("record", "grouped", "field"):
        command = [sys.argv[1], "schema", "init", "--for", agreement, "-o", "-"]
        documents[f"starting-{agreement}"] = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with open(HERE / "canonical.tsv", "wb") as output:
        for name, text in documents.items():
            form = canonical(parse(text))
            line = [name.encode(), hashlib.sha256(form).hexdigest().encode(), form]
            output.write(b"\t".join(line) + b"\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Checks linkage-schema.schema.json: the starting schemas are valid, and each of a list of changes makes one invalid.

usage: check_schema_examples.py TESSERA_AGENCY

Takes the starting schemas from the program. Needs the package jsonschema. Exits 1, naming the example, when the JSON
Schema says otherwise.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent


def without_comments(text):
    """The text with // comments outside of strings removed."""
    return re.sub(r'("(?:[^"\\]|\\.)*")|//[^\n]*', lambda match: match.group(1) or "", text)


def starting_schema(agreement):
    command = [sys.argv[1], "schema", "init", "--for", agreement, "-o", "-"]
    return json.loads(without_comments(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def changed(document, path, value):
    """A copy of the document with the value at the path replaced; None removes it."""
    result = copy.deepcopy(document)
    *parents, last = path
    place = result
    for step in parents:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return result


# What a vector of a mother's values says.
MOTHER = {"relation": "mother", "vector": "a"}

VALID = [
    (["vectors"], "fields"),
    (["vectors"], [{"name": "a", "features": ["given", "dob"]}, {"name": "b", "features": ["zip"], "filterLength": 64}]),
    (["reading"], None),
    (["features", 0, "tokens"], {"type": "qgrams", "q": 4}),
    (["features", 0, "tokens"], {"type": "exact"}),
    (["features", 3, "tokens"], {"type": "dateParts"}),
    (["features", 3, "tokens"], {"type": "dateParts", "yearOnly": ["01-01", "07-01"]}),
    (["features", 3, "dateFormats"], ["d.M.yyyy", "yyyyMMdd"]),
    (["features", 4, "values"], {"1": "m", "2": "f", "9": ""}),
    (["features", 6, "normaliser"], "digits"),
    (["flipsPerThousand"], 0),
    (["flipsPerThousand"], 100),
    (["features", 1, "variant"], "nickname"),
    (["features", 3, "variant"], "swapDayMonth"),
    (["vectors"], [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["middle"], "variantOf": "a"}]),
    (["vectors"], [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["middle"], "relativeOf": MOTHER}]),
]

# Changes of the hardened starting schema.
HARDENED_VALID = [
    (["filterLength"], 5120),
    (["hash"], "blake2b-512"),
    (["vectors"], "fields"),
    (["vectors"], [{"name": "a", "features": ["given"], "filterLength": 5120}]),
    (["features", 0, "weight"], 255),
    (["features", 0, "centre"], "none"),
]

HARDENED_INVALID = [
    (["filterLength"], 1024),
    (["filterLength"], 4096),
    (["hash"], "hmac-sha-256"),
    (["flipsPerThousand"], 0),
    (["flipsPerThousand"], 20),
    (["profile"], "bloom"),
    (["profile"], "pm-5120"),
    (["vectors"], [{"name": "a", "features": ["given"], "filterLength": 1024}]),
    (["features", 0, "weight"], 0),
    (["features", 0, "weight"], 256),
    (["features", 0, "bitsPerToken"], 12),
    (["features", 0, "bitsPerFeature"], 12),
    (["features", 0, "centre"], "census"),
    (["features", 0, "variant"], "nickname"),
    (["vectors"], [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["middle"], "variantOf": "a"}]),
    (["vectors"], [{"name": "a", "features": ["given"]}, {"name": "b", "features": ["middle"], "relativeOf": MOTHER}]),
]

INVALID = [
    (["tessera"], "linkage-schema/2"),
    (["name"], None),
    (["nmae"], "x"),
    (["profile"], "bloomy"),
    (["hash"], "md5"),
    (["filterLength"], 1000),
    (["filterLength"], 0),
    (["filterLength"], None),
    (["filterLength"], "1024"),
    (["flipsPerThousand"], -1),
    (["flipsPerThousand"], 101),
    (["flipsPerThousand"], 0.5),
    (["reading", "delimiter"], ";;"),
    (["reading", "comma"], ","),
    (["features"], []),
    (["features", 0, "name"], "given name"),
    (["features", 0, "role"], "firstName"),
    (["features", 0, "normaliser"], "familyName"),
    (["features", 0, "bitsPerToken"], 0),
    (["features", 0, "bitsPerToken"], 1025),
    (["features", 0, "bitsPerToken"], 1.5),
    (["features", 0, "bitsPerToken"], None),
    (["features", 0, "bitsPerFeature"], 100),
    (["features", 0, "weight"], 1),
    (["features", 0, "centre"], "none"),
    (["features", 0, "missing"], "ignore"),
    (["features", 0, "dateFormats"], ["yyyy-MM-dd"]),
    (["features", 0, "values"], {"m": "m"}),
    (["features", 0, "tokens", "q"], 5),
    (["features", 0, "tokens", "q"], None),
    (["features", 0, "tokens", "positional"], True),
    (["features", 0, "tokens", "parts"], ["year"]),
    (["features", 0, "tokens"], {"type": "dateParts"}),
    (["features", 0, "tokens"], {"type": "exact", "q": 2}),
    (["features", 3, "dateFormats"], None),
    (["features", 3, "dateFormats"], []),
    (["features", 3, "dateFormats"], ["dd/MM/yy"]),
    (["features", 3, "tokens"], {"type": "qgrams", "q": 2}),
    (["features", 3, "tokens", "parts"], ["week"]),
    (["features", 3, "tokens"], {"type": "dateParts", "yearOnly": []}),
    (["features", 3, "tokens"], {"type": "dateParts", "yearOnly": ["1-1"]}),
    (["features", 3, "earliest"], "1.1.1900"),
    (["features", 4, "values"], {"M": "m"}),
    (["features", 4, "values"], {"m": "male"}),
    (["vectors"], None),
    (["vectors"], "records"),
    (["vectors"], []),
    (["vectors"], [{"name": "a", "features": []}]),
    (["vectors"], [{"name": "a", "features": ["given", "given"]}]),
    (["vectors"], [{"features": ["given"]}]),
    (["features", 0, "variant"], "diminutive"),
    (["features", 0, "variant"], "swapDayMonth"),
    (["features", 2, "variant"], "nickname"),
    (["features", 3, "variant"], "nickname"),
    (["vectors"], [{"name": "a", "features": ["given"], "variantOf": 1}]),
    (["vectors"], [{"name": "a", "features": ["zip"]}, {"name": "b", "features": ["given", "dob"], "variantOf": "a"}]),
    (["vectors"], [{"name": "b", "features": ["given", "dob"], "relativeOf": MOTHER}]),
    (["vectors"], [{"name": "b", "features": ["given"], "relativeOf": MOTHER, "variantOf": "a"}]),
    (["vectors"], [{"name": "b", "features": ["given"], "relativeOf": {"relation": "mother"}}]),
    (["vectors"], [{"name": "b", "features": ["given"], "relativeOf": {"relation": "my mother", "vector": "a"}}]),
    (["vectors"], [{"name": "b", "features": ["given"], "relativeOf": {**MOTHER, "feature": "given"}}]),
]


def main():
    rules = json.loads((ROOT / "Specs/linkage-schema.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    validator = jsonschema.Draft202012Validator(rules)
    schemas = {name: starting_schema(name) for name in ("record", "grouped", "field", "hardened", "hardened-strict")}
    start, hardened = schemas["record"], schemas["hardened"]
    failures = 0
    valid = [(schema, (["name"], schema["name"])) for schema in schemas.values()]
    valid += [(start, change) for change in VALID] + [(hardened, change) for change in HARDENED_VALID]
    for base, (path, value) in valid:
        for error in validator.iter_errors(changed(base, path, value)):
            print(f"should be valid: {path} = {value!r}: {error.message}", file=sys.stderr)
            failures += 1
    invalid = [(start, change) for change in INVALID] + [(hardened, change) for change in HARDENED_INVALID]
    for base, (path, value) in invalid:
        if validator.is_valid(changed(base, path, value)):
            print(f"should be invalid: {path} = {value!r}", file=sys.stderr)
            failures += 1
    print(f"{len(valid)} valid and {len(invalid)} invalid examples, {failures} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes acceptance.json beside this file: documents that clkhash 0.18.3 accepts or refuses, and its encoding of one record where
it can encode with an accepted one.

    python3.11 -m venv venv && venv/bin/pip install clkhash==0.18.3
    venv/bin/python make_acceptance.py         # or --check, which writes nothing and fails if the file would change
"""

import copy
import io
import json
import sys
from datetime import date
from pathlib import Path

from clkhash.clk import generate_clks
from clkhash.schema import from_json_file
from clkhash.serialization import serialize_bitarray

TARGET = Path(__file__).with_name("acceptance.json")
KDF = {"type": "HKDF", "salt": "c29tZSBzYWx0IHRoYXQgaXMgbG9uZw==", "info": "aW5mbw=="}
HASHING = {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerToken": 5}}
TEXT = {"type": "string"}
GOOD = {"version": 3, "clkConfig": {"l": 64, "kdf": KDF}, "features": [{"identifier": "a", "format": TEXT, "hashing": HASHING}]}
FIRST = {"version": 1, "clkConfig": {"l": 64, "k": 5, "hash": {"type": "doubleHash"}, "kdf": KDF},
         "features": [{"identifier": "a", "format": TEXT, "hashing": {"ngram": 2}}]}
SECOND = {"version": 2, "clkConfig": {"l": 64, "kdf": KDF},
          "features": [{"identifier": "a", "format": TEXT, "hashing": {"ngram": 2, "strategy": {"k": 5}}}]}
GONE = object()


def changed(document, *changes):
    """A copy in which what stands at each path is another value, or is gone."""
    document = copy.deepcopy(document)
    for path, value in changes:
        *way, last = path.split("/")
        place = document
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        if value is GONE:
            del place[last]
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return document


def documents():
    """Pairs of a name and a document, or its text."""
    made = [("version 3", GOOD), ("version 1", FIRST), ("version 2", SECOND)]

    def vary(document, path, values):
        for value in values:
            shown = "gone" if value is GONE else json.dumps(value)
            made.append((f"{document['version']}: {path} {shown}", changed(document, (path, value))))

    config, feature, form, hashing = "clkConfig", "features/0", "features/0/format", "features/0/hashing"
    for value in ["[]", "3", "null", "{}", "", "{", '{"version": 3}', '\ufeff{"version": 3}', "nonsense"]:
        made.append((f"text {value!r}", value))
    vary(GOOD, "version", [3.0, True, "3", None, 0, 4, [3], 3.5])
    vary(GOOD, "extra", [1, None])
    vary(GOOD, config, [GONE, [], None])
    vary(GOOD, f"{config}/extra", [1])
    vary(GOOD, f"{config}/l", [-1, 64.0, 64.5, "64", True, None, 6.4e1, 1, 63, 100])
    vary(GOOD, f"{config}/xorFolds", [0, 1, 1.0, -1, 1.5, "1", None])
    vary(GOOD, f"{config}/xor_folds", [1, 3, True, False, None, -1, 1.0, "1", [], 1.5])
    vary(GOOD, f"{config}/kdf", [GONE, [], {}, "HKDF"])
    vary(GOOD, f"{config}/kdf/type", ["hkdf", None, GONE])
    vary(GOOD, f"{config}/kdf/extra", [1])
    vary(GOOD, f"{config}/kdf/hash", ["SHA512", "sha256", None, "\u212aDF"])
    vary(GOOD, f"{config}/kdf/salt", [GONE, "", "====", "AAA", "A", "AAAA-_", "\u00e9", None, 3, "YWJj\nYWJj", "AA==BBBB"])
    vary(GOOD, f"{config}/kdf/info", [GONE, "", "AAA", "AAAA"])
    vary(GOOD, f"{config}/kdf/keySize", [1, 0, 64.0, 64.5, 64, 65, 4080, 4081, "64", True, None])
    vary(GOOD, "features", [GONE, {}, [], [1], [[]], [{}], None])
    vary(GOOD, feature + "/identifier", [GONE, "", 3, None])
    vary(GOOD, feature + "/description", ["text", 3, None])
    vary(GOOD, feature + "/extra", [3])
    vary(GOOD, feature + "/ignored", [True, False, 1, 0, "true", None])
    for extra in [{}, {"description": "d"}, {"description": 3}, {"x": 1}, {"format": TEXT}, {"hashing": HASHING}, {"format": TEXT, "hashing": HASHING},
                  {"format": TEXT, "hashing": HASHING, "x": 1}, {"format": {"type": "string", "pattern": "["}, "hashing": HASHING},
                  {"format": TEXT, "hashing": {"ngram": 2}}, {"format": {"type": "s"}, "hashing": HASHING},
                  {"format": TEXT, "hashing": changed(HASHING, ("hash", {"type": "blakeHash", "prevent_singularity": True}))},
                  {"format": TEXT, "hashing": changed(HASHING, ("comparison", {"type": "numeric", "thresholdDistance": 0.1, "resolution": 1}))}]:
        for ignored in [True, False]:
            for document in [GOOD, FIRST, SECOND]:
                one = {"identifier": "b", "ignored": ignored, **extra}
                made.append((f"{document['version']}: a feature more {json.dumps(one)}",
                             changed(document, ("features", document["features"] + [one]))))
    vary(GOOD, form, [GONE, None, [], {}, "string", {"type": "text"}, {"type": None}])
    for one in [{"encoding": "utf-8"}, {"encoding": "UTF-8"}, {"encoding": "utf-16"}, {"encoding": None}, {"case": "upper"}, {"case": "Upper"}, {"minLength": 0},
                {"minLength": -1}, {"minLength": 2.0}, {"minLength": 2.5}, {"maxLength": 0}, {"maxLength": 1}, {"maxLength": 9.0}, {"minLength": 9, "maxLength": 1},
                {"pattern": "[A-z ]*"}, {"pattern": "["}, {"pattern": ""}, {"pattern": 3}, {"pattern": "a", "case": "upper"}, {"pattern": "a", "minLength": 1},
                {"pattern": "a", "encoding": "ascii", "description": "d"}, {"pattern": "(?=A).*"}, {"pattern": "(?<=A*)b"}, {"pattern": "(?i)ada"}, {"pattern": "a{2,1}"},
                {"pattern": "\\q"}, {"pattern": "a**"}, {"description": 3}, {"description": "d"}, {"x": 1}, {"minimum": 1}, {"values": []}]:
        vary(GOOD, form, [{"type": "string", **one}])
    for one in [{}, {"minimum": 3}, {"minimum": 3.0}, {"minimum": 3.5}, {"minimum": "3"}, {"maximum": 1e20}, {"minimum": 9, "maximum": 1}, {"encoding": "utf-8"},
                {"minLength": 1}, {"description": "d"}, {"minimum": None}, {"minimum": True}]:
        vary(GOOD, form, [{"type": "integer", **one}])
    for one in [{}, {"format": "%Y-%m-%d"}, {"format": 3}, {"format": ""}, {"format": "%Q"}, {"format": "%c"}, {"format": "%d%d"}, {"format": "%Y", "encoding": "ascii"},
                {"format": "%d %B %y", "description": "d"}]:
        vary(GOOD, form, [{"type": "date", **one}])
    for one in [{}, {"values": []}, {"values": ["x", "y"]}, {"values": ["x", "x"]}, {"values": [3]}, {"values": "x"}, {"values": ["x"], "encoding": "ascii"},
                {"values": ["x"], "description": "d"}]:
        vary(GOOD, form, [{"type": "enum", **one}])
    vary(GOOD, hashing, [GONE, None, [], {}])
    vary(GOOD, hashing + "/strategy", [GONE, {}, [], {"bitsPerToken": 5.0}, {"bitsPerToken": 5.5}, {"bitsPerFeature": 50}, {"bitsPerFeature": 0}, {"bitsPerToken": "5"},
                                       {"bitsPerToken": 5, "x": 1}, {"k": 5}, {"bitsPerToken": True}])
    vary(GOOD, hashing + "/comparison", [
        GONE, {}, [], {"type": "exact"}, {"type": "exact", "n": 0}, {"type": "Exact"}, {"type": "ngram"}, {"type": "ngram", "n": 1}, {"type": "ngram", "n": 2.0},
        {"type": "ngram", "n": 1.5}, {"type": "ngram", "n": -1}, {"type": "ngram", "n": True}, {"type": "ngram", "n": 3, "positional": True},
        {"type": "ngram", "n": 3, "positional": 1}, {"type": "ngram", "n": 3, "positional": None}, {"type": "ngram", "n": 3, "extra": 1}])
    for one in [{}, {"thresholdDistance": 5}, {"resolution": 2}, {"thresholdDistance": 5, "resolution": 2}, {"thresholdDistance": 2.5, "resolution": 2},
                {"thresholdDistance": 0.5, "resolution": 2}, {"thresholdDistance": 0.5000001, "resolution": 2}, {"thresholdDistance": -1, "resolution": 2},
                {"thresholdDistance": 0.0, "resolution": 2}, {"thresholdDistance": "5", "resolution": 2}, {"thresholdDistance": True, "resolution": 2},
                {"thresholdDistance": 5, "resolution": 0}, {"thresholdDistance": 5, "resolution": 2.0}, {"thresholdDistance": 5, "resolution": 1.5},
                {"thresholdDistance": 0.25, "resolution": 2, "fractional_precision": 1}, {"thresholdDistance": 0.25, "resolution": 2, "fractional_precision": 3},
                {"thresholdDistance": 0.05, "resolution": 2, "fractional_precision": 1}, {"thresholdDistance": 0.05, "resolution": 2, "fractional_precision": 2.0},
                {"thresholdDistance": 5, "resolution": 2, "fractional_precision": 0.0}, {"thresholdDistance": 5, "resolution": 2, "fractional_precision": -1},
                {"thresholdDistance": 5, "resolution": 2, "fractional_precision": 0.5}, {"thresholdDistance": 5, "resolution": 2, "fractional_precision": None},
                {"thresholdDistance": 5, "resolution": 2, "fractionalPrecision": "x"}, {"thresholdDistance": 1e300, "resolution": 1, "fractional_precision": 2},
                {"thresholdDistance": 1e300, "resolution": 1, "fractional_precision": 20}, {"thresholdDistance": 1.5, "resolution": 1, "fractional_precision": 309},
                {"thresholdDistance": 1.5, "resolution": 1, "fractional_precision": 300}, {"thresholdDistance": 9223372036854775807, "resolution": 1, "fractional_precision": 3}]:
        vary(changed(GOOD, (form, {"type": "integer"})), hashing + "/comparison", [{"type": "numeric", **one}])
    vary(GOOD, hashing + "/hash", [
        {"type": "blakeHash"}, {"type": "doubleHash"}, {}, [], {"type": "blakeHash", "x": 1}, {"type": "doubleHash", "x": 1}, {"type": "blakeHash", "prevent_singularity": False},
        {"type": "blakeHash", "prevent_singularity": None}, {"type": "doubleHash", "prevent_singularity": None}, {"type": "doubleHash", "prevent_singularity": True},
        {"type": "doubleHash", "prevent_singularity": 1}, {"type": "sha"}])
    vary(GOOD, hashing + "/missingValue", [{}, [], {"sentinel": ""}, {"sentinel": "-", "replaceWith": "x"}, {"sentinel": "-", "replaceWith": None}, {"sentinel": 3},
                                           {"sentinel": "-", "x": 1}, {"replaceWith": "x"}])
    double = changed(GOOD, (hashing + "/hash", {"type": "doubleHash"}))
    vary(double, f"{config}/l", [100, 63, 2])
    vary(double, f"{config}/kdf/keySize", [65, 200, 2000])
    for count, size, name in [(63, 64, "SHA256"), (64, 64, "SHA256"), (127, 64, "SHA512"), (128, 64, "SHA512"), (64, 63, "SHA256"), (65, 63, "SHA256")]:
        ignored = [{"identifier": f"i{number}", "ignored": True} for number in range(count - 1)]
        made.append((f"{count} features, keySize {size}, {name}",
                     changed(GOOD, (f"{config}/kdf/keySize", size), (f"{config}/kdf/hash", name), ("features", GOOD["features"] + ignored))))
    made.append(("equal identifiers", changed(GOOD, ("features", GOOD["features"] * 2))))
    made.append(("all ignored", changed(GOOD, ("features", [{"identifier": "a", "ignored": True}]))))

    vary(FIRST, "version", [1.0])
    vary(FIRST, f"{config}/l", [64.0, 0, GONE, 100])
    vary(FIRST, f"{config}/k", [GONE, 0, 5.0, "5", 20, None])
    vary(FIRST, f"{config}/xorFolds", [2, -1, 1.0])
    vary(FIRST, f"{config}/xor_folds", [2])
    vary(FIRST, f"{config}/hash", [GONE, {}, {"type": "blakeHash"}, {"type": "blakeHash", "prevent_singularity": True}, {"type": "doubleHash", "prevent_singularity": True},
                                   {"type": "doubleHash", "prevent_singularity": 1}])
    vary(FIRST, f"{config}/kdf/keySize", [64.0, 10])
    vary(FIRST, f"{config}/extra", [1])
    vary(FIRST, "extra", [1])
    vary(FIRST, form, [{"type": "string", "minLength": 1.0}, {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 1.0}, {"type": "string", "x": 1}])
    for weight in [0, 0.0, 1, 2, 0.5, 0.1, 0.09, 0.3, 0.7, 1.5, 2.5, 10, -1, "1", True, None, 1e308]:
        vary(FIRST, hashing, [{"ngram": 2, "weight": weight}])
    for one in [{}, {"ngram": 0}, {"ngram": 2.0}, {"ngram": 1, "positional": True}, {"ngram": 1, "positional": 1}, {"ngram": 3, "missingValue": {"sentinel": "", "replaceWith": "x"}},
                {"ngram": 3, "missingValue": {}}, {"ngram": 2, "x": 1}, {"ngram": 2, "strategy": "x"}, {"ngram": 2, "hash": "x"}, {"ngram": 2, "comparison": "x"},
                {"ngram": 0, "weight": 0}, {"ngram": 2, "weight": 0, "x": 1}, {"ngram": 2, "weight": 0, "positional": 3}, {"ngram": -1, "weight": 0}]:
        vary(FIRST, hashing, [one])
    made.append(("1: weight 0 and a wrong format", changed(FIRST, (form, {"type": "x"}), (hashing, {"ngram": 2, "weight": 0}))))
    made.append(("1: weight 0 and a wrong pattern", changed(FIRST, (form, {"type": "string", "pattern": "["}), (hashing, {"ngram": 2, "weight": 0}))))
    made.append(("1: weight 0 and more keys", changed(FIRST, (feature + "/x", 1), (feature + "/description", "d"), (hashing, {"ngram": 2, "weight": 0}))))
    made.append(("1: two features, one of weight 0", changed(FIRST, ("features", [
        {"identifier": "z", "format": TEXT, "hashing": {"ngram": 2, "weight": 0}}, FIRST["features"][0]]))))

    vary(SECOND, "version", [2.0])
    vary(SECOND, f"{config}/l", [64.0, 128])
    vary(SECOND, f"{config}/k", [3])
    vary(SECOND, f"{config}/xor_folds", [2])
    vary(SECOND, f"{config}/xorFolds", [2, -1])
    vary(SECOND, hashing + "/strategy", [GONE, {}, [], {"k": 5, "numBits": 5}, {"k": 20.5}, {"k": 20.0}, {"numBits": 30}, {"numBits": 0}, {"k": "x"}, {"bitsPerToken": 5},
                                         {"k": 7, "bitsPerToken": 5}, {"numBits": 7, "bitsPerFeature": 5}, {"k": 7, "bitsPerFeature": 5}, {"k": 7, "x": 1}])
    for one in [{"ngram": GONE}, {"ngram": 0}, {"ngram": 2.0}, {"ngram": 3}, {"positional": True}, {"positional": 1}, {"comparison": {"type": "exact"}}, {"x": 1},
                {"hash": {"type": "doubleHash"}}, {"hash": {"type": "blakeHash", "prevent_singularity": True}}, {"hash": {"type": "x"}}, {"weight": 1},
                {"missingValue": {"sentinel": "-"}}, {"missingValue": {}}]:
        made.append((f"2: hashing {', '.join(one)} {next(iter(one.values())) if GONE not in one.values() else 'gone'}",
                     changed(SECOND, *((f"{hashing}/{key}", value) for key, value in one.items()))))
    return made


def value(feature):
    """Something that may stand in a column."""
    form = feature.get("format", {})
    kind = form.get("type") if isinstance(form, dict) else None
    if kind == "integer":
        return "12"
    if kind == "date":
        return date(1990, 2, 3).strftime(form["format"])
    return "x" if kind == "enum" else "Ada"


def judged(text):
    try:
        schema = from_json_file(io.StringIO(text))
    except Exception:
        return {"accepted": False}
    record = [value(feature) for feature in json.loads(text)["features"]]
    try:
        encoding = serialize_bitarray(generate_clks([record], schema, "secret", validate=False, max_workers=1)[0])
    except Exception:
        encoding = None
    return {"accepted": True, "record": record, "clk": encoding}


def main():
    cases = []
    for name, document in documents():
        text = document if isinstance(document, str) else json.dumps(document, separators=(",", ":"))
        cases.append({"name": name, "text": text, **judged(text)})
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    content = '{"source":"clkhash 0.18.3, by make_acceptance.py","secret":"secret","documents":[\n' + lines + "]}\n"
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text() == content else "acceptance.json would change")
    TARGET.write_text(content)


main()

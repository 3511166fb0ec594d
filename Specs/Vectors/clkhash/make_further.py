#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes further.json beside this file: what clkhash 0.18.3 and Python's csv module make of values, tables and records
that the case folders don't touch.

    python3.11 -m venv venv && venv/bin/pip install clkhash==0.18.3
    venv/bin/python make_further.py            # or --check, which writes nothing and fails if the file would change
"""

import csv
import io
import json
import random
import sys
import unicodedata
from pathlib import Path

from clkhash.clk import generate_clks
from clkhash.comparators import get_comparator
from clkhash.field_formats import spec_from_json_dict
from clkhash.schema import from_json_dict
from clkhash.serialization import serialize_bitarray

TARGET = Path(__file__).with_name("further.json")
PLAIN = {"comparison": {"type": "exact"}, "strategy": {"bitsPerToken": 1}}


def attempt(make):
    """What a function gives, or None where clkhash fails."""
    try:
        return make()
    except (ValueError, OverflowError, UnicodeError):
        return None


def rewritten(form, value):
    field = spec_from_json_dict({"identifier": "x", "format": form, "hashing": PLAIN})
    return attempt(lambda: field.format_value(value))


def integers(draw):
    texts = ["", " ", "+", "-", "0", "-0", "+0", "007", "-007", "+ 5", "- 5", "--5", "+-5", "1_000", "1__0", "_1", "1_", "-_1",
             "+1_0", "1.0", "1e3", "0x10", "0b1", "1 2", "12a", "\u22125", "\u2075", "\u2164", "\u0665\u0666", "1\u0665",
             "\uff11\uff12", "\U0001d7d8\U0001d7d9", "\u0be7\u0be8", "1\u0000", "\u00001", "\u007f1", "9223372036854775807",
             "-9223372036854775809", "5" * 100, "0" * 4299 + "1", "0" * 4300 + "1", "1" * 4300, "-" + "1" * 4300,
             "1" * 4301, "_".join("1" * 4300)]
    for code in list(range(0x21)) + [0x7f, 0x85, 0xa0, 0x1680, 0x180e] + list(range(0x2000, 0x2010)) + [
            0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff]:
        texts += [chr(code) + "5", "5" + chr(code), "5" + chr(code) + "5"]
    zeros = [chr(code) for code in range(0x80, 0x110000) if unicodedata.decimal(chr(code), None) == 0]
    texts += [chr(ord(zero) + 7) + zero for zero in zeros]
    # Digits that came after Unicode 14.
    texts += ["\U0001e4f7", "\U00010d47", "\U0001ccf7"]
    texts += ["".join(draw.choice("0159+-_ .\u0663") for _ in range(draw.randrange(1, 7))) for _ in range(150)]
    return [[text, rewritten({"type": "integer"}, text)] for text in texts]


FORMATS = ["%Y-%m-%d", "%Y%m%d", "%d%m%y", "%y%m%d", "%m/%d/%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%Y%j", "%j",
           "%y%j", "%m%d", "%d", "%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%a %d %b %Y", "%A, %d %B %Y", "%d%b%y",
           "%m%d%y%Y", "%Y %y", "%b%m", "%m%B", "%m%d%j", "%H%M%S", "%d%H%M%S%f", "%p%d%m%Y", "%%%Y%%", "%Y  %m\t%d",
           "(%Y) [%m] {%d}", "K%Ys%mi%d", "%Y\u5e74%m\u6708%d\u65e5", "", " ", "%d%n", "%Q", "%", "% Y", "%-d", "%d%d", "%\u0665"]


def dates(draw):
    cases = []
    for form in FORMATS:
        texts = {"", " ", "0", "1990-02-29", "2000-02-29", "1900-02-29", "19900101", "0123-01-12", "0000-01-01", "1990366",
                 "1992366", "9999366", "9999365", "0229", "0230", "29", "1990112", "199012", "1190", "1 1990"}
        for _ in range(36):
            year, month, day = draw.choice([1, 99, 999, 1000, 1968, 1999, 2000, 2024, 9999]), draw.randrange(1, 13), draw.randrange(1, 33)
            text = form
            months = ["jan", "FEB", "Mar", "apr", "may", "jun", "jul", "aug", "\u017fep", "oct", "nov", "dec"]
            fulls = ["January", "february", "MARCH", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
            days = ["mon", "Tue", "wed", "thu", "fri", "sat", "sun"]
            long_days = ["monday", "tuesday", "wednesday", "thursday", "Fr\u0130day", "saturday", "SUNDAY"]
            places = {
                "%Y": [f"{year:04}", f"{year}"], "%y": [f"{year % 100:02}", f"{year % 100}"], "%m": [f"{month:02}", f"{month}"],
                "%d": [f"{day:02}", f"{day}", f"{day:2}"], "%j": [f"{draw.randrange(0, 368):03}", f"{draw.randrange(0, 368)}"],
                "%b": [months[month - 1]], "%B": [fulls[month - 1]], "%H": [f"{draw.randrange(0, 26)}"],
                "%M": [f"{draw.randrange(0, 62):02}"], "%S": [f"{draw.randrange(0, 63):02}"], "%f": [f"{draw.randrange(0, 1200000)}"],
                "%p": ["AM", "pm", "xm"], "%a": [draw.choice(days)], "%A": [draw.choice(long_days)], "%%": ["%"]}
            for directive, choices in places.items():
                text = text.replace(directive, draw.choice(choices))
            for _ in range(draw.choice([0, 0, 0, 1, 2])):
                at = draw.randrange(len(text) + 1)
                piece = draw.choice(["0", "1", "9", " ", "\u3000", "\u001c", "-", "\u0661", "\uff12", "k", "\u212a", "S", "\u0131"])
                text = text[:at] + piece + text[at + draw.choice([0, 1]):]
            texts.add(text)
        for text in sorted(texts):
            try:
                result = rewritten({"type": "date", "format": form}, text)
            except Exception as error:  # re.error for a directive that stands twice
                assert type(error).__name__ == "error", error
                result = None
            cases.append([form, text, result])
    return cases


def numbers(draw):
    comparisons = [{"thresholdDistance": t, "resolution": r, "fractional_precision": p} for t, r, p in [
        (8, 2, 0), (1, 1, 0), (2.5, 1, 0), (3.5, 3, 0), (0.5, 2, 2), (0.1, 4, 1), (7, 10, 0), (1e17, 1, 0), (9007199254740993, 1, 0),
        (18014398509481983, 1, 0), (2e-5, 2, 5), (12345678901234567890123, 2, 0), (1, 1, 20), (1, 2, 40), (0.3, 5, 17), (10, 1, 300)]]
    texts = ["", " ", "0", "-0", "-0.0", "1.", ".5", ".", "-.5", "+1.5", "1e5", "1E-5", "1e", "1e+", "e5", "1.5e3", "1_0.2_5", "1_.5", "1._5",
             "1e1_0", "nan", "inf", "-Infinity", "infinity", "1e308", "1e309", "-1e308", "1.7976931348623157e308", "5e-324", "1e-400", "0x1p3", "0x10",
             " 2.5 ", "\u30002.5", "2\u066b5", "\u0662.\u0665", "1,5", "9007199254740993", "9007199254740993.0", "4503599627370497.5", "-4503599627370497.5",
             "2.675", "1.005", "0.5", "1.5", "-0.5", "-1.5", "123456789.987654321", "0" * 4301, "0" * 4301 + ".5", "1" * 310, "9" * 4300, "-" + "3" * 400,
             "1" * 4301, "27021597764222976", "9007199254740992", "9007199254740991"]
    texts += [str(draw.randrange(-50, 50)) for _ in range(25)]
    texts += [repr(draw.uniform(-1e3, 1e3)) for _ in range(20)] + [f"{draw.uniform(-1, 1):.30e}" for _ in range(15)]
    texts += [str(draw.randrange(-10**draw.randrange(1, 45), 10**draw.randrange(1, 45))) for _ in range(25)]
    texts += ["".join(draw.choice("0159.eE+-_") for _ in range(draw.randrange(1, 8))) for _ in range(80)]
    made = []
    for comparison in comparisons:
        tokeniser = get_comparator({"type": "numeric", **comparison})
        some = texts if comparison["thresholdDistance"] in (8, 0.5) else draw.sample([text for text in texts if len(text) < 700], 60)
        # Half of 2^53 + 1 is no double: 2 times this is nearer to the multiple below, and Python takes the one above.
        some = some + ["2251799813685248"]
        cases = [[text, attempt(lambda: list(tokeniser.tokenize(text)))] for text in some]
        # A token of thousands of digits says nothing that a short one does not.
        cases = [case for case in cases if not case[1] or len(case[1][0]) < 700]
        made.append({**comparison, "thresholdDistance": repr(comparison["thresholdDistance"]),
                     "distance": str(tokeniser.distance_interval), "cases": cases})
    return made


def tables(draw):
    texts = [b"", b"\n", b"\r", b"\r\n", b"a", b"a\n", b"a,b\n\n", b"\n\na", b"a\r\rb", b"a\n\rb", b"a\r\n\r\nb", b",", b",\n", b"\"\"", b"\"\"\n", b"\"",
             b"\"\n", b"\"a", b"\"a\n", b"\"a\r\nb\"\r\nc", b"\"a\rb\"", b"\"a\r", b"\"\r\n\"\"\r\n\"", b"B\"o\"b", b"\"Bo\"b", b"\"Bo\"b\"c\",d",
             b"\"a\"\"b\"", b"\"a\"\"\"", b"\"a\"\"", b" \"a\"", b"\"a\" ", b"\"a\",\"b", b"a,\"", b"a,\"\"", b"a,\"\"\"\"", b"a\x00b,c", b"\xef\xbb\xbfa,b",
             b"\xff", b"a,\xc3", b"\"\xc3\"\xa9", b"\xc3\xa9,\xe2\x82\xac\n\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xe2\x80\xa8a\xc2\x85b\n", b"a\x1cb\x0bc\x0cd\n"]
    alphabet = [b"a", b"b", b",", b"\"", b"\"", b"\n", b"\r", b"\r\n", b" ", "\u00e9".encode()]
    made = [[text.hex(), attempt(lambda: rows_of(text))] for text in texts]
    while len(made) < 500:
        text = b"".join(draw.choice(alphabet) for _ in range(draw.randrange(3, 20)))
        rows = rows_of(text)
        # Of rows that differ in length only the first ones can be compared.
        if len(rows) > 1 and len({len(row) for row in rows}) == 1 or draw.random() < 0.02:
            made.append([text.hex(), rows])
    return made


def rows_of(text):
    return list(csv.reader(io.TextIOWrapper(io.BytesIO(text), encoding="utf-8")))


NAMES = ["Ada", "A", "", "  ", "O'Brien", "Zo\u00eb", "Zoe\u0308", "\u674e\u5c0f\u9f99", "\U0001f600x", "\u00e9", "e\u0301", "\u1100\u1161", "\ud55c", "\r\n", "anna-maria of the long long name indeed",
         "AAAA", "null", "-", "-5", "42", "0042", "3.75", "1990-01-02", "x" * 70, "\u0000", "\ufeffa", "e\u0301" * 30]


def records(draw):
    made = []
    for number in range(80):
        features = []
        is_blake = draw.random() < 0.6
        folds = draw.choice([0, 0, 0, 1, 2, 3])
        length = draw.choice([1, 2, 8, 64, 256, 512]) if is_blake else draw.choice([2, 3, 7, 12, 50, 100, 129, 333, 512])
        for index in range(draw.randrange(1, 5)):
            if draw.random() < 0.2:
                features.append({"identifier": f"f{index}", "ignored": True})
                continue
            form = draw.choice([{"type": "string"}, {"type": "string"}, {"type": "string", "encoding": "ascii"}, {"type": "string", "encoding": "utf-16"},
                                {"type": "string", "encoding": "utf-32"}, {"type": "string", "encoding": "utf-8"}, {"type": "integer"}, {"type": "date", "format": "%Y-%m-%d"}])
            comparison = draw.choice([{"type": "ngram", "n": n, "positional": p} for n in (1, 2, 3, 5) for p in (False, True)] + [{"type": "exact"}] * 2)
            if form.get("encoding") != "ascii" and draw.random() < 0.1:
                comparison = {"type": "numeric", "thresholdDistance": 5, "resolution": 3}
            hashing = {"comparison": comparison}
            hashing["strategy"] = draw.choice([{"bitsPerToken": draw.choice([1, 5, 31, 32, 33, 400])}, {"bitsPerFeature": draw.choice([1, 7, 60, 200, 500])}])
            if not is_blake:
                hashing["hash"] = {"type": "doubleHash"}
                if draw.random() < 0.6:
                    hashing["hash"]["prevent_singularity"] = draw.random() < 0.8
            elif draw.random() < 0.5:
                hashing["hash"] = {"type": "blakeHash"}
            if draw.random() < 0.4:
                hashing["missingValue"] = {"sentinel": draw.choice(["", "null", "-", "e\u0301", "-5"])}
                if draw.random() < 0.5:
                    hashing["missingValue"]["replaceWith"] = draw.choice(["", "Bob", "42", "\u00e9"])
            features.append({"identifier": f"f{index}", "format": form, "hashing": hashing})
        kdf = {"type": "HKDF", "hash": draw.choice(["SHA256", "SHA512"]), "keySize": draw.choice([1, 16, 20, 63, 64] if is_blake else [1, 20, 64, 65, 200])}
        if draw.random() < 0.7:
            kdf["salt"] = draw.choice(["", "c2FsdA==", "/+8="])
            kdf["info"] = draw.choice(["", "aW5mbw=="])
        document = {"version": 3, "clkConfig": {"l": length, "xor_folds": folds, "kdf": kdf}, "features": features}
        secret = draw.choice(["s", "a secret", "g\u00e9heim\n", "x" * 200])
        rows = [[draw.choice(NAMES) for _ in features] for _ in range(14)]
        schema = from_json_dict(json.loads(json.dumps(document)))

        def encoded(row):
            return serialize_bitarray(generate_clks([row], schema, secret, validate=True, max_workers=1)[0])

        made.append({"schema": document, "secret": secret, "rows": rows, "clks": [attempt(lambda: encoded(row)) for row in rows]})
    return made


def main():
    draw = random.Random(20240918)
    content = {"source": "clkhash 0.18.3 and csv of Python 3.11, by make_further.py", "integers": integers(draw), "dates": dates(draw),
               "numbers": numbers(draw), "tables": tables(draw), "records": records(draw)}
    lines = ",\n".join(f"{json.dumps(key)}:" + json.dumps(value, separators=(",", ":")) for key, value in content.items())
    text = "{" + lines + "}\n"
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text() == text else "further.json would change")
    TARGET.write_text(text)


main()

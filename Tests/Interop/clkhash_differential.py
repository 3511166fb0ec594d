#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Encodes generated tables by generated schemas with the real clkhash and with tessera-agency, and compares every bit.

usage: clkhash_differential.py TESSERA_AGENCY VECTORS_FOLDER [--cases 200] [--seed 1]

First the published vectors, through the program. Then cases of all versions, formats, comparisons, strategies, hashes, key derivations, folds
and rules for missing values; in some a value is wrong, and both have to refuse the table. Prints `clkhash.vectors.agree N/N` and
`clkhash.differential.agree N/N`; ends with 1 if they differ, and says which case.
"""
import argparse
import base64
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import warnings

from clkhash.clk import generate_clk_from_csv
from clkhash.schema import from_json_dict
from clkhash.serialization import serialize_bitarray

NAMES = ["Maria", "José", "Anne-Marie", "O'Neil", "李", "Søren", "Zoë", "MUELLER", "van der Berg", "x", "", "Nan", "e\u0301", "Ĳ", "😀"]
DATES = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%y", "%Y%m%d", "%d %b %Y", "%d.%m.%Y"]


class Case:
    """A schema, a secret and a table; `has_error` where a value breaks the schema."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        draw = self.draw
        self.version = draw.choice([3, 3, 3, 3, 2, 1])
        self.secret = draw.choice([b"secret", "pass wörd".encode(), bytes(draw.randrange(1, 256) for _ in range(32)), b"with a line feed\n"])
        self.features, self.columns = [], []
        self.default_hash = self.hash()
        for index in range(draw.randrange(1, 7)):
            self.add_feature(index)
        config = {"l": self.length(), "kdf": self.kdf()}
        if self.version == 1:
            config.update(k=draw.randrange(1, 40), hash=self.default_hash)
        if draw.random() < .3:
            config["xorFolds" if draw.random() < .3 else "xor_folds"] = draw.randrange(0, 4)
        self.schema = {"version": self.version, "clkConfig": config, "features": self.features}
        self.rows = [[column() for column in self.columns] for _ in range(draw.randrange(1, 25))]
        self.has_error = draw.random() < .15 and self.spoil()

    def length(self):
        hashes = [feature.get("hashing", {}).get("hash", self.default_hash) for feature in self.features]
        blake = any(hash is None or hash["type"] == "blakeHash" for hash in hashes)
        return self.draw.choice([64, 512, 1024, 4096]) if blake else self.draw.choice([100, 512, 777, 1024])

    def hash(self):
        if self.draw.random() < .6:
            return {"type": "blakeHash"}
        extra = {"prevent_singularity": self.draw.random() < .5} if self.draw.random() < .7 else {}
        return {"type": "doubleHash", **extra}

    def kdf(self):
        draw, kdf = self.draw, {"type": "HKDF"}
        if draw.random() < .7:
            kdf["hash"] = draw.choice(["SHA256", "SHA512"])
        for key in ("salt", "info"):
            if draw.random() < .7:
                kdf[key] = base64.b64encode(bytes(draw.randrange(256) for _ in range(draw.randrange(0, 40)))).decode()
        if draw.random() < .4:
            kdf["keySize"] = draw.randrange(1, 65)
        return kdf

    def add_feature(self, index):
        draw, name = self.draw, "column %d é" % index
        if draw.random() < .15:
            self.features.append({"identifier": name, "ignored": True})
            self.columns.append(lambda: draw.choice(NAMES))
            return
        kind = draw.choice(["string", "string", "integer", "date", "enum"])
        form, column = getattr(self, kind)()
        hashing = self.hashing(kind)
        if draw.random() < .4:
            sentinel = draw.choice(["", "-", "NA"])
            hashing["missingValue"] = {"sentinel": sentinel, **({"replaceWith": draw.choice(["", "x", "77"])} if draw.random() < .5 else {})}
            if kind == "date" or self.is_numeric(hashing):
                hashing["missingValue"]["replaceWith"] = "20000101"
            plain, share = column, draw.random() * .5
            column = lambda: sentinel if draw.random() < share else plain()
        self.features.append({"identifier": name, "format": form, "hashing": hashing})
        self.columns.append(column)

    @staticmethod
    def is_numeric(hashing):
        return hashing.get("comparison", {}).get("type") == "numeric"

    def hashing(self, kind):
        draw, n = self.draw, self.draw.randrange(1, 4)
        if self.version == 1:
            return {"ngram": n, **({"positional": draw.random() < .5} if draw.random() < .5 else {}),
                    **({"weight": draw.choice([1, 2.5, .6, 1.0])} if draw.random() < .5 else {})}
        strategy = draw.choice(["bitsPerToken", "bitsPerFeature"])
        hashing = {"strategy": {strategy: draw.randrange(1, 40) if strategy == "bitsPerToken" else draw.randrange(1, 300)}}
        if draw.random() < .8:
            hashing["hash"] = self.hash()
        if self.version == 2:
            hashing["strategy"] = {{"bitsPerToken": "k", "bitsPerFeature": "numBits"}[key]: value for key, value in hashing["strategy"].items()}
            return {**hashing, "ngram": n, **({"positional": draw.random() < .5} if draw.random() < .5 else {})}
        choices = ["ngram", "ngram", "exact"] + (["numeric"] if kind in ("integer", "date") else [])
        kind = draw.choice(choices)
        if kind == "ngram":
            comparison = {"type": kind, "n": n, **({"positional": draw.random() < .5} if draw.random() < .7 else {})}
        elif kind == "exact":
            comparison = {"type": kind}
        else:
            comparison = {"type": kind, "thresholdDistance": draw.choice([8, 3, .5, 2.5, 1000]), "resolution": draw.randrange(1, 9),
                          "fractional_precision": draw.randrange(1, 4)}
        return {**hashing, "comparison": comparison}

    def string(self):
        draw = self.draw
        shape = draw.randrange(4)
        if shape == 0:
            return {"type": "string", "pattern": r"[A-Z]\d{2,4}(-\w+)?"}, lambda: draw.choice(["A12", "Z9999", "Q123-abc", "B77-é"])
        if shape == 1:
            return {"type": "string", "encoding": "ascii", "case": "lower", "minLength": 0, "maxLength": 9}, lambda: draw.choice(["abc", "x y", "", "o'neil"])
        encoding = draw.choice(["utf-8", "utf-16", "utf-32"])
        return {"type": "string", "encoding": encoding}, lambda: draw.choice(NAMES) + draw.choice(["", " ", ", Jr", "\n2", '"q"'])

    def integer(self):
        draw = self.draw
        form = {"type": "integer", **({"minimum": -50, "maximum": 10 ** 6} if draw.random() < .5 else {})}
        return form, lambda: draw.choice(["%d", " %d ", "%05d", "+%d"]) % draw.randrange(0, 10 ** 6) if draw.random() < .8 else str(-draw.randrange(50))

    def date(self):
        form, draw = self.draw.choice(DATES), self.draw
        months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

        def value():
            year, month, day = draw.randrange(1970, 2020), draw.randrange(1, 13), draw.randrange(1, 29)
            for key, text in (("%Y", "%04d" % year), ("%y", "%02d" % (year % 100)), ("%m", "%02d" % month), ("%d", "%02d" % day), ("%b", months[month - 1])):
                form_value = value.form = value.form.replace(key, text)
            return form_value
        def fresh():
            value.form = form
            return value()
        return {"type": "date", "format": form}, fresh

    def enum(self):
        values = self.draw.sample(["F", "M", "x", "", "nonbinär"], 3)
        return {"type": "enum", "values": values}, lambda: self.draw.choice(values)

    def spoil(self):
        """Puts a value that its column refuses into the last row, if there is such a column."""
        for column, feature in enumerate(self.features):
            kind = feature.get("format", {}).get("type")
            if kind in ("integer", "date", "enum"):
                self.rows[-1][column] = "no such value"
                return True
        return False


def theirs(case, table):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = from_json_dict(json.loads(json.dumps(case.schema)))
        with open(table, encoding="utf-8") as file:
            try:
                return [serialize_bitarray(clk) for clk in generate_clk_from_csv(file, case.secret, schema, progress_bar=False)]
            except Exception:  # clkhash has many ways of refusing
                return None


def ours(program, table, schema, secret, folder):
    output = os.path.join(folder, "out.json")
    if os.path.exists(output):
        os.remove(output)
    run = subprocess.run([program, "encode", table, "--schema", schema, "--secret-file", secret, "--format", "clkhash-json", "-o", output],
                         capture_output=True, text=True)
    if (run.returncode == 0) != os.path.exists(output):
        raise SystemExit("exit status %d with an output: %s" % (run.returncode, os.path.exists(output)))
    if run.returncode != 0:
        return None, run.stderr
    with open(output, encoding="ascii") as file:
        return json.load(file)["clks"], run.stderr


def vectors(program, source, folder):
    agreed, cases = 0, json.load(open(os.path.join(source, "manifest.json"), encoding="utf-8"))
    secret = os.path.join(folder, "secret")
    for name in (case["name"] for case in cases):
        case = json.load(open(os.path.join(source, name, "case.json"), encoding="utf-8"))
        with open(secret, "wb") as file:
            file.write(bytes.fromhex(case["secret_hex"]))
        found, _ = ours(program, os.path.join(source, name, "data.csv"), os.path.join(source, name, "schema.json"), secret, folder)
        agreed += found == case["clks"]
        if found != case["clks"]:
            print("vector %s differs" % name, file=sys.stderr)
    print("clkhash.vectors.agree %d/%d" % (agreed, len(cases)))
    return agreed == len(cases)


def differential(program, cases, seed, folder):
    agreed, refused = 0, 0
    paths = {name: os.path.join(folder, name) for name in ("table.csv", "schema.json", "secret")}
    for number in range(cases):
        case = Case(seed * 100_000 + number)
        with open(paths["table.csv"], "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=case.draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), lineterminator=case.draw.choice(["\n", "\r\n"]))
            writer.writerows([[feature["identifier"] for feature in case.features], *case.rows])
        with open(paths["schema.json"], "w", encoding="utf-8") as file:
            json.dump(case.schema, file)
        with open(paths["secret"], "wb") as file:
            file.write(case.secret)
        expected = theirs(case, paths["table.csv"])
        found, messages = ours(program, paths["table.csv"], paths["schema.json"], paths["secret"], folder)
        refused += expected is None
        agreed += found == expected
        if found != expected:
            print("case %d of seed %d differs: clkhash %s, tessera-agency %s\n%s\n%s" % (
                number, seed, "refuses" if expected is None else "encodes", "refuses" if found is None else "encodes",
                json.dumps(case.schema), messages), file=sys.stderr)
    print("clkhash.differential.agree %d/%d" % (agreed, cases))
    print("%d of them refused by both" % refused, file=sys.stderr)
    return agreed == cases and refused < cases // 3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("vectors")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        good = [vectors(arguments.program, arguments.vectors, folder), differential(arguments.program, arguments.cases, arguments.seed, folder)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

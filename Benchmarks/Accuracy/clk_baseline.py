#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""clkhash and anonlink: one CLK of 1,024 bits a record, Dice, anonlink's greedy one-to-one.

usage: clk_baseline.py FOLDER [--json FILE]

Two schemas: "tutorial" with bits a feature as in clkhash's tutorials, "weighted" with bits a token in proportion to what a field usually
tells, so that a third of the bits are set. Candidates are anonlink's own, above the Dice that about 20 pairs a record reach (read from a
sample). Its greedy solver walks similarities downwards, so one run holds the answer of every higher threshold; the best is chosen with
the truth, and there is no automatic one.
"""
import csv
import importlib.metadata
import io

import anonlink
import numpy as np
from clkhash import clk, schema

import peers

LENGTH, CANDIDATES_A_RECORD, SAMPLE = 1024, 20, 500
TUTORIAL = {"first": 200, "last": 200, "dob": 200, "middle": 60, "sex": 30, "zip": 100, "ssn4": 100, "yob": 100, "birth_state": 30,
            "street": 100, "number": 100, "phone": 100}
WEIGHTED = {"first": 12, "middle": 12, "last": 13, "dob": 14, "sex": 35, "zip": 13, "ssn4": 28, "yob": 24, "birth_state": 35, "street": 6, "number": 13, "phone": 10}
EXACT, DIGITS = {"type": "exact"}, {"type": "ngram", "n": 1, "positional": True}
COMPARISONS = {"sex": EXACT, "birth_state": EXACT, "dob": DIGITS, "zip": DIGITS, "ssn4": DIGITS, "yob": DIGITS, "number": DIGITS, "phone": DIGITS}
SCHEMAS = {"tutorial": lambda column: {"bitsPerFeature": TUTORIAL[column]}, "weighted": lambda column: {"bitsPerToken": WEIGHTED[column]}}


def linkage_schema(columns, strategy):
    features = [{"identifier": column, "format": {"type": "string", "encoding": "utf-8"},
                 "hashing": {"comparison": COMPARISONS.get(column, {"type": "ngram", "n": 2}), "strategy": strategy(column),
                             "hash": {"type": "blakeHash"}, "missingValue": {"sentinel": ""}}} for column in columns]
    kdf = {"type": "HKDF", "hash": "SHA256", "info": "AAAA", "salt": "AAAA", "keySize": 64}
    return schema.from_json_dict({"version": 3, "clkConfig": {"l": LENGTH, "kdf": kdf}, "features": features})


def encode(columns, rows, linkage):
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    text.seek(0)
    return clk.generate_clk_from_csv(text, "secret", linkage, validate=False, progress_bar=False)


def bits(filters):
    return np.unpackbits(np.array([np.frombuffer(one.tobytes(), np.uint8) for one in filters]), axis=1)


def lowest_dice(a, b):
    """The Dice that CANDIDATES_A_RECORD pairs a record of the larger file reach, from a sample of A's rows."""
    rows = np.random.default_rng(0).choice(len(a), min(SAMPLE, len(a)), replace=False)
    left, right = a[rows].astype(np.float32), b.astype(np.float32)
    dice = 2 * (left @ right.T) / np.maximum(left.sum(1)[:, None] + right.sum(1)[None], 1)
    return float(np.quantile(dice, 1 - CANDIDATES_A_RECORD / min(len(a), len(b))))


def link(folder):
    version = " + ".join(name + " " + importlib.metadata.version(name) for name in ("clkhash", "anonlink"))
    for name, strategy in SCHEMAS.items():
        linkage = linkage_schema(folder.columns, strategy)
        filters = [encode(folder.columns, rows, linkage) for rows in (folder.a, folder.b)]
        matrices = [bits(side) for side in filters]
        threshold = lowest_dice(*matrices)
        found = anonlink.candidate_generation.find_candidate_pairs(filters, anonlink.similarities.dice_coefficient, threshold)
        dice, _, (a, b) = found
        facts = {"version": version, "fill": float(matrices[0].mean()), "lowest": threshold}
        yield name, a, b, dice, None, dict(facts)
        chosen = {(min(group)[1], max(group)[1]) for group in anonlink.solving.greedy_solve(found) if len(group) == 2}
        keep = np.array([pair in chosen for pair in zip(a, b)])
        yield name + "-solved", np.asarray(a)[keep], np.asarray(b)[keep], np.asarray(dice)[keep], None, facts


if __name__ == "__main__":
    peers.run(__doc__, link)

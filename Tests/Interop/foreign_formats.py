#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Holds `tessera-linker import` and `export` against anonlink's own programs.

    foreign_formats.py PATH/tessera-linker PATH/of/python's/bin

Files of `anonlink hash` and `anonlink block` are imported and come out again the same; similarities are those that anonlink
calculates, to the last bit; groups are those of its solver, for its own pairs and for random ones of up to five parties.
"""
import io
import json
import os
import random
import struct
import subprocess
import sys
import tempfile

from anonlink.candidate_generation import find_candidate_pairs
from anonlink.serialization import dump_candidate_pairs, load_candidate_pairs
from anonlink.similarities import dice_coefficient
from anonlink.solving import greedy_solve
from clkhash.serialization import deserialize_bitarray

LINKER, TOOLS = (os.path.abspath(path) for path in sys.argv[1:3])
THRESHOLD = .6

P_SIG = {
    "type": "p-sig", "version": 1,
    "config": {
        "blocking-features": [1], "filter": {"type": "ratio", "max": .5, "min": 0},
        "blocking-filter": {"type": "bloom filter", "number-hash-functions": 4, "bf-len": 2048},
        "signatureSpecs": [[{"type": "characters-at", "config": {"pos": ["0:2"]}, "feature": 1}]],
    },
}
LAMBDA_FOLD = {
    "type": "lambda-fold", "version": 1,
    "config": {
        "blocking-features": [1, 2], "Lambda": 5, "bf-len": 2048, "num-hash-funcs": 10, "K": 20, "random_state": 0,
        "input-clks": False,
    },
}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def linker(*arguments):
    return run(LINKER, *arguments)


def anonlink(*arguments):
    return run(os.path.join(TOOLS, "anonlink"), *arguments)


def load(name):
    with open(name) as file:
        return json.load(file)


def dump(value, name):
    with open(name, "w") as file:
        json.dump(value, file)


def as_sets(groups):
    return sorted(sorted((int(party), int(row)) for party, row in group) for group in groups)


def solved(data):
    """The groups of anonlink's solver for pairs in its binary form."""
    return as_sets(greedy_solve(load_candidate_pairs(io.BytesIO(data))))


def real_files():
    """Two tables that overlap, through the whole of anonlink and the whole of ours."""
    anonlink("generate", "300", "all.csv")
    with open("all.csv") as file:
        header, *lines = file
    for name, part in ("a", lines[:200]), ("b", lines[100:]):
        with open(name + ".csv", "w") as file:
            file.write(header + "".join(part))
    anonlink("generate-default-schema", "schema.json")
    linker("identity", "new", "unit")
    for name in "a", "b":
        anonlink("hash", name + ".csv", "secret", "schema.json", name + ".json")
        linker(
            "import", name + ".json", "--format", "clk-json", "--agency", name, "--project", "p", "--scheme", "s",
            "--length", "1024", "--recipient", "unit.card", "-o", name,
        )
        linker("export", name, "--identity", "unit.identity", "--format", "clk-json", "-o", name + "-out.json")
        assert load(name + ".json") == load(name + "-out.json")
        anonlink("describe", name + "-out.json")
    for kind, schema in ("p-sig", P_SIG), ("lambda-fold", LAMBDA_FOLD):
        dump(schema, kind + ".json")
        anonlink("block", "a.csv", kind + ".json", "a-blocks.json")
        folder = "a-" + kind
        said = json.loads(linker(
            "import", "a.json", "--blocks", "a-blocks.json", "--format", "clk-json", "--agency", "a", "--project", "p",
            "--scheme", "s", "--length", "1024", "--recipient", "unit.card", "-o", folder, "--json",
        ))
        blocks = {row: ids for row, ids in load("a-blocks.json")["blocks"].items() if ids}
        assert len(blocks) > 100, (kind, len(blocks))
        assert said["parts"][0]["withoutBlocks"] == 200 - len(blocks)
        with open(folder + "/blocks.csv") as file:
            assert sum(1 for _ in file) == 1 + sum(len(ids) for ids in blocks.values())
        os.remove("a-blocks.json")
    linker(
        "link", "a/encodings.tessera", "b/encodings.tessera", "--identity", "unit.identity", "--agency", "a/a.card",
        "--agency", "b/b.card", "--threshold", str(THRESHOLD), "-o", "out",
    )
    for form in "similarity", "similarity-binary", "groups":
        linker("export", "out", "--dataset", "a", "--dataset", "b", "--format", form, "-o", form)
    filters = [[deserialize_bitarray(clk) for clk in load(name + ".json")["clks"]] for name in ("a", "b")]
    pairs = find_candidate_pairs(filters, dice_coefficient, THRESHOLD)
    wanted = {((int(d), int(r)), (int(e), int(q))): s for s, d, e, r, q in zip(pairs[0], *pairs[1], *pairs[2])}
    ours = {(tuple(x), tuple(y)): s for x, y, s in load("similarity")["similarity_scores"]}
    assert ours == wanted and len(wanted) >= 100, (len(ours), len(wanted))
    with open("similarity-binary", "rb") as file:
        data = file.read()
    assert as_sets(load("groups")["groups"]) == solved(data)
    return len(wanted)


def random_pairs(seed):
    """Random pairs of up to five parties: our groups are those of anonlink's solver, our bytes those of its writer."""
    draw = random.Random(seed)
    parties, rows = draw.randrange(2, 6), draw.randrange(1, 12)
    share = draw.choice([.05, .2, .6, 1])
    steps = draw.choice([3, 1000])
    found = [
        (draw.randrange(1, steps + 1) / steps, a, b, x, y)
        for a in range(parties) for b in range(a + 1, parties) for x in range(rows) for y in range(rows)
        if draw.random() < share
    ]
    found.sort(key=lambda pair: (-pair[0],) + pair[1:])
    data = b"\1\x08\4\4" + b"".join(struct.pack("<dIIII", *pair) for pair in found)
    out = io.BytesIO()
    dump_candidate_pairs(load_candidate_pairs(io.BytesIO(data)), out)
    assert out.getvalue() == data
    # Ours gets them in any order.
    mixed = draw.sample(found, len(found))
    with open("mixed", "wb") as file:
        file.write(data[:4] + b"".join(struct.pack("<dIIII", *pair) for pair in mixed))
    for form in "groups", "similarity-binary":
        if os.path.exists("made"):
            os.remove("made")
        linker("export", "mixed", "--pairs", "similarity-binary", "--format", form, "-o", "made")
        with open("made", "rb") as file:
            made = file.read()
        if form == "groups":
            assert as_sets(json.loads(made)["groups"]) == solved(data), seed
        else:
            assert made == data, seed


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        pairs = real_files()
        for seed in range(60):
            random_pairs(seed)
        os.chdir("/")
    print(f"import and export agree with anonlink: {pairs} pairs of real files, 60 sets of random ones")


main()

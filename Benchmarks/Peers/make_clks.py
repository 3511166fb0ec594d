#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Two files of realistic filters for the join: half of A's people are in B, with errors.

usage: make_clks.py FOLDER ROWS [--bits 1024] [--overlap 0.5] [--errors 1.0] [--seed 7] [--workers N]

Writes FOLDER/a.bin and b.bin, ROWS rows of bits/8 bytes back to back, rows in random order, and FOLDER/info.json. The same arguments
give the same bytes for any number of workers; a folder that already holds them is left as it is.

The filters are clkhash 0.18.3's own (blakeHash, bigrams of names, positional single digits of the rest, bits a token in proportion to
the width, so that 43 % of the bits are set at any width): each token's bits come from clkhash's hash, and the first rows of both files
are encoded by clkhash itself and have to be equal. Bit 0 is the top bit of byte 0, as clkhash has it. Ten million rows a side take some
minutes of two cores, 1.3 GB a side of disk and as much page cache.
"""
import argparse
import csv
import io
import json
import multiprocessing
import os
import time

import numpy as np
from clkhash import clk
from clkhash.bloomfilter import blake_hash_token
from clkhash.key_derivation import generate_key_lists
from clkhash.schema import from_json_dict

import people as invented

# Part of info.json: another number makes cached files again.
RECIPE = 1
CHUNK = 100_000
BLOCK = 4096  # rows encoded at a time: what is being filled stays in the second cache
CHECKED = 500
SECRET = "secret"
# n-gram length, positional, bits a token at 1024 bits
TOKENS = {"first": (2, False, 20), "last": (2, False, 20), "dob": (1, True, 17), "sex": (1, False, 20), "zip": (1, True, 14),
          "ssn4": (1, True, 18)}


class Encoder:
    """Filters of people, by looking up the bits of each token."""

    def __init__(self, bits):
        self.bits = bits
        self.schema = from_json_dict(self._document())
        config = self.schema
        keys = generate_key_lists(SECRET, len(TOKENS), key_size=config.kdf_key_size, salt=config.kdf_salt, info=config.kdf_info,
                                  kdf=config.kdf_type, hash_algo=config.kdf_hash)
        letters = " abcdefghijklmnopqrstuvwxyz"
        bigrams = [before + after for before in letters for after in letters]
        bigrams[0] = None  # two spaces: beyond the end of the name
        texts = {"first": [bigrams], "last": [bigrams], "dob": self._digits(8), "sex": [["F", "M"]], "zip": self._digits(5),
                 "ssn4": self._digits(4)}
        self.tables = {name: [self._table(tokens, self._bits_per_token(name), bytes(key[0])) for tokens in texts[name]]
                       for name, key in zip(TOKENS, keys)}

    def _bits_per_token(self, name):
        return max(1, round(TOKENS[name][2] * self.bits / 1024))

    def _digits(self, width):
        """The tokens of each position, by digit; none for one that is missing."""
        return [["%d %d" % (place + 1, digit) for digit in range(10)] + [None] for place in range(width)]

    def _table(self, tokens, count, key):
        table = np.zeros((len(tokens), self.bits), np.uint8)
        for row, token in enumerate(tokens):
            if token is not None:
                table[row, blake_hash_token(token.encode(), count, key, self.bits)] = 1
        return np.packbits(table, axis=1).view(np.uint64)

    def encode(self, people):
        """[people, bits / 8] bytes."""
        count = len(people.sex)
        lookups = []
        for name in ("first", "last"):
            letters = getattr(people, name)
            before = np.concatenate([np.zeros((count, 1), np.uint8), letters[:, :-1]], axis=1)
            bigrams = before.astype(np.intp) * 27 + letters
            lookups += [(self.tables[name][0], bigrams[:, place]) for place in range(invented.NAME_WIDTH)]
        for name in ("dob", "sex", "zip", "ssn4"):
            column = getattr(people, name).astype(np.intp)
            lookups += [(table, column[:, place]) for place, table in enumerate(self.tables[name])]
        filters = np.zeros((count, self.bits // 64), np.uint64)
        token = np.empty((BLOCK, self.bits // 64), np.uint64)
        for start in range(0, count, BLOCK):
            block = filters[start:start + BLOCK]
            for table, codes in lookups:
                np.take(table, codes[start:start + BLOCK], axis=0, out=token[:len(block)], mode="clip")
                np.bitwise_or(block, token[:len(block)], out=block)
        return filters.view(np.uint8)

    def check(self, people, filters):
        """Refuses filters that clkhash would not have made of the same people."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(TOKENS)
        writer.writerows(people.rows())
        text.seek(0)
        theirs = clk.generate_clk_from_csv(text, SECRET, self.schema, validate=False, progress_bar=False, max_workers=1)
        assert filters.tobytes() == b"".join(row.tobytes() for row in theirs), "these aren't the filters that clkhash makes"

    def _document(self):
        features = [
            {"identifier": name,
             "format": {"type": "string", "encoding": "utf-8", "case": "mixed", "minLength": 0},
             "hashing": {"comparison": {"type": "ngram", "n": length, "positional": positional},
                         "strategy": {"bitsPerToken": self._bits_per_token(name)}, "hash": {"type": "blakeHash"},
                         "missingValue": {"sentinel": "", "replaceWith": ""}}}
            for name, (length, positional, _) in TOKENS.items()]
        kdf = {"type": "HKDF", "hash": "SHA256", "info": "YmVuY2g=", "salt": "YmVuY2hzYWx0", "keySize": 64}
        return {"version": 3, "clkConfig": {"l": self.bits, "kdf": kdf}, "features": features}


class Maker:
    """One pair of files, made chunk by chunk in several processes."""

    def __init__(self, folder, parameters):
        self.folder = folder
        self.rows, self.seed, self.errors = parameters["rows"], parameters["seed"], parameters["errors"]
        self.shared = int(self.rows * parameters["overlap"])
        self.encoder = Encoder(parameters["bits"])
        self.places = {"a": None, "b": self._random("order of b").permutation(self.rows)}

    def _random(self, purpose, chunk=0):
        return np.random.default_rng([self.seed, self.rows, chunk, *purpose.encode()])

    def _people(self, side, chunk):
        count = min(CHUNK, self.rows - chunk * CHUNK)
        known = invented.draw(self._random("people", chunk), count)
        if side == "a":
            return known
        both = max(0, min(count, self.shared - chunk * CHUNK))
        seen_again = invented.with_errors(known.head(both), self._random("errors", chunk), self.errors)
        return seen_again.followed_by(invented.draw(self._random("people only in b", chunk), count - both))

    def path(self, side):
        return os.path.join(self.folder, side + ".bin")

    def fill(self, job):
        """Writes one chunk's rows to their places; returns how many rows have how many bits set."""
        side, chunk = job
        people = self._people(side, chunk)
        filters = self.encoder.encode(people)
        if chunk == 0:
            self.encoder.check(people.head(CHECKED), filters[:CHECKED])
        output = np.memmap(self.path(side) + ".partial", np.uint8, "r+", shape=(self.rows, self.encoder.bits // 8))
        sources = slice(chunk * CHUNK, chunk * CHUNK + len(filters))
        output[sources if self.places[side] is None else self.places[side][sources]] = filters
        return side, np.bincount(np.bitwise_count(filters.view(np.uint64)).sum(1), minlength=self.encoder.bits + 1)

    def run(self, workers):
        for side in self.places:
            with open(self.path(side) + ".partial", "wb") as file:
                file.truncate(self.rows * self.encoder.bits // 8)
        jobs = [(side, chunk) for side in self.places for chunk in range(-(-self.rows // CHUNK))]
        counts = {side: np.zeros(self.encoder.bits + 1, np.int64) for side in self.places}
        with multiprocessing.get_context("fork").Pool(min(workers, len(jobs))) as pool:
            for side, histogram in pool.imap_unordered(self.fill, jobs):
                counts[side] += histogram
        for side in self.places:
            os.replace(self.path(side) + ".partial", self.path(side))
        return {side: summary(histogram) for side, histogram in counts.items()}


def summary(histogram):
    """Mean, standard deviation and extremes of the number of bits set."""
    values, total = np.arange(len(histogram)), histogram.sum()
    mean = (values * histogram).sum() / total
    deviation = np.sqrt(((values - mean) ** 2 * histogram).sum() / total)
    present = np.flatnonzero(histogram)
    return {"mean": round(float(mean), 1), "sd": round(float(deviation), 1), "min": int(present[0]), "max": int(present[-1])}


def label(rows):
    """20000 is 20k."""
    for size, name in ((1_000_000, "m"), (1000, "k")):
        if rows % size == 0:
            return "%d%s" % (rows // size, name)
    return str(rows)


def make(folder, rows, bits=1024, overlap=0.5, errors=1.0, seed=7, workers=os.cpu_count()):
    """Makes the two files unless they are there, and returns their paths."""
    parameters = {"rows": rows, "bits": bits, "overlap": overlap, "errors": errors, "seed": seed, "recipe": RECIPE}
    information = os.path.join(folder, "info.json")
    paths = [os.path.join(folder, side + ".bin") for side in "ab"]
    try:
        with open(information) as file:
            known = json.load(file)
        if all(known.get(key) == value for key, value in parameters.items()) and \
                all(os.path.getsize(path) == rows * bits // 8 for path in paths):
            return paths
    except (OSError, ValueError):
        pass
    os.makedirs(folder, exist_ok=True)
    if os.path.exists(information):
        os.unlink(information)
    began = time.time()
    popcounts = Maker(folder, parameters).run(workers)
    with open(information + ".partial", "w") as file:
        json.dump({**parameters, "bits set": popcounts, "seconds": round(time.time() - began, 1)}, file, indent=1)
    os.replace(information + ".partial", information)
    return paths


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("rows", type=int)
    parser.add_argument("--bits", type=int, default=1024, choices=[512, 1024, 2048, 4096])
    parser.add_argument("--overlap", type=float, default=.5)
    parser.add_argument("--errors", type=float, default=1.0, help="scales the share of every error")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    make(**vars(arguments))
    with open(os.path.join(arguments.folder, "info.json")) as file:
        print(file.read())


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Precision, recall and F1 of scored pairs against the truth.

usage: score.py PAIRS.csv TRUTH.csv [--auto T] [--json FILE]

PAIRS has the columns id_a, id_b and a score, higher is more alike; TRUTH has id_a, id_b. "best" is the threshold of the greatest F1 and was
chosen with the truth; "auto" is the threshold T, chosen without. Many-to-many takes every pair that reaches the threshold; one-to-one
walks the scores downwards and takes a pair while both records are free. Pairs of one score enter together; a true pair that is not in PAIRS
is missed at every threshold; a pair listed twice counts with its higher score.
"""
import argparse
import csv
import json

import numpy as np


class ScoredPairs:
    """Pairs by row numbers with scores, best first, and which of them are true."""

    def __init__(self, a, b, scores, true_a, true_b):
        a, b, true_a, true_b = (np.asarray(rows, np.int64) for rows in (a, b, true_a, true_b))
        scores = np.asarray(scores, np.float64)
        width = int(max(b.max(initial=0), true_b.max(initial=0))) + 1
        keys, known = a * width + b, np.unique(true_a * width + true_b)
        order = np.lexsort((keys, -scores))
        _, first = np.unique(keys[order], return_index=True)
        order = order[np.sort(first)]
        self.a, self.b, self.scores = a[order], b[order], scores[order]
        self.is_true, self.true_pairs = np.isin(keys[order], known), len(known)

    def one_to_one(self):
        """Those that greedy assignment keeps."""
        taken_a, taken_b, keep = set(), set(), np.zeros(len(self.a), bool)
        for place, (a, b) in enumerate(zip(self.a.tolist(), self.b.tolist())):
            if a not in taken_a and b not in taken_b:
                taken_a.add(a)
                taken_b.add(b)
                keep[place] = True
        return self._only(keep)

    def _only(self, keep):
        part = object.__new__(ScoredPairs)
        part.a, part.b, part.scores, part.is_true = (rows[keep] for rows in (self.a, self.b, self.scores, self.is_true))
        part.true_pairs = self.true_pairs
        return part

    def at(self, threshold):
        taken = self.scores >= threshold
        return measures(float(threshold), int((self.is_true & taken).sum()), int(taken.sum()), self.true_pairs)

    def best(self):
        if len(self.scores) == 0:
            return measures(float("inf"), 0, 0, self.true_pairs)
        found, count = np.cumsum(self.is_true), np.arange(1, len(self.scores) + 1)
        f1 = np.where(np.r_[self.scores[1:] != self.scores[:-1], True], 2 * found / (count + self.true_pairs), -1)
        place = int(np.argmax(f1))
        return measures(float(self.scores[place]), int(found[place]), place + 1, self.true_pairs)


def measures(threshold, found, count, true_pairs):
    return {"threshold": threshold, "pairs": count, "precision": found / count if count else 0.0, "recall": found / true_pairs,
            "f1": 2 * found / (count + true_pairs)}


def report(pairs, auto=None):
    """{many_to_many, one_to_one: {best, auto}}; without `auto` no automatic threshold."""
    return {name: {"best": kept.best(), **({} if auto is None else {"auto": kept.at(auto)})}
            for name, kept in (("many_to_many", pairs), ("one_to_one", pairs.one_to_one()))}


def lines(found):
    for assignment, decisions in found.items():
        for decision, m in decisions.items():
            yield "%-12s %-4s  F1 %.4f  P %.4f  R %.4f  at %.4g, %d pairs" % (
                assignment, decision, m["f1"], m["precision"], m["recall"], m["threshold"], m["pairs"])


def write_json(path, document):
    with open(path, "w") as file:
        json.dump(document, file, indent=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs")
    parser.add_argument("truth")
    parser.add_argument("--auto", type=float)
    parser.add_argument("--json")
    options = parser.parse_args()
    ids_a, ids_b = {}, {}

    def read(path):
        with open(path, newline="") as file:
            rows = list(csv.reader(file))[1:]
        return [ids_a.setdefault(row[0], len(ids_a)) for row in rows], [ids_b.setdefault(row[1], len(ids_b)) for row in rows], rows
    a, b, rows = read(options.pairs)
    found = report(ScoredPairs(a, b, [float(row[2]) for row in rows], *read(options.truth)[:2]), options.auto)
    print("\n".join(lines(found)))
    if options.json:
        write_json(options.json, found)


if __name__ == "__main__":
    main()

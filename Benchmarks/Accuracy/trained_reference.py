#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""What one classifier finds that reads plaintext and is shown the truth: a yardstick, not a bound.

usage: trained_reference.py FOLDER PAIRS.csv SCORED.csv [--many-to-many]

PAIRS are the candidates of `tessera-lab score --plain` with their weights. Gradient-boosted trees (scikit-learn) learn from
these weights and from similarities, equality, frequencies and values of the names themselves; each fifth of the people is
scored by what the other four teach. SCORED is for `tessera-lab evaluate`; linked are the pairs from the threshold of the greatest F1
on, which the truth chooses too.
No linkage unit can do this. Where it finds more than a linkage does, there is something left to learn; it judges pair by pair, and
where rivals or duplicates tell, a linkage may find more than it.
"""
import argparse
import collections
import csv
import functools
import math

import jellyfish
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.ensemble import HistGradientBoostingClassifier

import peers
from score import ScoredPairs

NAMES, FOLDS = ("first", "middle", "last"), 5
UNKNOWN = math.nan
similar = functools.lru_cache(maxsize=None)(jellyfish.jaro_winkler_similarity)


class Features:
    """Numbers that tell two records apart."""

    def __init__(self, folder):
        self.columns = {name: number for number, name in enumerate(folder.columns)}
        self.counts = [collections.Counter(row[number] for row in (*folder.a, *folder.b)) for number in range(len(folder.columns))]

    def of(self, a, b):
        found = []
        for number, counts in enumerate(self.counts):
            x, y = a[number], b[number]
            found += [float(x == y), similar(x, y), math.log(min(counts[x], counts[y]))] if x and y else [UNKNOWN] * 3
        names = [self.columns[name] for name in NAMES if name in self.columns]
        found += [similar(a[i], b[j]) if a[i] and b[j] else UNKNOWN for i in names for j in names if i != j]
        for name in ("dob", "yob", "sex"):
            if name in self.columns:
                found += getattr(self, name)(a[self.columns[name]], b[self.columns[name]])
        return found

    @staticmethod
    def dob(x, y):
        if not x or not y:
            return [UNKNOWN] * 5
        (year, month, day), (other_year, other_month, other_day) = ((date[:4], date[4:6], date[6:]) for date in (x, y))
        return [abs(int(year) - int(other_year)), month == other_month, day == other_day, (month, day) == (other_day, other_month), int(year)]

    @staticmethod
    def yob(x, y):
        return [abs(int(x) - int(y)), int(x)] if x and y else [UNKNOWN] * 2

    @staticmethod
    def sex(x, y):
        return [float((x or y)[0] in "fF")] if x or y else [UNKNOWN]


def folds(folder):
    """The fifth of each of A's records; records that the truth joins are in one."""
    size = len(folder.a) + len(folder.b)
    joined = coo_matrix((np.ones(len(folder.true_a)), (folder.true_a, folder.true_b + len(folder.a))), (size, size))
    return connected_components(joined, directed=False)[1][:len(folder.a)] % FOLDS


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("folder", "pairs", "scored"):
        parser.add_argument(name)
    parser.add_argument("--many-to-many", action="store_true")
    options = parser.parse_args()
    folder = peers.Folder(options.folder)
    row_a, row_b = ({identifier: row for row, identifier in enumerate(ids)} for ids in (folder.ids_a, folder.ids_b))
    with open(options.pairs, newline="", encoding="utf-8") as file:
        candidates = [(row_a[row["id_a"]], row_b[row["id_b"]], float(row["weight"])) for row in csv.DictReader(file)]
    features = Features(folder)
    x = np.array([[weight, *features.of(folder.a[a], folder.b[b])] for a, b, weight in candidates], float)
    true = set(zip(folder.true_a.tolist(), folder.true_b.tolist()))
    y = np.array([(a, b) in true for a, b, _ in candidates])
    fold = folds(folder)[[a for a, _, _ in candidates]]
    scores = np.zeros(len(y))
    for number in range(FOLDS):
        model = HistGradientBoostingClassifier(max_iter=300, learning_rate=0.05, l2_regularization=1, random_state=0)
        model.fit(x[fold != number], y[fold != number])
        scores[fold == number] = model.decision_function(x[fold == number])
    pairs = ScoredPairs([a for a, _, _ in candidates], [b for _, b, _ in candidates], scores, folder.true_a, folder.true_b)
    pairs = pairs if options.many_to_many else pairs.one_to_one()
    threshold = pairs.best()["threshold"]
    with open(options.scored, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id_a", "id_b", "weight", "assigned"])
        table.writerows((folder.ids_a[a], folder.ids_b[b], repr(score), int(score >= threshold))
                        for a, b, score in zip(pairs.a, pairs.b, pairs.scores.tolist()))


if __name__ == "__main__":
    main()

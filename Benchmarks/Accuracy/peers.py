# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""What the peers share: a set's folder as sets.py leaves it, how plaintext methods block it, and how a peer reports."""
import argparse
import csv
import os
import time

import numpy as np

from score import ScoredPairs, lines, report, write_json


class Folder:
    """Two tables of the same columns, and the true pairs by row."""

    def __init__(self, path):
        def rows(name):
            with open(os.path.join(path, name), newline="", encoding="utf-8") as file:
                return list(csv.reader(file))
        a, b, truth = rows("a.csv"), rows("b.csv"), rows("truth.csv")
        self.columns = a[0][1:]
        self.ids_a, self.ids_b = [row[0] for row in a[1:]], [row[0] for row in b[1:]]
        self.a, self.b = [row[1:] for row in a[1:]], [row[1:] for row in b[1:]]
        row_a, row_b = ({identifier: row for row, identifier in enumerate(ids)} for ids in (self.ids_a, self.ids_b))
        self.true_a = np.array([row_a[pair[0]] for pair in truth[1:]])
        self.true_b = np.array([row_b[pair[1]] for pair in truth[1:]])

    def completeness(self, a, b):
        """The share of true pairs among candidate pairs."""
        key = int(1 + len(self.b))
        return float(np.isin(self.true_a * key + self.true_b, np.asarray(a, np.int64) * key + np.asarray(b, np.int64)).mean())


def blocking(columns):
    """Candidates of the plaintext peers: columns of which all are equal in both records. First and last name swapped come on top."""
    if "yob" in columns:
        return [("first", "last"), ("first", "yob"), ("last", "yob"), ("zip", "yob"), ("last", "zip"), ("first", "zip"), ("middle", "yob")]
    rules = [("first", "last"), ("dob",), ("ssn4", "first"), ("ssn4", "last"), ("ssn4", "zip"), ("last", "zip"), ("first", "zip")]
    if "ssn4" not in columns:
        rules += [("zip",), ("last",), ("first",)] if "zip" in columns else [("last", "sex", "middle"), ("first", "middle", "sex")]
    rules += [("street", "first"), ("street", "last"), ("phone",)]
    return [rule for rule in rules if set(rule) <= set(columns)]


def run(description, link):
    """The command line of a peer. `link` takes a Folder and yields (name, rows of A, rows of B, scores, automatic threshold or None,
    further facts) for every variant."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--json", help="write the measures here too")
    options = parser.parse_args()
    folder, variants = Folder(options.folder), {}
    began = time.monotonic()
    for name, a, b, scores, auto, facts in link(folder):
        facts["pair_completeness"] = folder.completeness(a, b)
        facts["seconds"] = round(time.monotonic() - began, 1)
        found = report(ScoredPairs(a, b, scores, folder.true_a, folder.true_b), auto)
        print("%s: %s" % (name, ", ".join("%s %.4g" % item if isinstance(item[1], float) else "%s %s" % item for item in facts.items())))
        print("\n".join("  " + line for line in lines(found)), flush=True)
        variants[name] = {**facts, **found}
        began = time.monotonic()
    if options.json:
        write_json(options.json, variants)

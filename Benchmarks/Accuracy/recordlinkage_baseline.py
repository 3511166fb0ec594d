#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""recordlinkage on plaintext with its unsupervised ECM classifier.

usage: recordlinkage_baseline.py FOLDER [--json FILE]

Comparisons as in its guides: names and streets agree from a Jaro-Winkler similarity of 0.85, all else if it is equal. Candidates are the
blocking of peers.py and a million random pairs, without which ECM often learns the blocking rules instead of the matches. "auto" is what
ECM calls a match, a probability of one half; "best" is the threshold on that probability that suits the truth.
"""
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")

import recordlinkage  # noqa: E402 (it warns while it is imported)

import peers  # noqa: E402

TEXTS, AGREES_FROM = ("first", "middle", "last", "street"), 0.85
RANDOM_PAIRS = 1_000_000


def link(folder):
    a, b = (pd.DataFrame(rows, columns=folder.columns).replace("", np.nan) for rows in (folder.a, folder.b))
    indexer = recordlinkage.Index()
    for rule in peers.blocking(folder.columns):
        indexer.block(list(rule))
    indexer.block(["first", "last"], ["last", "first"])
    indexer.random(RANDOM_PAIRS, random_state=1)
    candidates = indexer.index(a, b)
    compare = recordlinkage.Compare()
    for column in folder.columns:
        if column in TEXTS:
            compare.string(column, column, method="jarowinkler", threshold=AGREES_FROM)
        else:
            compare.exact(column, column)
    agreements = compare.compute(candidates, a, b)
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(agreements)
    probability = np.clip(classifier.prob(agreements).values, 1e-15, 1 - 1e-15)
    rows_a, rows_b = (candidates.get_level_values(side).values for side in (0, 1))
    facts = {"version": recordlinkage.__version__, "pairs": len(candidates)}
    yield "recordlinkage", rows_a, rows_b, np.log2(probability / (1 - probability)), 0.0, facts


if __name__ == "__main__":
    peers.run(__doc__, link)

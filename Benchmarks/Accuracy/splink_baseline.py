#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Splink on plaintext, with its DuckDB backend: the peer that encodings are measured against.

usage: splink_baseline.py FOLDER [--json FILE]

Comparisons from its library, with term frequencies of names and ZIP codes; the blocking of peers.py; u from random pairs, m by expectation
maximisation over two or three blocking rules. "auto" is match weight 0, a probability of one half. An expert could add comparisons of
one name field with another.
"""
import logging
import warnings

import numpy as np
import pandas as pd
import pyarrow as pa

import peers

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import splink  # noqa: E402 (it warns while it is imported)
import splink.comparison_library as cl  # noqa: E402
from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: E402


def with_frequencies(comparison):
    return comparison.configure(term_frequency_adjustments=True)


COMPARISONS = {
    "first": lambda: with_frequencies(cl.NameComparison("first")),
    "last": lambda: with_frequencies(cl.NameComparison("last")),
    "middle": lambda: cl.JaroWinklerAtThresholds("middle", [0.9]),
    "dob": lambda: cl.DamerauLevenshteinAtThresholds("dob", [1, 2]),
    "yob": lambda: cl.DamerauLevenshteinAtThresholds("yob", [1]),
    "sex": lambda: cl.ExactMatch("sex"),
    "zip": lambda: with_frequencies(cl.DamerauLevenshteinAtThresholds("zip", [1, 2])),
    "ssn4": lambda: cl.DamerauLevenshteinAtThresholds("ssn4", [1]),
    "birth_state": lambda: with_frequencies(cl.ExactMatch("birth_state")),
    "number": lambda: cl.DamerauLevenshteinAtThresholds("number", [1]),
    "phone": lambda: cl.DamerauLevenshteinAtThresholds("phone", [1]),
    "street": lambda: cl.JaroWinklerAtThresholds("street", [0.9])}


def training(columns):
    """Rules that are nearly certain, for the share of matches, and rules whose pairs EM learns from."""
    if "yob" in columns:
        return [("first", "last", "yob"), ("first", "yob", "zip")], [("first", "yob"), ("last", "yob"), ("first", "last")]
    if "dob" not in columns:
        return [("first", "last", "street")], [("street",), ("first", "last")]
    certain = [("first", "last", "dob"), ("ssn4", "dob") if "ssn4" in columns else ("last", "dob", "zip")]
    return [rule for rule in certain if set(rule) <= set(columns)], [("dob",), ("first", "last")]


def link(folder):
    api = DuckDBAPI()

    def register(rows, name):
        frame = pd.DataFrame(rows, columns=folder.columns).replace("", None)
        frame.insert(0, "unique_id", np.arange(len(frame)).astype(str))
        return api.register(pa.Table.from_pandas(frame, preserve_index=False), dataset_display_name=name)
    certain, learning = training(folder.columns)
    swapped_names = "l.first = r.last and l.last = r.first"
    linker = Linker([register(folder.a, "a"), register(folder.b, "b")], SettingsCreator(
        link_type="link_only", comparisons=[COMPARISONS[column]() for column in folder.columns],
        blocking_rules_to_generate_predictions=[*(block_on(*rule) for rule in peers.blocking(folder.columns)), swapped_names],
        retain_matching_columns=False, retain_intermediate_calculation_columns=False, max_iterations=50))
    linker.training.estimate_probability_two_random_records_match([block_on(*rule) for rule in certain], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    for rule in learning:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule), estimate_without_term_frequencies=True)
    pairs = linker.inference.predict().as_duckdbpyrelation().df()
    left, right = pairs.unique_id_l.astype(int).values, pairs.unique_id_r.astype(int).values
    is_swapped = pairs.source_dataset_l.astype(str).values != "a"
    a, b = np.where(is_swapped, right, left), np.where(is_swapped, left, right)
    yield "splink", a, b, pairs.match_weight.values, 0.0, {"version": splink.__version__, "pairs": len(pairs)}


if __name__ == "__main__":
    peers.run(__doc__, link)

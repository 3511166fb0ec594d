#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Makes truth.csv, pairs.csv, groups.csv and expected.json: an invented linkage with groups of people.

    python3 make_groups.py

Needs numpy and scipy. Wilson's intervals are scipy's; the bootstrap is numpy's, person by person, with its own draws:
the Swift code's agree within the error of so many replicates. Written with numpy 2 and scipy 1.
"""
import csv
import json
import random
from pathlib import Path

import numpy
from scipy.stats import binomtest

HERE = Path(__file__).parent
REPLICATES = 20_000
LEAST = 100
draw = random.Random(20261121)


def write(name, header, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def people():
    for number in range(560):
        region = draw.choices(["coast", "hills", "isles", ""], [50, 30, 6, 14])[0]
        homeless = draw.choices(["0", "1"], [70, 30])[0]
        yield f"p{number:03}", {"region": region, "homeless": homeless}


persons = dict(people())
truth, pairs, owner = [], [], {}
for person, groups in persons.items():
    # Some persons have two records in A, some none in B.
    records = [f"a{person}", f"b{person}"][: 2 if draw.random() < 0.1 else 1]
    for record in records:
        owner[record] = person
        truth.append(["north", record, person])
    if draw.random() < 0.85:
        truth.append(["south", f"s{person}", person])
for record in ("anon1", "anon2"):
    truth.append(["north", record, ""])
south = {person: record for agency, record, person in truth if agency == "south"}
true_pairs = {(record, south[person]) for record, person in owner.items() if person in south}
for record, person in [*owner.items(), ("anon1", None)]:
    partners = [south[person]] if person in south else []
    partners += [draw.choice(list(south.values()))] if draw.random() < 0.4 else []
    for partner in dict.fromkeys(partners):
        is_true = (record, partner) in true_pairs
        hard = person is not None and persons[person]["homeless"] == "1"
        weight = round(draw.gauss((9 if hard else 14) if is_true else 1, 5), 4)
        probability = round(1 / (1 + 2 ** (5 - weight)), 6)
        row = ["north", record, "south", partner]
        if draw.random() < 0.5:
            row = row[2:] + row[:2]
        pairs.append([*row, weight, probability, int(weight >= 5), "kept"])
ungrouped = {"p000", "p001", "p002"}
write("truth.csv", ["agency", "record_id", "person_id"], draw.sample(truth, len(truth)))
write("pairs.csv", "dataset_a,token_a,dataset_b,token_b,weight,probability,assigned,note".split(","), pairs)
write("groups.csv", ["person_id", "region", "homeless"],
      [[p, *g.values()] for p, g in persons.items() if p not in ungrouped] + [["p999", "nowhere", "0"]])

listed = {}
for row in pairs:
    pair = (row[1], row[3]) if row[0] == "north" else (row[3], row[1])
    listed[pair] = (row[5], row[6])
links = {pair for pair, (_, assigned) in listed.items() if assigned}


def wilson(hits, of):
    low, high = binomtest(hits, of).proportion_ci(method="wilson") if of else (0, 1)
    return {"value": hits / of if of else None, "lower": float(low), "upper": float(high)}


# One row a person: true links, false links, missed pairs; persons of whom nothing is counted are left out.
outcomes = {}
for person in persons.keys() - ungrouped:
    own = {record for record, who in owner.items() if who == person}
    mine = {pair for pair in links if pair[0] in own}
    wanted = {pair for pair in true_pairs if pair[0] in own}
    row = (len(mine & wanted), len(mine - wanted), len(wanted - mine))
    if any(row):
        outcomes[person] = row
names = sorted(outcomes)
table = numpy.array([outcomes[name] for name in names], dtype=float)


def members(attribute=None, value=None):
    return numpy.array([attribute is None or persons[name][attribute] == value for name in names])


generator = numpy.random.default_rng(7)
weights = generator.multinomial(len(names), [1 / len(names)] * len(names), size=REPLICATES)


def resampled(mask):
    hits, wrong, missed = ((weights[:, mask] @ table[mask])[:, column] for column in range(3))
    return hits / (hits + missed), 2 * hits / (2 * hits + wrong + missed)


def percentiles(samples):
    low, high = numpy.percentile(samples, [2.5, 97.5])
    return {"lower": float(low), "upper": float(high)}


def group(attribute=None, value=None):
    mask = members(attribute, value)
    hits, wrong, missed = (int(x) for x in table[mask].sum(axis=0))
    people = int(((table[mask][:, 0] + table[mask][:, 2]) > 0).sum())
    result = {"attribute": attribute, "value": value, "people": people, "judged": people >= LEAST,
              "truePositives": hits, "falsePositives": wrong, "falseNegatives": missed}
    if people >= LEAST:
        result["recall"] = wilson(hits, hits + missed)
        result["precision"] = wilson(hits, hits + wrong)
        result["f1"] = {"value": 2 * hits / (2 * hits + wrong + missed), **percentiles(resampled(mask)[1])}
    return result


everyone = group()
groups = [group(a, v) for a in ("region", "homeless") for v in sorted({g[a] for g in persons.values()})]
gaps = []
for attribute in ("region", "homeless"):
    judged = [g for g in groups if g["attribute"] == attribute and g["judged"]]
    worst = min(judged, key=lambda g: g["recall"]["value"])
    apart = resampled(members(attribute, worst["value"]))[0] - resampled(members())[0]
    gaps.append({"attribute": attribute, "value": worst["value"],
                 "difference": {"value": worst["recall"]["value"] - everyone["recall"]["value"], **percentiles(apart)}})

probability = numpy.array([p for p, _ in listed.values()])
is_true = numpy.array([pair in true_pairs for pair in listed])
is_link = numpy.array([pair in links for pair in listed])
place = numpy.minimum((probability * 10).astype(int), 9)
calibration = {
    "expectedPrecision": float(probability[is_link].mean()),
    "precision": wilson(int(is_true[is_link].sum()), int(is_link.sum())),
    "expectedMatches": float(probability.sum()),
    "matches": int(is_true.sum()),
    "brierScore": float(((probability - is_true) ** 2).mean()),
    "bins": [{"pairs": int((place == b).sum()),
              "meanProbability": float(probability[place == b].mean()) if (place == b).any() else None,
              "share": wilson(int(is_true[place == b].sum()), int((place == b).sum()))} for b in range(10)],
}
expected = {
    "truePairsWithoutGroup": len({pair for pair in true_pairs if owner[pair[0]] in ungrouped}),
    "everyone": everyone, "groups": groups, "gaps": gaps, "calibration": calibration,
}
(HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")

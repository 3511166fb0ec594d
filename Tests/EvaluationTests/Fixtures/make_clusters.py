#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Makes clusters.json: small clusterings with their measures, counted record by record and pair by pair.

    python3 make_clusters.py > clusters.json
"""
import json
import random
from fractions import Fraction
from itertools import combinations


def case(seed):
    draw = random.Random(seed)
    count = draw.choice([1, 5, 20, 60])
    clusters = [draw.randrange(count) for _ in range(count)]
    people = [None if draw.random() < .1 else (cluster if draw.random() < .7 else draw.randrange(count)) for cluster in clusters]
    people[0] = 0
    known = [place for place in range(count) if people[place] is not None]

    def together(values, a):
        return {b for b in known if values[a] == values[b]}
    shares = [(Fraction(len(together(clusters, a) & together(people, a)), len(together(clusters, a))),
               Fraction(len(together(clusters, a) & together(people, a)), len(together(people, a)))) for a in known]
    pairs = [(clusters[a] == clusters[b], people[a] == people[b]) for a, b in combinations(known, 2)]
    names = {people[a] for a in known}
    return {
        "clusters": clusters, "people": people,
        "precision": float(sum(share for share, _ in shares) / len(known)),
        "recall": float(sum(share for _, share in shares) / len(known)),
        "true": pairs.count((True, True)), "false": pairs.count((True, False)), "missed": pairs.count((False, True)),
        "names": len(names),
        "exact": sum(any(together(people, a) == together(clusters, a) for a in known if people[a] == name) for name in names),
    }


print(json.dumps({"cases": [case(seed) for seed in range(16)]}, separators=(",", ":")))

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Makes cases.json: small scored lists with their measures, counted the slow way.

    python3 make_cases.py > cases.json

Every threshold is counted from scratch with exact fractions; nothing is shared with the Swift code's single walk.
"""
import json
import random
from fractions import Fraction


def assign(pairs):
    """Greedy one-to-one: best similarity first, then ids by bytes."""
    taken_a, taken_b, kept = set(), set(), {}
    for (a, b), s in sorted(pairs.items(), key=lambda x: (-x[1], x[0][0].encode(), x[0][1].encode())):
        if a not in taken_a and b not in taken_b:
            taken_a.add(a)
            taken_b.add(b)
            kept[a, b] = s
    return kept


def counts(pairs, truth, threshold):
    links = {p for p, s in pairs.items() if s >= threshold}
    return len(links & truth), len(links)


def measures(pairs, truth, asked):
    total = len(truth)
    rows = [(t, *counts(pairs, truth, t)) for t in sorted(set(pairs.values()), reverse=True)]
    best = max(rows, key=lambda r: (Fraction(2 * r[1], r[2] + total), r[0]))
    average, before = Fraction(0), 0
    for _, hits, links in rows:
        average += Fraction(hits - before, total) * Fraction(hits, links)
        before = hits
    recalls = [
        max([Fraction(h, total) for _, h, n in rows if Fraction(h, n) >= Fraction(floor)], default=Fraction(0))
        for floor in ("0.95", "0.99", "0.999")
    ]
    return {
        "best": {"threshold": best[0], "truePositives": best[1], "links": best[2]},
        "averagePrecision": float(average),
        "recalls": [float(r) for r in recalls],
        "asked": [{"threshold": t, "truePositives": h, "links": n}
                  for t in asked for h, n in [counts(pairs, truth, t)]],
    }


def case(seed):
    draw = random.Random(seed)
    size = draw.choice([3, 12, 40])
    a = [f"a{i:02}" for i in range(size)]
    b = [f"b{i:02}" for i in range(size)]
    truth = {(x, y) for x, y in zip(a, b) if draw.random() < 0.7} or {(a[0], b[0])}
    rows, pairs = [], {}
    for x in a:
        for y in b:
            is_true = (x, y) in truth
            if draw.random() < (0.9 if is_true else 4 / size):
                grid = draw.choice([10, 20, 1000])  # coarse grids make ties
                center = 0.85 if is_true else 0.6
                s = round(round(min(1, max(0, draw.gauss(center, 0.15))) * grid) / grid, 4)
                rows.append([x, y, s])
                pairs[x, y] = max(s, pairs.get((x, y), s))
    x, y, s = rows[0]
    for again in (s - 0.05, s + 0.05):  # a pair listed again keeps its highest similarity
        rows.append([x, y, round(again, 4)])
    pairs[x, y] = max(pairs[x, y], round(s + 0.05, 4))
    draw.shuffle(rows)
    asked = [0.0, 0.5, 0.8, 0.85, 1.5]
    return {
        "seed": seed,
        "pairs": rows,
        "truth": sorted(map(list, truth)),
        "manyToMany": measures(pairs, truth, asked),
        "oneToOne": measures(assign(pairs), truth, asked),
    }


print(json.dumps({"cases": [case(seed) for seed in range(12)]}, separators=(",", ":")))

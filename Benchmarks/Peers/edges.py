# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Pairs whose Dice similarity is exactly the threshold: they belong to the answer, and bounds in floating point lose them."""
import os
import tempfile

import numpy as np

import peers
from ours import Throughput

THOUSANDTHS = (600, 650, 700, 750, 800, 850, 900, 950)


def cases(bits):
    """(threshold, a, b) for a filter of the first a bits and one of the first b: 2 a / (a + b) is exactly the threshold."""
    return [(t, a, a * (2000 - t) // t) for t in THOUSANDTHS for a in range(20, bits)
            if a * (2000 - t) % t == 0 and a * (2000 - t) // t <= bits]


def filters(counts, bits):
    """One row for each count: so many bits from the first."""
    return np.packbits(np.arange(bits)[None, :] < np.array(counts)[:, None], axis=1)


def lost_by_peer(name, bits, swapped=False, **options):
    lost = 0
    for t, a, b in cases(bits):
        left, right = (b, a) if swapped else (a, b)
        problem = peers.Problem(filters([left], bits), filters([right], bits), t)
        given = {key: value(t / 1000) if callable(value) else value for key, value in options.items()}
        lost += peers.PEERS[name](problem, **given)(1) == 0
    return lost


def lost_by_us(program, bits, swapped=False):
    """All filters of a threshold joined at once: the program checks its own pairs one by one, and here their number."""
    lost, throughput = 0, Throughput(program)
    with tempfile.TemporaryDirectory() as folder:
        for t in THOUSANDTHS:
            sides = [[case[side] for case in cases(bits) if case[0] == t] for side in (1, 2)]
            left, right = (filters(counts, bits) for counts in (reversed(sides) if swapped else sides))
            paths = [os.path.join(folder, name) for name in ("a.bin", "b.bin")]
            left.tofile(paths[0])
            right.tofile(paths[1])
            found = throughput.join(*paths, bits, t / 1000).pairs
            lost += abs(peers.Problem(left, right, t).exact_count() - found)
    return lost


def losses(bits, program=None):
    """How many of the cases each join loses, by name."""
    found = {}
    if program:
        found["tessera"] = lost_by_us(program, bits)
        found["tessera, sides swapped"] = lost_by_us(program, bits, swapped=True)
    found["anonlink"] = lost_by_peer("anonlink", bits)
    found["anonlink accelerated"] = lost_by_peer("anonlink accelerated", bits)
    found["anonlink accelerated, sides swapped"] = lost_by_peer("anonlink accelerated", bits, swapped=True)
    found["faiss"] = lost_by_peer("faiss", bits)
    found["numkong"] = lost_by_peer("numkong", bits)
    found["fpsim2 dice"] = lost_by_peer("fpsim2", bits)
    found["fpsim2 tanimoto"] = lost_by_peer("fpsim2", bits, metric="tanimoto", threshold=lambda t: t / (2 - t))
    return found


def report(bits, program):
    print("of %d pairs exactly at the threshold, lost:" % len(cases(bits)))
    for name, lost in losses(bits, program).items():
        print("%5d %s" % (lost, name))

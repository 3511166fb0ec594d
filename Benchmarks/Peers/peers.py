#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Joins of other libraries on two files of raw filters: all pairs whose Dice similarity is at least a threshold.

usage: peers.py A.bin B.bin [--bits 1024] [--threshold 0.8] [--threads 1] [--rows ROWS_OF_A] [--only NAME,...] [--rounds 3]
       peers.py --edges [--bits 1024] [--throughput PROGRAM]

Prints millions of pairs a second, median of the rounds; processor time for one thread, wall time for more. Every peer's number of
pairs is first checked against integers on the first 512 rows of A. --edges: how many of the pairs whose similarity is exactly the
threshold each peer loses (PROGRAM: and Tessera).
"""
import argparse
import os
import statistics
import sys
import time
from array import array
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

CHECKED = 512
# Distribution of each peer.
PACKAGES = {"anonlink": "anonlink", "anonlink accelerated": "anonlink", "faiss": "faiss-cpu", "numkong": "numkong", "fpsim2": "FPSim2"}


def set_threads(count):
    """For libraries that read the number of threads once, as they are imported."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(count)


if __name__ == "__main__":
    set_threads(sys.argv[sys.argv.index("--threads") + 1] if "--threads" in sys.argv else 1)

import numpy as np


@dataclass
class Problem:
    """Two matrices of filters, [rows, bits / 8] bytes, and a threshold in thousandths."""
    a: np.ndarray
    b: np.ndarray
    thousandths: int
    threads: int = 1

    @classmethod
    def read(cls, path_a, path_b, bits, threshold, threads=1):
        a, b = (np.fromfile(path, np.uint8).reshape(-1, bits // 8) for path in (path_a, path_b))
        return cls(a, b, thousandths(threshold), threads)

    def with_threshold(self, threshold):
        return Problem(self.a, self.b, thousandths(threshold), self.threads)

    @property
    def threshold(self):
        return self.thousandths / 1000

    @property
    def bits(self):
        return 8 * self.a.shape[1]

    @cached_property
    def popcounts(self):
        return [np.bitwise_count(filters).sum(1).astype(np.int64) for filters in (self.a, self.b)]

    @cached_property
    def distance_limit(self):
        """The greatest Hamming distance of a pair, by the sum of its popcounts."""
        return (1000 - self.thousandths) * np.arange(2 * self.bits + 1) // 1000

    def exact_count(self, rows=None):
        """Pairs of the first `rows` of A, by integers: 2000 c >= thousandths (a + b)."""
        found, columns = 0, 16_384
        counts_a, counts_b = self.popcounts
        rows = len(self.a) if rows is None else min(rows, len(self.a))
        for top in range(0, rows, 2048):
            left = np.unpackbits(self.a[top:min(top + 2048, rows)], axis=1).astype(np.float32)
            for start in range(0, len(self.b), columns):
                right = np.unpackbits(self.b[start:start + columns], axis=1).astype(np.float32)
                # Whole numbers below 2^24: exact.
                common = (left @ right.T).astype(np.int32)
                sums = counts_a[top:top + len(left), None] + counts_b[None, start:start + columns]
                found += int((2000 * common >= self.thousandths * sums).sum())
        return found

    def split(self, function, rows):
        """The sum of function(first, last) over the first `rows`, a thread a share."""
        if self.threads == 1:
            return function(0, rows)
        edges = [rows * i // self.threads for i in range(self.threads + 1)]
        with ThreadPoolExecutor(self.threads) as pool:
            return sum(pool.map(lambda edge: function(*edge), zip(edges, edges[1:])))


def thousandths(threshold):
    value = round(float(threshold) * 1000)
    assert abs(value / 1000 - float(threshold)) < 1e-9, "thresholds have at most three decimals"
    return value


# Each peer: a function of a problem, which prepares what a user would keep between joins and returns a function of the number of rows
# of A that joins them with all of B and returns the number of pairs.

def anonlink(problem):
    """The C++ kernel alone. It holds the interpreter lock, so threads don't help."""
    from anonlink.similarities import _dice
    width, counts, many = problem.bits // 8, array("I", problem.popcounts[1].tolist()), array("b")
    many.frombytes(problem.b.tobytes())

    def share(first, last):
        scores, i, j, one = array("d"), array("I"), array("I"), array("b")
        one.frombytes(problem.a[first:last].tobytes())
        _dice.dice_many_to_many(one, many, last - first, len(problem.b), counts, width, len(problem.b), problem.threshold, scores, i, j)
        return len(scores)
    return lambda rows: problem.split(share, rows)


def anonlink_accelerated(problem):
    """What its users call: the kernel and the sorting of what it finds."""
    from anonlink.similarities._dice_x86 import dice_coefficient_accelerated
    left, right = bitarrays(problem.a), bitarrays(problem.b)
    return lambda rows: len(dice_coefficient_accelerated((left[:rows], right), problem.threshold)[0])


def bitarrays(filters):
    from bitarray import bitarray
    rows = []
    for row in filters:
        rows.append(bitarray())
        rows[-1].frombytes(row.tobytes())
    return rows


def faiss(problem):
    """IndexBinaryFlat.range_search at the largest distance that any pair may have, then the exact test of what it finds."""
    import faiss as library
    library.omp_set_num_threads(problem.threads)
    index = library.IndexBinaryFlat(problem.bits)
    index.add(problem.b)
    counts_a, counts_b = problem.popcounts
    radius = int(problem.distance_limit[counts_a.max() + counts_b.max()]) + 1

    def join(rows):
        limits, distances, j = index.range_search(problem.a[:rows], radius)
        i = np.repeat(np.arange(rows), np.diff(limits.astype(np.int64)))
        return int((distances <= problem.distance_limit[counts_a[i] + counts_b[j]]).sum())
    return join


def numkong(problem):
    """The matrix of Hamming distances in blocks that stay in the cache, then the exact test of every pair by numpy."""
    import numkong as library
    height, width = 64, 8192
    counts_a, counts_b = (counts.astype(np.uint32) for counts in problem.popcounts)
    limit = problem.distance_limit.astype(np.uint32)
    blocks = [(library.hammings_pack(problem.b[start:start + width], dtype="uint1"), counts_b[start:start + width])
              for start in range(0, len(problem.b), width)]

    def share(first, last):
        found = 0
        for start in range(first, last, height):
            end = min(start + height, last)
            for packed, counts in blocks:
                distances = np.asarray(library.hammings_packed(problem.a[start:end], packed))
                found += int(np.count_nonzero(distances <= limit[counts_a[start:end, None] + counts]))
        return found
    return lambda rows: problem.split(share, rows)


def fpsim2(problem, metric="dice", threshold=None):
    """Its search kernel, a query a row of A, with its popcount bins."""
    from FPSim2.FPSim2lib import GenericSearch
    from FPSim2.io.chem import METRICS, get_bounds_range
    threshold = problem.threshold if threshold is None else threshold
    # Its layout: id, 64-bit words, popcount.
    queries, library = (np.ascontiguousarray(np.column_stack([np.arange(len(filters)).astype(np.uint64),
                                                              filters.view(">u8").astype(np.uint64), counts.astype(np.uint64)]))
                        for filters, counts in zip((problem.a, problem.b), problem.popcounts))
    library = np.ascontiguousarray(library[np.argsort(problem.popcounts[1], kind="stable")])
    values, starts = np.unique(library[:, -1], return_index=True)
    bins = [(int(value), (int(start), int(end))) for value, start, end in zip(values, starts, [*starts[1:], len(library)])]

    def share(first, last):
        found = 0
        for query in queries[first:last]:
            bounds = get_bounds_range(query, threshold, 0, 0, bins, metric)
            found += len(GenericSearch(query, library, threshold, 0, METRICS[metric], *bounds)) if bounds else 0
        return found
    return lambda rows: problem.split(share, rows)


PEERS = {"anonlink": anonlink, "anonlink accelerated": anonlink_accelerated, "faiss": faiss, "numkong": numkong, "fpsim2": fpsim2}


class WrongAnswer(Exception):
    """A join's number of pairs isn't what integers give."""


def prepare(name, problem, expected):
    """The peer's join, once its number of pairs on the first rows is `expected`."""
    join = PEERS[name](problem)
    found = join(min(CHECKED, len(problem.a)))
    if found != expected:
        raise WrongAnswer("%s finds %d pairs of the first %d rows, integers find %d" % (name, found, CHECKED, expected))
    return join


def timed(problem, join, rows):
    """Seconds and pairs of one join."""
    clock = time.process_time if problem.threads == 1 else time.perf_counter
    began = clock()
    found = join(rows)
    return clock() - began, found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a", nargs="?")
    parser.add_argument("b", nargs="?")
    parser.add_argument("--bits", type=int, default=1024)
    parser.add_argument("--threshold", type=float, default=.8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rows", type=int, help="rows of A that are joined and timed (all)")
    parser.add_argument("--only", default="", help="peers whose names hold one of these")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edges", action="store_true")
    parser.add_argument("--throughput", help="Tessera's program, for --edges")
    arguments = parser.parse_args()
    if arguments.edges:
        import edges
        return edges.report(arguments.bits, arguments.throughput)
    if not arguments.b:
        parser.error("two files are needed")
    problem = Problem.read(arguments.a, arguments.b, arguments.bits, arguments.threshold, arguments.threads)
    rows = min(arguments.rows or len(problem.a), len(problem.a))
    expected = problem.exact_count(CHECKED)
    print("%d x %d rows, %d bits, threshold %.3f, %d threads" % (rows, len(problem.b), problem.bits, problem.threshold, problem.threads))
    for name in PEERS:
        if arguments.only and not any(part in name for part in arguments.only.lower().split(",")):
            continue
        join = prepare(name, problem, expected)
        results = [timed(problem, join, rows) for _ in range(arguments.rounds)]
        seconds = statistics.median(seconds for seconds, _ in results)
        print("%-22s %-8s %9.1f million pairs/s  %d pairs" % (
            name, version(PACKAGES[name]), rows * len(problem.b) / seconds / 1e6, results[0][1]), flush=True)


if __name__ == "__main__":
    main()

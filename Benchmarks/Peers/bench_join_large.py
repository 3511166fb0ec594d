#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""The join of millions, within memory: the figures of `make bench-join-large`. No peer is run: none ends within the hour.

usage: bench_join_large.py THROUGHPUT_PROGRAM DATA_FOLDER [--only WORD,...]

Each is one run from two files of filters to one file of sorted pairs, two threads. Seconds are wall time, megabytes the most that the
operating system saw the process hold. The exact joins' answers are checked against integers: the number of all pairs, or of those of
some rows joined with all of B in a run of their own. Needs 3 GB of disk for the ten millions and up to 30 GB for the 1e9 pairs.
"""
import argparse
import multiprocessing
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor

import peers
from make_clks import label, make
from ours import Throughput
from results import Results, note

SEED = 7
THREADS = 2


class Bench:
    def __init__(self, program, data):
        self.throughput, self.data = Throughput(program), data

    def files(self, rows):
        return make(os.path.join(self.data, label(rows) + "-1024"), rows, seed=SEED)

    def pairs(self, paths, threshold, memory_mb, *options):
        """One run; and the bytes of its largest file, the sorted pairs."""
        with tempfile.TemporaryDirectory(dir=self.data) as folder:
            run = self.throughput.pairs(*paths, 1024, threshold, THREADS, folder, memory_mb, *options)
            size = max(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))
        note("%s at %.2f in %d MB: %s peak %.0f MB, file %.1f MB" % (
            " x ".join(paths), threshold, memory_mb, run.output.strip(), run.peak_mb, size / 1e6))
        return run, size

    def check_some_rows(self, paths, threshold, memory_mb, rows=256):
        """The first rows of A with all of B, counted by integers too."""
        with tempfile.TemporaryDirectory(dir=self.data) as folder:
            head = os.path.join(folder, "head.bin")
            with open(paths[0], "rb") as whole, open(head, "wb") as file:
                file.write(whole.read(rows * 1024 // 8))
            run, _ = self.pairs([head, paths[1]], threshold, memory_mb)
            check_count(run, [head, paths[1]], threshold)


def exact_count(paths, threshold):
    return peers.Problem.read(*paths, 1024, threshold).exact_count()


def check_count(run, paths, threshold):
    """By integers, in another process: a program started from here would be counted the memory that this process once had."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
        expected = other.submit(exact_count, paths, threshold).result()
    if run.pairs != expected:
        raise peers.WrongAnswer("%d pairs, integers find %d" % (run.pairs, expected))


def describe(rows, threshold, memory_mb, run, **details):
    return {"rows": rows, "bits": 1024, "threshold": threshold, "threads": THREADS, "memory_limit_mb": memory_mb, "seed": SEED,
            "pairs": run.pairs, "kernel": run.kernel, **details}


def one_million(results, bench):
    rows, threshold, memory_mb = 1_000_000, .85, 1400
    paths = bench.files(rows)
    bench.check_some_rows(paths, threshold, memory_mb)
    run, size = bench.pairs(paths, threshold, memory_mb)
    details = describe(rows, threshold, memory_mb, run, bytes=size)
    results.add("join.1m.t85.seconds", run.seconds, 1, **details)
    results.add("join.1m.t85.peak_mb", run.peak_mb, 0, **details)


def ten_million(results, bench):
    rows, threshold, memory_mb = 10_000_000, .9, 8000
    run, size = bench.pairs(bench.files(rows), threshold, memory_mb, "--recall", "0.99")
    details = describe(rows, threshold, memory_mb, run, bytes=size, recall_low=run.recall_low, recall_high=run.recall_high)
    results.add("join.10m.t90.seconds", run.seconds, 1, **details)
    results.add("join.10m.t90.recall", run.recall, 4, **details)
    results.add("join.10m.t90.peak_mb", run.peak_mb, 0, **details)


def billion_pairs(results, bench):
    """Six pairs in ten of any two records are at 0.5 or above."""
    rows, threshold, memory_mb = 42_000, .5, 900
    paths = bench.files(rows)
    run, size = bench.pairs(paths, threshold, memory_mb)
    check_count(run, paths, threshold)
    if run.pairs < 1_000_000_000:
        raise peers.WrongAnswer("%d pairs aren't the 1e9 that this is about" % run.pairs)
    details = describe(rows, threshold, memory_mb, run)
    results.add("join.1e9pairs.peak_mb", run.peak_mb, 0, **details)
    results.add("join.1e9pairs.pairs", run.pairs, 0, **details)
    results.add("join.1e9pairs.seconds", run.seconds, 1, **details)
    results.add("join.1e9pairs.file_mb", size / 1e6, 0, **details)


MEASURES = [one_million, ten_million, billion_pairs]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("--only", default="", help="measures whose names hold one of these: " +
                        ", ".join(measure.__name__ for measure in MEASURES))
    arguments = parser.parse_args()
    bench, results = Bench(arguments.program, arguments.data), Results()
    for measure in MEASURES:
        if any(word in measure.__name__ for word in arguments.only.split(",")):
            results.attempt(measure, bench)
    return 0 if results.complete else 1


if __name__ == "__main__":
    raise SystemExit(main())

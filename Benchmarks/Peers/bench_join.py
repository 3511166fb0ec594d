#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""The join beside its peers: the figures of `make bench-join`, some minutes.

usage: bench_join.py THROUGHPUT_PROGRAM DATA_FOLDER [--rounds 5] [--only WORD,...]

Ours and the peers take turns within each round, pinned to one core, on the same files, so that a noisy machine is noisy for both. A ratio
is that of the medians of pairs a second; the JSON holds the least and the greatest ratio of a round too. Before any time counts, a
peer's pairs on the first 512 rows are checked against integers, and the number of its pairs on both files against ours.
Figures go to standard output and to Benchmarks/Results; what is going on goes to standard error.
"""
import argparse
import os
import statistics
import tempfile

import peers

peers.set_threads(1)

import edges
from make_clks import label, make
from ours import Throughput
from results import Results, note

SEED = 7
ALL_CORES = os.sched_getaffinity(0)
# Rows of A that a peer joins in a round at 1,024 bits, so that many rounds fit: its pairs a second don't grow with them.
ROWS = {"anonlink": 8000, "anonlink accelerated": 8000, "faiss": 8000, "numkong": 4000, "fpsim2": 4000}
# Whose number of pairs on both whole files has to be ours.
COMPARED = ("anonlink", "anonlink accelerated", "faiss")


class Bench:
    def __init__(self, program, data, rounds):
        self.throughput, self.data, self.rounds = Throughput(program), data, rounds

    def files(self, rows, bits=1024):
        return make(os.path.join(self.data, "%s-%d" % (label(rows), bits)), rows, bits, seed=SEED)

    def describe(self, rows, bits, threshold, kernel, threads=1, **details):
        return {"rows": rows, "bits": bits, "threshold": threshold, "threads": threads, "seed": SEED, "rounds": self.rounds,
                "kernel": kernel, **details}

    def side_by_side(self, rows, bits, threshold, names):
        """Pairs a second of each round, ours first, by name; and our kernel."""
        paths = self.files(rows, bits)
        problem = peers.Problem.read(*paths, bits, threshold)
        expected = problem.exact_count(peers.CHECKED)
        joins = {name: peers.prepare(name, problem, expected) for name in names}
        answer = self.throughput.join(*paths, bits, threshold)
        for name in COMPARED:
            if name in joins and joins[name](rows) != answer.pairs:
                raise peers.WrongAnswer("%s finds another number of pairs than our %d" % (name, answer.pairs))
        rates = {"ours": [], **{name: [] for name in names}}
        for _ in range(self.rounds):
            rates["ours"].append(rows * rows / self.throughput.join(*paths, bits, threshold).seconds)
            for name, join in joins.items():
                some = min(rows, ROWS[name] * 1024 // bits)
                rates[name].append(some * rows / peers.timed(problem, join, some)[0])
        for name, values in rates.items():
            note("%d bits, %s x %s at %.2f: %-20s %8.1f million pairs/s (%.1f to %.1f)" % (
                bits, label(rows), label(rows), threshold, name, *(v / 1e6 for v in (statistics.median(values), min(values), max(values)))))
        return rates, answer.kernel


def ratio(above, below):
    """Of the medians, and its extremes over the rounds."""
    each = [x / y for x, y in zip(above, below)]
    return statistics.median(above) / statistics.median(below), {"least": round(min(each), 2), "greatest": round(max(each), 2)}


def pin():
    """To the last core: the first serves interrupts on many machines."""
    os.sched_setaffinity(0, {max(ALL_CORES)})


def unpin():
    os.sched_setaffinity(0, ALL_CORES)


def beside_peers(results, bench):
    names = ["anonlink", "faiss", "numkong", "fpsim2"]
    versions = {name: peers.version(peers.PACKAGES[name]) for name in names}
    for threshold in (.8, .9):
        rates, kernel = bench.side_by_side(100_000, 1024, threshold, names)
        prefix = "join.1024.t%d." % round(100 * threshold)
        for name in names:
            value, spread = ratio(rates["ours"], rates[name])
            results.add(prefix + "vs_" + name, value, 1,
                        **bench.describe(100_000, 1024, threshold, kernel, peer="%s %s" % (name, versions[name])), **spread)
        for name, values in rates.items():
            version = {"peer": "%s %s" % (name, versions[name])} if name in versions else {}
            results.add(prefix + "million_pairs_per_s." + name, statistics.median(values) / 1e6, 1,
                        **bench.describe(100_000, 1024, threshold, kernel, **version),
                        least=round(min(values) / 1e6, 1), greatest=round(max(values) / 1e6, 1))


def wide(results, bench):
    rates, kernel = bench.side_by_side(20_000, 4096, .8, ["anonlink"])
    value, spread = ratio(rates["ours"], rates["anonlink"])
    results.add("join.4096.vs_anonlink", value, 1,
                **bench.describe(20_000, 4096, .8, kernel, peer="anonlink " + peers.version("anonlink")), **spread)


def low_threshold(results, bench):
    """How much longer the join takes at 0.6 than at 0.7; anonlink's with the sorting, as its users call it."""
    peer = "anonlink accelerated"
    rates = {threshold: bench.side_by_side(10_000, 1024, threshold, [peer]) for threshold in (.7, .6)}
    for name, prefix in (("ours", "join"), (peer, "anonlink")):
        value, spread = ratio(rates[.7][0][name], rates[.6][0][name])
        results.add(prefix + ".t60_over_t70.slowdown", value, 2, **bench.describe(10_000, 1024, .6, rates[.6][1]), **spread)


def port_share(results, bench):
    results.add("join.1024.t80.port_share", bench.throughput.kernel_figure("join.1024.t80.port_share"), 3)


def two_threads(results, bench):
    """Wall time of two threads against the processor time of one, which is at most its wall time."""
    paths, rates = bench.files(40_000), {1: [], 2: []}
    for _ in range(bench.rounds):
        for threads in rates:
            run = bench.throughput.join(*paths, 1024, .8, threads)
            rates[threads].append(1 / run.seconds)
    value, spread = ratio(rates[2], rates[1])
    results.add("join.threads2_over_1", value, 2, **bench.describe(40_000, 1024, .8, run.kernel, threads=2), **spread)


def files_to_pairs(results, bench):
    """From two files to one file of sorted pairs."""
    paths, runs = bench.files(100_000), []
    for _ in range(bench.rounds):
        with tempfile.TemporaryDirectory(dir=bench.data) as folder:
            runs.append(bench.throughput.pairs(*paths, 1024, .8, 2, folder, 1000))
    if len({(run.pairs, run.values.get("sha256")) for run in runs}) != 1:
        raise peers.WrongAnswer("the pairs differ from run to run")
    if runs[0].pairs != bench.throughput.join(*paths, 1024, .8, 2).pairs:
        raise peers.WrongAnswer("the file of pairs holds others than the join in memory finds")
    seconds = [run.seconds for run in runs]
    results.add("join.100k.t80.seconds", statistics.median(seconds), 3,
                **bench.describe(100_000, 1024, .8, runs[0].kernel, threads=2, pairs=runs[0].pairs),
                least=round(min(seconds), 3), greatest=round(max(seconds), 3))


def at_the_threshold(results, bench):
    """The pairs exactly at a threshold that each loses."""
    total = len(edges.cases(1024))
    for name, lost in edges.losses(1024, bench.throughput.program).items():
        results.add("edges.lost." + name.replace(",", "").replace(" ", "_"), lost, 0, cases=total, bits=1024)


PINNED = [beside_peers, wide, low_threshold, port_share, at_the_threshold]
UNPINNED = [two_threads, files_to_pairs]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="measures whose names hold one of these: " +
                        ", ".join(measure.__name__ for measure in PINNED + UNPINNED))
    arguments = parser.parse_args()
    bench, results = Bench(arguments.program, arguments.data, arguments.rounds), Results()
    for measures, prepare in ((PINNED, pin), (UNPINNED, unpin)):
        prepare()
        for measure in measures:
            if any(word in measure.__name__ for word in arguments.only.split(",")):
                results.attempt(measure, bench)
    return 0 if results.complete else 1


if __name__ == "__main__":
    raise SystemExit(main())

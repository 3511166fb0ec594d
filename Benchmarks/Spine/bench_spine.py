#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Additions to a spine of millions: the figures of `make bench-spine`.

usage: bench_spine.py PROGRAMS_FOLDER DATA_FOLDER [--rows 7000000] [--new 100000] [--only WORD,...]

Each figure is one run of `tessera-linker` on sealed files; seconds are wall time of the whole process, megabytes the most that the
operating system saw it hold. Before a time counts, the ledger has as many records as the file, records join the spine exactly where
integers find a filter at the threshold, and links are compared with the truth. Needs 12 GB of disk.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass

import numpy as np

from make_files import SPINE, Files
from results import Results, note

THRESHOLD = .85
CHECKED = 64
ADDS = 10


class WrongAnswer(Exception):
    pass


@dataclass
class Programs:
    linker: str
    throughput: str


@dataclass
class Run:
    output: str
    seconds: float
    cpu_seconds: float
    peak_mb: float
    load: float


def run(*arguments):
    """One process: what it printed, its wall time and most memory, and how busy the machine was."""
    load = os.getloadavg()[0]
    began = time.monotonic()
    process = subprocess.Popen([*map(str, arguments)], stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    done = Run(output, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, round(load, 2))
    note("%s: %.2f s, processor %.2f s, peak %.0f MB, load %.1f" % (
        " ".join(map(str, arguments[1:4])), done.seconds, done.cpu_seconds, done.peak_mb, load))
    if process.returncode:
        raise WrongAnswer("%s ended with %d" % (arguments[1], process.returncode))
    return done


class Bench:
    def __init__(self, programs, data, rows, new):
        self.programs, self.rows, self.new = programs, rows, new
        self.files = Files(os.path.join(data, "spine-%d-%d" % (rows, new)), rows, new, ADDS + 1, programs)
        self.files.make()

    def store(self, name):
        return self.files.path("store-" + name)

    def fresh(self, name):
        shutil.rmtree(self.store(name), ignore_errors=True)
        return self.store(name)

    def spine(self, command, store, *options):
        return run(self.programs.linker, "spine", command, store, *options)

    def change(self, command, store, file, *options):
        card = SPINE if file.startswith(SPINE) else file
        return self.spine(command, store, self.files.sealed(file), "--identity", self.files.path("unit.identity"),
                          "--agency", self.files.path(card + ".card"), "--json", *options)

    def make_store(self, name, *options):
        """A store with the spine in it; the run that brought it."""
        store = self.fresh(name)
        self.spine("init", store, "--project", "bench", "--identity", self.files.path("unit.identity"),
                   "--threshold", THRESHOLD, *options)
        done = self.change("add", store, SPINE, "--role", "spine", "--deduplicated")
        summary = json.loads(done.output)["runs"][0]
        if summary["created"] != self.rows:
            raise WrongAnswer("%d ids for %d people" % (summary["created"], self.rows))
        return done

    def copy(self, source, name):
        """Another store with the same immutable files."""
        target = self.fresh(name)
        subprocess.run(["cp", "-a", "--reflink=auto", self.store(source), target], check=True)
        return target

    def details(self, done, **more):
        return {"rows": self.rows, "new": self.new, "bits": 1024, "threshold": THRESHOLD, "threads": os.cpu_count(), "load": done.load,
                "cpu_seconds": round(done.cpu_seconds, 1), **more}

    def check(self, store, run_number, name, is_exact):
        """Counts, some rows by integers, and links against the truth."""
        partner, created = ledger(os.path.join(store, "ledger", "%06d.txt" % run_number), name)
        rows = set(partner) | created
        if len(partner) + len(created) != self.new or rows != set(range(self.new)):
            raise WrongAnswer("the ledger has %d records of %d" % (len(rows), self.new))
        if is_exact:
            self.check_by_integers(name, partner)
        truth, spine = self.files.persons(name), self.files.persons(SPINE)
        right = sum(dataset == SPINE and truth[row] == spine[other] for row, (dataset, other) in partner.items())
        on_spine = int((truth >= 0).sum())
        precision, recall = right / max(1, len(partner)), right / on_spine
        note("%s: %d of %d joined, precision %.4f, recall %.4f" % (name, len(partner), self.new, precision, recall))
        return precision, recall

    def check_by_integers(self, name, partner):
        """The first rows joined somebody exactly where a filter of the spine reaches the threshold."""
        order = np.fromfile(self.files.sealed(name) + ".order", "<u4")[:CHECKED]
        queries = self.files.filters(name)[order]
        counts = np.bitwise_count(queries).sum(1).astype(np.int64)
        reached = np.zeros(CHECKED, bool)
        # Piece by piece: a program that is started from here counts what this process ever held as its own.
        for block in self.files.blocks(SPINE, 50_000):
            others = np.bitwise_count(block).sum(1).astype(np.int64)
            for row, query in enumerate(queries):
                common = np.bitwise_count(block & query).sum(1).astype(np.int64)
                reached[row] |= bool((2 * common * 100 >= round(100 * THRESHOLD) * (others + counts[row])).any())
        found = np.array([row in partner for row in range(CHECKED)])
        if (found != reached).any():
            raise WrongAnswer("%d of %d rows differ from integers" % ((found != reached).sum(), CHECKED))


def ledger(path, name):
    """By row of a dataset the record it was linked with, and the rows that are new entities."""
    partner, created = {}, set()
    with open(path) as file:
        for line in file:
            match = re.match(r"(joined|created) \w+ %s:(\d+)(?: weight \S+ with (.+):(\d+))?$" % re.escape(name), line)
            if match and match[1] == "joined":
                partner[int(match[2])] = (match[3], int(match[4] or -1))
            elif match:
                created.add(int(match[2]))
    return partner, created


def first_id(store, run_number):
    with open(os.path.join(store, "ledger", "%06d.txt" % run_number)) as file:
        return next(line.split()[1] for line in file if line.startswith("created "))


def size_of(store):
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(store) for name in names)


def init(results, bench):
    done = bench.make_store("base")
    results.add("spine.init_7m.seconds", done.seconds, 1, **bench.details(done))
    results.add("spine.init_7m.peak_mb", done.peak_mb, 0, **bench.details(done))
    results.add("spine.bytes_per_record", size_of(bench.store("base")) / bench.rows, 1, **bench.details(done))


def exact(results, bench):
    """One addition that compares every pair."""
    store, name = bench.copy("base", "exact"), bench.files.agencies[0]
    done = bench.change("add", store, name)
    precision, recall = bench.check(store, 3, name, is_exact=True)
    details = bench.details(done, precision=precision, recall=recall)
    results.add("spine.add_100k_to_7m.seconds", done.seconds, 1, **details)
    results.add("spine.add_100k_to_7m.f1", 2 * precision * recall / (precision + recall), 4, **details)
    results.add("spine.add.peak_mb", done.peak_mb, 0, **details)


def adds(results, bench):
    """Ten additions with a recall of 0.99, one after the other, each of people that no agency before it knew."""
    bench.make_store("adds", "--recall", "0.99")
    store = bench.store("adds")
    for number, name in enumerate(bench.files.agencies[:ADDS], 1):
        done = bench.change("add", store, name)
        precision, recall = bench.check(store, number + 2, name, is_exact=False)
        measured = json.loads(done.output)["runs"][0]["measuredRecall"]
        if measured is not None and measured < .985:
            raise WrongAnswer("a recall of %.4f" % measured)
        details = bench.details(done, precision=precision, recall=recall, measured_recall=measured, peak_mb=round(done.peak_mb))
        if number == 1:
            results.add("spine.add_100k_to_7m.recall99.seconds", done.seconds, 1, **details)
            results.add("spine.add_100k_to_7m.measured_recall", 1 if measured is None else measured, 4, **details)
        results.add("spine.adds.%d.seconds" % number, done.seconds, 1, **details)


def opening(results, bench):
    """A command that only reads: as the spine alone, and after the additions."""
    for store, suffix in (("base", ""), ("adds", ".after_10_adds")):
        path = bench.store(store)
        done = bench.spine("explain", path, first_id(path, 2), "--identity", bench.files.path("unit.identity"))
        results.add("spine.open_7m%s.seconds" % suffix, done.seconds, 2, **bench.details(done, peak_mb=round(done.peak_mb)))
        done = bench.spine("status", path)
        results.add("spine.status_7m%s.seconds" % suffix, done.seconds, 2, **bench.details(done))


def refresh(results, bench):
    """The spine's next extract: one row of a hundred changed."""
    store = bench.copy("base", "refresh")
    done = bench.change("refresh", store, SPINE + "-next")
    summary = json.loads(done.output)
    if summary["kept"] + summary["compared"] != bench.rows or summary["created"] > summary["compared"]:
        raise WrongAnswer("the rows of the new extract are not all there")
    details = bench.details(done, kept=summary["kept"], compared=summary["compared"], created=summary["created"])
    results.add("spine.refresh_7m.seconds", done.seconds, 1, **details)
    results.add("spine.refresh_7m.peak_mb", done.peak_mb, 0, **details)


MEASURES = [init, exact, adds, opening, refresh]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs")
    parser.add_argument("data")
    parser.add_argument("--rows", type=int, default=7_000_000, help="other sizes print the same names: for trying out")
    parser.add_argument("--new", type=int, default=100_000)
    parser.add_argument("--only", default="", help="measures whose names hold one of these: " +
                        ", ".join(measure.__name__ for measure in MEASURES))
    arguments = parser.parse_args()
    programs = Programs(*(os.path.join(os.path.abspath(arguments.programs), name) for name in ("tessera-linker", "throughput")))
    bench = Bench(programs, arguments.data, arguments.rows, arguments.new)
    results = Results()
    if arguments.rows != 7_000_000:
        results.path = bench.files.path("figures.json")
    for measure in MEASURES:
        if any(word in measure.__name__ for word in arguments.only.split(",")):
            results.attempt(measure, bench)
    return 0 if results.complete else 1


if __name__ == "__main__":
    raise SystemExit(main())

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Linkage accuracy beside peers on the same cleaned tables: the figures of `make bench-accuracy`.

usage: bench_accuracy.py PROGRAMS PYTHON PEOPLE_PYTHON [--work FOLDER] [--febrl FOLDER] [--sets NAME,…] [--methods NAME,…]

PROGRAMS is the folder of the built programs, PYTHON has what requirements.txt lists, PEOPLE_PYTHON what requirements-people.txt does.

Ours run as agencies and a linkage unit run them: two-agencies.sh encodes, seals, links with every default but, on the sets with duplicates, the assignment
many-to-many, and `tessera-lab evaluate` scores what was linked. `plain` is the same model on the tables themselves (`tessera-lab score --plain`): what the encoding costs. No threshold
of ours is chosen with the truth. `trained` is what one classifier finds that reads plaintext and learns from the truth (trained_reference.py, from the candidates of `plain`). A peer's figure is its best threshold, chosen with the truth, one-to-one, or many-to-many on the sets with
duplicates; `_auto` is decided without it (of recordlinkage the figure without a suffix, and `_best` the other).

Prints `acc.SET.METHOD F1` lines, and the recall of the worst subgroup of 100 people or more beside that of all. A run of all sets and methods also writes figures.json, tables.md and accuracy.svg here; of some, they are in
the work folder. A method that fails is reported, the others still run, and the exit status is 1.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

import report

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = ("field", "grouped", "clk")
PEERS = {"splink": "splink_baseline.py", "anonlink": "clk_baseline.py", "recordlinkage": "recordlinkage_baseline.py"}
# The linkage unit's exit status where it cannot tell matches from others.
NOTHING_LINKED = 16
METHODS = (*OURS, "plain", "trained", *PEERS)


class Failure(Exception):
    """A command that failed, with its status."""

    def __init__(self, text, status=None):
        super().__init__(text)
        self.status = status


def note(text):
    print(text, file=sys.stderr, flush=True)


def run(*command, **options):
    """Standard output of a command; what it said last if it failed."""
    found = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if found.returncode:
        said = [line for line in (found.stdout + found.stderr).splitlines() if line.strip() and ": hint: " not in line]
        raise Failure(f"{os.path.basename(str(command[0]))}, status {found.returncode}: {said[-1] if said else 'nothing said'}",
                      found.returncode)
    return found.stdout


def read_json(path):
    with open(path) as file:
        return json.load(file)


def expected(run_record):
    """What the linkage unit expects of its links, without truth: (precision, number of matches), or None."""
    found = read_json(run_record).get("scoring", {}).get("expected")
    return found and (found["precision"]["value"], found["matches"]["value"])


class Bench:
    def __init__(self, options):
        self.programs, self.work = os.path.abspath(options.programs), os.path.abspath(options.work)
        self.python = {False: options.python, True: options.people_python}
        self.febrl = options.febrl
        self.environment = {**os.environ, "PATH": self.programs + ":" + os.environ["PATH"],
                            "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self.figures, self.complete = {}, True

    def program(self, name, *arguments):
        return run(os.path.join(self.programs, name), *arguments)

    def add(self, name, f1, **details):
        print(name, "%.4f" % f1, flush=True)
        self.figures[name] = {"value": f1, **details}

    def attempt(self, name, measure, *arguments):
        began = time.monotonic()
        try:
            measure(*arguments)
            note("%s took %.0f s" % (name, time.monotonic() - began))
            return True
        except (Failure, OSError, KeyError, StopIteration, ValueError) as error:
            self.complete = False
            note("%s failed: %s" % (name, error if isinstance(error, Failure) else repr(error)))
            return False

    def measure_set(self, chosen, methods):
        folder = os.path.join(self.work, chosen.name)
        shutil.rmtree(folder, ignore_errors=True)
        if not self.attempt(chosen.name + ".set", self.make_set, chosen, folder):
            return
        for method in methods:
            measure = self.ours if method in OURS else {"plain": self.plain, "trained": self.trained}.get(method, self.peer)
            self.attempt(f"acc.{chosen.name}.{method}", measure, chosen, folder, method)
        ways = [method for method in methods if method in OURS]
        if chosen.draws > 1 and ways:
            self.attempt(f"acc.{chosen.name}.draws", self.draws, chosen, folder, ways)

    def make_set(self, chosen, folder, draw=1):
        python = self.python[chosen.source.startswith("census:")]
        source = chosen.source if draw == 1 else f"{chosen.source}:{draw}"
        said = run(python, os.path.join(HERE, "sets.py"), source, folder, "--febrl", self.febrl)
        note(said.splitlines()[-1])

    def schema(self, chosen, way):
        return os.path.join(HERE, "schemas", f"{chosen.columns}-{way}.schema.json")

    def link(self, chosen, folder, way):
        """Encodes and links; (pairs, options of their evaluation, what is expected of them), or None where nothing was linked."""
        out = os.path.join(folder, way)
        # As the peers do.
        options = ["--assignment", "many-to-many"] if chosen.has_duplicates else []
        try:
            run(os.path.join(HERE, "two-agencies.sh"), out, self.schema(chosen, way), "a", os.path.join(folder, "a.csv"),
                "b", os.path.join(folder, "b.csv"), *options, env=self.environment)
        except Failure as failure:
            if failure.status != NOTHING_LINKED:
                raise
            note(f"{folder}, {way}: {failure}")
            return None
        tokens = [part for agency in "ab" for part in ("--tokens", f"{agency}={out}/{agency}/tokens.csv")]
        return f"{out}/unit/out/pairs.csv", tokens, expected(f"{out}/unit/out/run.json")

    def ours(self, chosen, folder, way):
        began, name = time.monotonic(), f"acc.{chosen.name}.{way}"
        linked = self.link(chosen, folder, way)
        seconds = time.monotonic() - began
        if not linked:
            return self.add(name, 0.0, precision=0.0, recall=0.0, seconds=round(seconds, 1))
        pairs, tokens, hopes = linked
        scores, found = self.evaluate(name, folder, pairs, seconds, *tokens)
        if hopes:
            for key, hoped, actual in zip(("precision", "matches"), hopes, (found["precision"], scores["truePairs"])):
                self.add(f"{name}.expected_{key}", hoped)
                self.add(f"{name}.{key}", actual)

    def draws(self, chosen, folder, ways):
        """Links other draws of a set as well: one of so few true pairs says little of how good the expectations are."""
        found = {way: [] for way in ways}
        for draw in range(1, chosen.draws + 1):
            drawn = os.path.join(folder, f"draw-{draw}")
            self.make_set(chosen, drawn, draw)
            for way in ways:
                linked = self.link(chosen, drawn, way)
                if linked and linked[2]:
                    scores = self.scores(drawn, linked[0], *linked[1])
                    f1, precision, recall = (self.as_linked(scores)[key]["value"] for key in ("f1", "precision", "recall"))
                    found[way].append((f1, precision, recall, linked[2][0], linked[2][1] / scores["truePairs"]))
            shutil.rmtree(drawn)
        for way, rows in found.items():
            if rows:
                f1, precision, recall, hoped, matches = (statistics.fmean(column) for column in zip(*rows))
                error = statistics.stdev(row[4] for row in rows) / len(rows) ** 0.5 if len(rows) > 1 else 0.0
                self.add(f"acc.{chosen.name}.{way}.draws", f1, precision=precision, recall=recall, expected_precision=hoped,
                         expected_matches=matches, standard_error=error, draws=len(rows), of=chosen.draws)

    @staticmethod
    def as_linked(scores):
        return next(decision for decision in scores["decisions"] if decision["name"] == "as linked")

    def scores(self, folder, pairs, *options):
        return json.loads(self.program("tessera-lab", "evaluate", pairs, *options, "--truth", os.path.join(folder, "truth.csv"), "--json"))

    def evaluate(self, name, folder, pairs, seconds, *options):
        """The scores of a list of pairs, and the measures of those that it says are linked, which are told."""
        attributes = os.path.join(folder, "groups.csv")
        groups = ["--groups", attributes] if os.path.exists(attributes) else []
        scores = self.scores(folder, pairs, *options, *groups)
        linked = self.as_linked(scores)
        found = {key: linked[key]["value"] for key in ("f1", "precision", "recall")}
        self.add(name, found["f1"], precision=found["precision"], recall=found["recall"], seconds=round(seconds, 1))
        people = [group for group in scores["subgroups"]["groups"] if group["judged"]] if groups else []
        if people:
            worst = min(people, key=lambda group: group["recall"]["value"])
            self.add(f"{name}.recall", found["recall"])
            self.add(f"{name}.worst_recall", worst["recall"]["value"], group=f"{worst['attribute']} {worst['value']}", people=worst["people"])
        return scores, found

    def plain(self, chosen, folder, method):
        pairs, began = os.path.join(folder, "plain.csv"), time.monotonic()
        self.program("tessera-lab", "score", os.path.join(folder, "a.csv"), os.path.join(folder, "b.csv"),
                     "--schema", self.schema(chosen, "field"), "--plain", "-o", pairs)
        self.evaluate(f"acc.{chosen.name}.plain", folder, pairs, time.monotonic() - began)

    def trained(self, chosen, folder, method):
        pairs, began = os.path.join(folder, "trained.csv"), time.monotonic()
        run(self.python[False], os.path.join(HERE, "trained_reference.py"), folder, os.path.join(folder, "plain.csv"), pairs,
            *(["--many-to-many"] if chosen.has_duplicates else []), env=self.environment)
        self.evaluate(f"acc.{chosen.name}.trained", folder, pairs, time.monotonic() - began)

    def peer(self, chosen, folder, method):
        path = os.path.join(folder, method + ".json")
        run(self.python[False], os.path.join(HERE, PEERS[method]), folder, "--json", path, env=self.environment)
        assignment = "many_to_many" if chosen.has_duplicates else "one_to_one"
        # Of several variants the one that does best with the truth.
        variant, found = max(read_json(path).items(), key=lambda item: item[1][assignment]["best"]["f1"])

        def add(suffix, decision):
            result = found[assignment][decision]
            self.add(f"acc.{chosen.name}.{method}{suffix}", result["f1"], precision=result["precision"], recall=result["recall"],
                     seconds=found["seconds"], version=found["version"], variant=variant)
        if method == "recordlinkage":
            add("", "auto")
            add("_best", "best")
        else:
            add("", "best")
            if "auto" in found[assignment]:
                add("_auto", "auto")

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "figures.json"), "w") as file:
            json.dump({"date": time.strftime("%Y-%m-%d"), "figures": self.figures}, file, indent=1)
            file.write("\n")
        report.write(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs")
    parser.add_argument("python")
    parser.add_argument("people_python")
    parser.add_argument("--work", default=os.path.join(".build", "accuracy"))
    parser.add_argument("--febrl", default=os.path.join(".build", "febrl4"))
    parser.add_argument("--sets", help="such as ma.hospital,voters")
    parser.add_argument("--methods", help="of " + ", ".join(METHODS))
    options = parser.parse_args()
    known = {chosen.name: chosen for chosen in report.SETS}
    names, methods = (given.split(",") if given else list(all_) for given, all_ in ((options.sets, known), (options.methods, METHODS)))
    for kind, given, possible in (("set", names, known), ("method", methods, METHODS)):
        for name in given:
            if name not in possible:
                parser.error(f"no {kind} {name}; there are {', '.join(possible)}")
    if "trained" in methods and "plain" not in methods:
        methods.insert(0, "plain")
    bench = Bench(options)
    for name in names:
        bench.measure_set(known[name], methods)
    bench.write(HERE if not options.sets and not options.methods and bench.complete else bench.work)
    return 0 if bench.complete else 1


if __name__ == "__main__":
    sys.exit(main())

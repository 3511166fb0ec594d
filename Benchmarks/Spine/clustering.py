#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Which rule makes the best clusters of several agencies' records: pairwise and B-cubed F1 of each, on invented people.

usage: clustering.py PROGRAMS WORK [--people 5000] [--sets NAME,…] [--options OPTION,…]

PROGRAMS is the folder of the built programs. Five agencies see half of the people each; names, with their frequencies, and ZIP codes are those of
Data/massachusetts-20k. `clean`: two values in a hundred have an error, one person in ten moves between two agencies. `hard`: ten, and one in four;
six people in ten live in families, one child in six is a twin, SSNs are rare. `-duplicates`: an agency has 15 % of its people twice.
`massachusetts` are six agencies, `massachusetts-hard` and `massachusetts-duplicates` three, of Data.

Nothing is chosen with the truth. Nobody here is a real person, and one seed gives one population. --options are added to `tessera-lab cluster`.
"""
import argparse
import csv
import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "Data")
ACCURACY = os.path.join(HERE, "..", "Accuracy")
sys.path.insert(0, ACCURACY)
import sets  # noqa: E402  (cleans tables as the accuracy benchmark does)

RULES = ["components", "splitting", "greedy", "complete", "average", "correlation"]
COLUMNS = ["first", "middle", "last", "dob", "sex", "zip", "ssn4"]
AGENCIES = ["births", "claims", "ems", "hospital", "shelter"]
SEED = 20_261_121


@dataclass
class Kind:
    """How hard a population is to link, as shares of values or people."""
    errors: float
    moves: float
    families: float
    twins: float
    ssn: float
    missing: float
    renamed: float


KINDS = {"clean": Kind(errors=.02, moves=.10, families=.4, twins=.02, ssn=.7, missing=.02, renamed=.02),
         "hard": Kind(errors=.10, moves=.25, families=.6, twins=.17, ssn=.3, missing=.08, renamed=.08)}


@dataclass
class Person:
    first: str
    middle: str
    last: str
    dob: str
    sex: str
    zip: str
    ssn4: str


class Population:
    """People in families, by the names of a table."""

    def __init__(self, rng, kind, count):
        rows = sets.read(os.path.join(DATA, "massachusetts-20k", "apcd.csv"))
        self.rng, self.kind = rng, kind
        self.given = {sex: [sets.clean("first", row["first_name"]) for row in rows if row["sex"] == sex and row["first_name"]] for sex in "FM"}
        self.family_names = [sets.clean("last", row["last_name"]) for row in rows if row["last_name"]]
        self.zips = [code for code in (sets.clean("zip", row["zip"]) for row in rows) if code]
        self.people = []
        while len(self.people) < count:
            self.people += self.household()

    def person(self, last, code, year, like=None):
        rng = self.rng
        sex = like.sex if like and rng.random() < .7 else rng.choice("FM")
        dob = like.dob if like else "%d%02d%02d" % (year, rng.randint(1, 12), rng.randint(1, 28))
        middle = rng.choice(self.given[sex]) if rng.random() < .6 else ""
        return Person(rng.choice(self.given[sex]), middle, last, dob, sex.lower(), code, "%04d" % rng.randrange(10_000))

    def household(self):
        rng = self.rng
        last, code, year = rng.choice(self.family_names), rng.choice(self.zips), rng.randint(1935, 2000)
        found = [self.person(last, code, year)]
        if rng.random() > self.kind.families / 2:
            return found
        found.append(self.person(last if rng.random() < .8 else rng.choice(self.family_names), code, year + rng.randint(-5, 5)))
        for _ in range(rng.randint(0, 3)):
            child = self.person(last, code, year + rng.randint(20, 38))
            if rng.random() < .08:
                child.first = found[0].first if found[0].sex == child.sex else child.first
            found.append(child)
            if rng.random() < self.kind.twins:
                found.append(self.person(last, code, 0, like=replace(child, sex=child.sex.upper())))
        return found

    def seen(self, person):
        """What an agency writes of somebody."""
        rng, kind = self.rng, self.kind
        now = replace(person)
        if rng.random() < kind.moves:
            now.zip = rng.choice(self.zips)
        if now.sex == "f" and rng.random() < kind.renamed:
            now.last = rng.choice(self.family_names)
        values = []
        for column in COLUMNS:
            value = getattr(now, column)
            if column == "middle" and rng.random() < .3:
                value = value[:1]
            if rng.random() < (1 - kind.ssn if column == "ssn4" else kind.missing):
                value = ""
            elif column != "sex" and rng.random() < kind.errors:
                value = typo(rng, value)
            values.append(value)
        return values


def typo(rng, text):
    """A wrong, missing, further or exchanged character; of digits a wrong one or two exchanged."""
    if len(text) < 2:
        return text
    place, way = rng.randrange(len(text) - 1), rng.random()
    other = rng.choice("0123456789" if text.isdigit() else "abcdefghijklmnopqrstuvwxyz")
    if way < .3:
        return text[:place] + text[place + 1] + text[place] + text[place + 2:]
    if way < .6 or text.isdigit():
        return text[:place] + other + text[place + 1:]
    return text[:place] + text[place + 1:] if way < .8 else text[:place] + other + text[place:]


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def invent(folder, kind, count, duplicates):
    """One table an agency, and the truth; returns the agencies."""
    rng = random.Random(SEED)
    population, truth = Population(rng, kind, count), []
    for agency in AGENCIES:
        rows = []
        for number, person in enumerate(population.people):
            for _ in range((rng.random() < .5) * (1 + (rng.random() < duplicates))):
                rows.append((number, population.seen(person)))
        rng.shuffle(rows)
        write(os.path.join(folder, agency + ".csv"), ["id", *COLUMNS], [[place, *values] for place, (_, values) in enumerate(rows)])
        truth += [(agency, place, number) for place, (number, _) in enumerate(rows)]
    write(os.path.join(folder, "truth.csv"), ["agency", "record_id", "person_id"], truth)
    return AGENCIES


def cleaned(folder, source):
    """The tables of Data, cleaned."""
    source = os.path.join(DATA, source.replace("massachusetts", "massachusetts-20k"))
    truth = sets.read(os.path.join(source, "truth.csv"))
    agencies = sorted({row["agency"] for row in truth})
    for agency in agencies:
        rows = sets.table(sets.read(os.path.join(source, agency + ".csv")), "record_id", sets.PEOPLE)
        write(os.path.join(folder, agency + ".csv"), ["id", *sets.PEOPLE], rows)
    shutil.copy(os.path.join(source, "truth.csv"), folder)
    return agencies


class Bench:
    def __init__(self, options):
        self.options = options

    def program(self, name, *arguments):
        found = subprocess.run([os.path.join(self.options.programs, name), *arguments], capture_output=True, text=True)
        if found.returncode:
            sys.exit(f"{name}, status {found.returncode}: {found.stderr.strip()}")
        return found.stdout

    def link(self, folder, agencies):
        """From tables to pairs and token lists, as agencies and a linkage unit do it."""
        def file(name):
            return os.path.join(folder, name)
        self.program("tessera-linker", "identity", "new", "unit", "--folder", folder)
        self.program("tessera-agency", "key", "new", "--project", "clusters", "-o", file("project.key"))
        files, cards = [], []
        for agency in agencies:
            self.program("tessera-agency", "identity", "new", agency, "--folder", folder)
            self.program("tessera-agency", "encode", file(agency + ".csv"), "--schema", os.path.join(ACCURACY, "schemas", "people-field.schema.json"),
                         "--key", file("project.key"), "--identity", file(agency + ".identity"), "--to", file("unit.card"),
                         "-o", file(agency + ".tessera"))
            self.program("tessera-agency", "tokens", file(agency + ".tessera.rowmap"), "--identity", file(agency + ".identity"),
                         "-o", file(agency + ".tokens.csv"))
            files.append(file(agency + ".tessera"))
            cards += ["--agency", file(agency + ".card")]
        self.program("tessera-linker", "link", *files, "--identity", file("unit.identity"), *cards, "-o", file("out"),
                     "--assignment", "many-to-many")

    def measure(self, name):
        folder = os.path.join(self.options.work, name)
        if not os.path.exists(os.path.join(folder, "out")):
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            kind, _, duplicates = name.partition("-")
            agencies = invent(folder, KINDS[kind], self.options.people, .15 if duplicates else 0) if kind in KINDS else cleaned(folder, name)
            self.link(folder, agencies)
        agencies = sorted(entry[:-len(".tokens.csv")] for entry in os.listdir(folder) if entry.endswith(".tokens.csv"))
        tokens = [part for agency in agencies for part in ("--tokens", f"{agency}={folder}/{agency}.tokens.csv")]
        options = [option for option in self.options.options.split(",") if option]
        for told in ([], ["--deduplicated", "all"]) if not name.endswith("duplicates") else ([],):
            for rule in RULES:
                found = json.loads(self.program("tessera-lab", "cluster", os.path.join(folder, "out", "pairs.csv"), *tokens, *told, *options,
                                                "--truth", os.path.join(folder, "truth.csv"), "--rule", rule, "--json"))["measures"]
                (pairs, cubed) = (found["pairwise"], found["bCubed"])
                print("| %s | %s | %s | %.4f | %.4f | %.4f | %.4f | %.4f |" % (
                    name, "yes" if told else "no", rule, pairs["precision"]["value"], pairs["recall"]["value"], pairs["f1"]["value"],
                    cubed["f1"], found["exactPeople"] / found["people"]), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs")
    parser.add_argument("work")
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--sets", default="clean,clean-duplicates,hard,hard-duplicates,massachusetts,massachusetts-hard,massachusetts-duplicates")
    parser.add_argument("--options", default="")
    bench = Bench(parser.parse_args())
    print("| set | told deduplicated | rule | pairwise precision | recall | F1 | B-cubed F1 | people exact |")
    print("|---|---|---|---|---|---|---|---|")
    for name in bench.options.sets.split(","):
        bench.measure(name)


if __name__ == "__main__":
    main()

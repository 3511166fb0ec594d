#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""How well `spine relate --relation household` finds who lives together, on invented people.

usage: households.py PROGRAMS WORK [--households 4000] [--seeds 101,102,103] [--keep]

PROGRAMS is the folder of the built programs. Names, with their frequencies, and ZIP codes are those of Data/massachusetts-20k; streets are invented, and houses of one
street differ by their numbers. A household is a lone person (28 %), a couple, of whom three in ten have two last names, with up to three children or none, or two to four
adults of different names. One in three lives in a building of 6 to 60 dwellings, which differ by their unit: a record lacks it in one of ten. One household in two has a telephone in common, and a person who does not give that
one gives their own, or none. A shelter has 150 people at one address and one number. Two agencies: claims have nine of ten people, the hospital one of two; one person in twelve has an address in the hospital's table
where they lived before, in another's former or present dwelling. A value is mistyped in three of a hundred and missing in three, an address in four.

Figures are of pairs of people who live together now, and B-cubed over people, by ids as `spine relate` is told nothing of who is who; `reachable`: of people who have an address or a phone number in some
record. A run is told nothing of the truth; the method itself was developed while looking at the populations of seeds 1 to 3 and 201, so figures to quote are those of others. Nobody
here is a real person; one seed gives one population.
"""
import argparse
import csv
import json
import os
import statistics
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import families  # noqa: E402  (people, tables and their way to ids are those of the families)
from clustering import ACCURACY, typo  # noqa: E402
from results import Results, note  # noqa: E402

COLUMNS = ["first", "last", "dob", "sex", "street", "unit", "zip", "phone"]
AGENCIES = {"claims": .9, "hospital": .5}
SHELTER = 150
STREETS = ["main", "oak", "elm", "maple", "cedar", "park", "washington", "lake", "hill", "walnut", "spring", "north", "ridge", "church", "willow", "mill",
           "sunset", "river", "chestnut", "franklin", "adams", "jefferson", "highland", "forest", "pleasant", "prospect", "summer", "winter", "union", "school"]


@dataclass
class Resident(families.Person):
    street: str
    unit: str
    phone: str


class Town(families.People):
    """People in dwellings: `people` are pairs of a household's number and a person; the shelter's is None."""

    def __init__(self, seed, households):
        super().__init__(seed)
        self.homes, self.former = [], []
        self.people = []
        while len(self.homes) < households:
            self.build()
        self.rng.shuffle(self.homes)
        for number, home in enumerate(self.homes):
            self.household(number, home)
        street, code, phone = self.street(), self.rng.choice(self.zips), self.phone()
        for _ in range(SHELTER):
            person = self.resident((street, "", code), None, self.rng.randint(1950, 2003), phone if self.rng.random() < .6 else "")
            self.people.append((None, person))

    def street(self):
        return "%d %s %s" % (self.rng.randint(1, 400), self.rng.choice(STREETS), self.rng.choice(["st", "ave", "rd"]))

    def phone(self):
        return "%010d" % self.rng.randrange(2_000_000_000, 9_999_999_999)

    def build(self):
        """One house, or a building of many dwellings."""
        rng = self.rng
        street, code = self.street(), rng.choice(self.zips)
        if rng.random() < 1 - 1 / 60:
            self.homes.append((street, "", code))
        else:
            for unit in range(rng.randint(6, 60)):
                self.homes.append((street, "%d%s" % (unit // 4 + 1, "abcd"[unit % 4]), code))

    def resident(self, home, last, year, phone):
        person = self.person(last, home[2], year)
        return Resident(**vars(person), street=home[0], unit=home[1], phone=phone)

    def household(self, number, home):
        rng = self.rng
        shared = self.phone() if rng.random() < .5 else None

        def add(last, year):
            own = shared if shared and rng.random() < .7 else self.phone() if rng.random() < .7 else ""
            self.people.append((number, self.resident(home, last, year, own)))
            return self.people[-1][1].last
        kind, year = rng.random(), rng.randint(1940, 1998)
        last = add(None, year)
        if kind < .28:
            return
        if kind < .38:
            for _ in range(rng.randint(1, 3)):
                add(None, year + rng.randint(-5, 5))
            return
        other = add(None if rng.random() < .3 else last, year + rng.randint(-5, 5))
        for _ in range(rng.choice([0, 0, 1, 1, 2, 2, 3])):
            add(rng.choice([last, other]), year + rng.randint(20, 38))

    def written(self, person, agency):
        rng = self.rng
        if agency == "hospital" and rng.random() < 1 / 12:
            street, unit, code = rng.choice(self.homes)
            person = replace(person, street=street, unit=unit, zip=code)
        values = []
        for name in COLUMNS:
            value = getattr(person, name)
            if name not in ("sex", "unit") and rng.random() < .03:
                value = typo(rng, value)
            missing = {"street": .04, "unit": .1}.get(name, .03)
            values.append("" if rng.random() < missing else value)
        return values

    def tables(self):
        """By agency the rows, with the numbers of their people."""
        tables = {}
        for agency, share in AGENCIES.items():
            rows = [(number, self.written(person, agency)) for number, (_, person) in enumerate(self.people) if self.rng.random() < share]
            self.rng.shuffle(rows)
            tables[agency] = rows
        return tables


def schema(path):
    """The people's schema of the accuracy benchmark, with where they live."""
    with open(os.path.join(ACCURACY, "schemas", "people-field.schema.json")) as file:
        document = json.load(file)
    own = {feature["name"]: feature for feature in document["features"]}
    grams = {"type": "qgrams", "q": 2, "padding": "both", "words": "each"}
    own["street"] = {"name": "street", "column": "street", "role": "text", "tokens": grams, "bitsPerToken": 6}
    # The digits of the address line: neighbours differ by little else.
    own["house"] = {"name": "house", "column": "street", "role": "number", "normaliser": "digits", "bitsPerToken": 12}
    own["unit"] = {"name": "unit", "column": "unit", "role": "code", "bitsPerToken": 12}
    own["phone"] = {"name": "phone", "column": "phone", "role": "number", "bitsPerToken": 6}
    document["name"] = "homes"
    document["features"] = [own[name] for name in [*COLUMNS, "house"]]
    with open(path, "w") as file:
        json.dump(document, file)


RELATE = ["--relation", "household", "--same", "street+house+zip", "--same", "phone", "--unit", "unit", "--supporting", "last"]


class Households(families.Spine):
    def run(self, seed):
        town = Town(seed, self.options.households)
        tables = town.tables()
        self.make(schema, COLUMNS, {agency: [values for _, values in rows] for agency, rows in tables.items()}, spine="claims")
        summary = self.relate(*RELATE)
        note(json.dumps(summary))
        ids = self.ids(tables)
        return summary, self.compare(town, tables, ids)

    def compare(self, town, tables, ids):
        """The figures, by person; somebody with two ids has those of both."""
        found = {}
        with open(self.file("ids/households.csv"), newline="") as table:
            for row in csv.DictReader(table):
                found[row["project_id"]] = row["household_id"]
        group, reachable = {}, set()
        for agency, rows in tables.items():
            for place, (number, values) in enumerate(rows):
                entity = ids[agency][place]
                # Two ids of one person: the one with a household tells.
                if number not in group or entity in found:
                    group[number] = found.get(entity, entity)
                said = dict(zip(COLUMNS, values))
                if said["street"] or said["phone"]:
                    reachable.add(number)
        truth = {number: "shelter %d" % number if town.people[number][0] is None else town.people[number][0] for number in group}
        figures = {}
        for name, people in (("all", set(group)), ("reachable", reachable)):
            figures[name] = score({number: truth[number] for number in people}, {number: group[number] for number in people})
        shelter = {number for number in group if town.people[number][0] is None}
        figures["shelter joined"] = sum(group[number] in set(found.values()) for number in shelter)
        figures["shelter"] = len(shelter)
        figures["largest of shelter"] = max(Counter(group[number] for number in shelter).values())
        return figures


def score(truth, found):
    """Pairwise precision, recall and F1, B-cubed the same, and the share of true households of two or more that are found whole."""
    cells, true, made = Counter((truth[n], found[n]) for n in truth), Counter(truth.values()), Counter(found[n] for n in truth)

    def pairs(counts):
        return sum(count * (count - 1) // 2 for count in counts.values())
    right, known, named = pairs(cells), pairs(true), pairs(made)
    precision, recall = right / max(1, named), right / max(1, known)
    b = (sum(cells[truth[n], found[n]] / made[found[n]] for n in truth) / len(truth), sum(cells[truth[n], found[n]] / true[truth[n]] for n in truth) / len(truth))
    members = defaultdict(set)
    for number in truth:
        members[truth[number]].add(found[number])
    whole = [len(names) == 1 and made[min(names)] == true[home] for home, names in members.items() if true[home] > 1]
    return {"precision": precision, "recall": recall, "f1": f1(precision, recall), "b3_precision": b[0], "b3_recall": b[1], "b3_f1": f1(*b), "whole": sum(whole) / max(1, len(whole)), "pairs": known, "people": len(truth)}


def f1(precision, recall):
    return 2 * precision * recall / max(1e-9, precision + recall)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs")
    parser.add_argument("work")
    parser.add_argument("--households", type=int, default=4_000)
    parser.add_argument("--seeds", default="101,102,103")
    parser.add_argument("--keep", action="store_true", help="keep the figures")
    options = parser.parse_args()
    runs = []
    for seed in options.seeds.split(","):
        summary, figures = Households(options).run(int(seed))
        runs.append((summary, figures))
        for name in ("all", "reachable"):
            print("seed %s, %s:" % (seed, name), " ".join("%s %.4f" % (key, value) for key, value in figures[name].items()), flush=True)
        print("seed %s: shelter %d people, %d in a household, at most %d of them in one; expected precision %.4f" % (
            seed, figures["shelter"], figures["shelter joined"], figures["largest of shelter"], summary["expectedPrecision"]), flush=True)
    if options.keep:
        results = Results()
        details = {"households": options.households, "seeds": options.seeds}
        for key in ("f1", "precision", "recall", "b3_f1", "whole"):
            results.add("spine.households." + key, statistics.mean(figures["reachable"][key] for _, figures in runs), 4, **details)
        results.add("spine.households.shelter_joined", max(figures["shelter joined"] for _, figures in runs), 0, **details)


if __name__ == "__main__":
    main()

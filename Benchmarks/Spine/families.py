#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""How well `spine relate` finds mothers: births that describe them, against a spine of claims that has most of these.

usage: families.py PROGRAMS WORK [--families 4000]

PROGRAMS is the folder of the built programs. Names, with their frequencies, and ZIP codes are those of Data/massachusetts-20k. A family is a mother,
in claims with a probability of 85 %, and those who are like her: a father, a sister of her former or her present last name, a mother-in-law, at the same
address or not; and one child in three is in claims, too. A mother has one to three births in eight years. A birth record has what was true of her then: she may
have moved since, or taken another name; of the child the first name is missing in three of ten. A value of the mother's is mistyped in five of a
hundred and missing in three, in either table. The rest of the claims are strangers, two for each family.

Precision and recall are of pairs of a birth record and a person: a mother who is in claims twice over, as two ids, counts as found by either. Nothing is
chosen with the truth, and nobody here is a real person; one seed gives one population.
"""
import argparse
import csv
import json
import os
import random
import shutil
import sys
from dataclasses import dataclass, replace

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Peers"))
from clustering import ACCURACY, DATA, Bench, sets, typo, write  # noqa: E402
from results import Results, note  # noqa: E402

SEED = 20_261_122
OWN = ["first", "last", "dob", "sex", "zip"]
MOTHER = ["first", "last", "dob", "zip"]


@dataclass
class Person:
    first: str
    last: str
    dob: str
    sex: str
    zip: str


class People:
    """Invented people, by the names and ZIP codes of a table."""

    def __init__(self, seed):
        rows = sets.read(os.path.join(DATA, "massachusetts-20k", "apcd.csv"))
        self.rng = random.Random(seed)
        self.given = {sex: [sets.clean("first", row["first_name"]) for row in rows if row["sex"] == sex and row["first_name"]] for sex in "FM"}
        self.family_names = [sets.clean("last", row["last_name"]) for row in rows if row["last_name"]]
        self.zips = [code for code in (sets.clean("zip", row["zip"]) for row in rows) if code]

    def person(self, last=None, code=None, year=1980, sex=None):
        rng = self.rng
        sex = sex or rng.choice("FM")
        dob = "%d%02d%02d" % (year, rng.randint(1, 12), rng.randint(1, 28))
        return Person(rng.choice(self.given[sex]), last or rng.choice(self.family_names), dob, sex.lower(), code or rng.choice(self.zips))


class Town(People):
    def __init__(self, families):
        super().__init__(SEED)
        self.claims, self.births = [], []
        for number in range(families):
            self.family(number)
        for _ in range(2 * families):
            self.claims.append((None, self.written(self.person(year=self.rng.randint(1930, 2015)))))
        self.rng.shuffle(self.claims)
        self.rng.shuffle(self.births)

    def family(self, number):
        rng = self.rng
        mother = self.person(year=rng.randint(1976, 2002), sex="F")
        father = self.person(mother.last if rng.random() < .6 else None, mother.zip, int(mother.dob[:4]) + rng.randint(-6, 3), "M")
        others = [father] if rng.random() < .8 else []
        if rng.random() < .5:
            others.append(self.person(mother.last, mother.zip if rng.random() < .4 else None, int(mother.dob[:4]) + rng.randint(-4, 4), "F"))
        if rng.random() < .4:
            others.append(self.person(father.last, mother.zip if rng.random() < .5 else None, int(father.dob[:4]) - rng.randint(20, 35), "F"))
        first_year = rng.randint(2016, 2021)
        for birth in range(rng.choice([1, 1, 1, 2, 2, 3])):
            child = self.person(rng.choice([mother.last, father.last]), mother.zip, first_year + 2 * birth)
            said = replace(mother)
            if rng.random() < .1:
                # She moved between her births.
                mother = replace(mother, zip=rng.choice(self.zips))
            own = self.written(child)
            if rng.random() < .3:
                own[0] = ""
            self.births.append((number, own + [value for value, name in zip(self.written(said), OWN) if name in MOTHER]))
            if rng.random() < 1 / 3:
                others.append(child)
        if rng.random() < .1:
            mother = replace(mother, last=father.last)
        if rng.random() < .85:
            self.claims.append((number, self.written(mother)))
        self.claims += [(None, self.written(other)) for other in others]

    def written(self, person):
        values = []
        for name in OWN:
            value = getattr(person, name)
            if name != "sex" and self.rng.random() < .05:
                value = typo(self.rng, value)
            values.append("" if self.rng.random() < .03 else value)
        return values


def schema(path):
    """The people's schema of the accuracy benchmark, and of the mother the same vectors."""
    with open(os.path.join(ACCURACY, "schemas", "people-field.schema.json")) as file:
        document = json.load(file)
    features = {feature["name"]: feature for feature in document["features"]}
    own = [features[name] for name in OWN]
    hers = [{**features[name], "name": "mother_" + name, "column": "mother_" + name, "keyGroup": features[name].get("keyGroup", name)} for name in MOTHER]
    document["name"] = "births"
    document["features"] = own + hers
    document["vectors"] = [{"name": name, "features": [name]} for name in OWN] + [
        {"name": "mother_" + name, "features": ["mother_" + name], "relativeOf": {"relation": "mother", "vector": name}} for name in MOTHER]
    with open(path, "w") as file:
        json.dump(document, file)


class Spine(Bench):
    """A spine of some tables, and what it is asked."""

    def file(self, name):
        return os.path.join(self.options.work, name)

    def make(self, schema, columns, tables, spine):
        """Makes a store of rows by agency, of which one's is the spine."""
        folder, file = self.options.work, self.file
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        schema(file("schema.json"))
        self.program("tessera-linker", "identity", "new", "unit", "--folder", folder)
        self.program("tessera-agency", "key", "new", "--project", "families", "-o", file("project.key"))
        self.program("tessera-linker", "spine", "init", file("store"), "--project", "families", "--identity", file("unit.identity"))
        for agency, rows in tables.items():
            write(file(agency + ".csv"), ["id", *columns], [[place, *values] for place, values in enumerate(rows)])
            self.program("tessera-agency", "identity", "new", agency, "--folder", folder)
            self.program("tessera-agency", "encode", file(agency + ".csv"), "--schema", file("schema.json"), "--key", file("project.key"),
                         "--identity", file(agency + ".identity"), "--to", file("unit.card"), "-o", file(agency + ".tessera"))
            role = ["--role", "spine"] if agency == spine else []
            self.program("tessera-linker", "spine", "add", file("store"), file(agency + ".tessera"), *role, "--identity", file("unit.identity"),
                         "--agency", file(agency + ".card"))

    def relate(self, *arguments):
        return json.loads(self.program("tessera-linker", "spine", "relate", self.file("store"), *arguments, "--identity", self.file("unit.identity"), "--json"))

    def ids(self, agencies):
        """By agency and row of its table the id, in the folder `ids`."""
        file = self.file
        self.program("tessera-linker", "spine", "ids", file("store"), "--identity", file("unit.identity"), "-o", file("ids"))
        found = {}
        for agency in agencies:
            self.program("tessera-agency", "receive", file("ids/results/%s.tessera" % agency), "--identity", file(agency + ".identity"),
                         "--from", file("unit.card"), "--map", file(agency + ".tessera.rowmap"), "-o", file(agency + ".ids.csv"))
            with open(file(agency + ".ids.csv"), newline="") as table:
                found[agency] = {int(row["record_id"]): row["project_id"] for row in csv.DictReader(table)}
        return found


class Families(Spine):
    def run(self):
        town = Town(self.options.families)
        tables = {"claims": [values + [""] * len(MOTHER) for _, values in town.claims], "births": [values for _, values in town.births]}
        self.make(schema, [*OWN, *("mother_" + name for name in MOTHER)], tables, spine="claims")
        summary = self.relate("--relation", "mother")
        note(json.dumps(summary))
        return summary, self.compare(town, self.ids(tables), self.file("ids/families.csv"))

    @staticmethod
    def compare(town, ids, path):
        """Precision and recall of mothers, by birth record."""
        mothers = {number: ids["claims"].get(place) for place, (number, _) in enumerate(town.claims) if number is not None}
        found = {}
        with open(path, newline="") as table:
            for row in csv.DictReader(table):
                found.setdefault(row["project_id"], set()).add(row["relative_project_id"])
        right = wrong = known = 0
        for place, (number, _) in enumerate(town.births):
            mother = mothers.get(number)
            known += mother is not None
            named = found.get(ids["births"].get(place), set())
            right += mother is not None and mother in named
            wrong += bool(named - {mother})
        return right / max(1, right + wrong), right / known, known


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs")
    parser.add_argument("work")
    parser.add_argument("--families", type=int, default=4_000)
    parser.add_argument("--keep", action="store_true", help="keep the figures")
    options = parser.parse_args()
    summary, (precision, recall, known) = Families(options).run()
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print("births %d, their mothers on the spine %d, named %d: precision %.4f, recall %.4f, F1 %.4f, expected precision %.4f" % (
        summary["records"], known, summary["related"], precision, recall, f1, summary["expectedPrecision"]), flush=True)
    if options.keep:
        results = Results()
        details = {"families": options.families, "births": summary["records"], "people": summary["people"], "seed": SEED}
        results.add("spine.families.f1", f1, 4, **details)
        results.add("spine.families.precision", precision, 4, **details)
        results.add("spine.families.recall", recall, 4, **details)
        results.add("spine.families.expected_precision", summary["expectedPrecision"], 4, **details)


if __name__ == "__main__":
    main()

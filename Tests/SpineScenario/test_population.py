# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""The town and its agencies: the same by seed, and what happens in them is what the scenario is there for."""
import csv
import os
import tempfile
import unittest

import population
from agencies import STYLES


def table(folder, year, agency):
    with open(os.path.join(folder, str(year), agency + ".csv"), newline="") as file:
        return {row["record_id"]: row for row in csv.DictReader(file)}


class Population(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = os.path.join(cls.temporary.name, "one")
        population.generate(cls.folder, 1500, 7)
        with open(os.path.join(cls.folder, "truth.csv"), newline="") as file:
            cls.truth = {(row["agency"], int(row["year"]), row["row"]): row["person"] for row in csv.DictReader(file)}

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_same_by_seed(self):
        other = os.path.join(self.temporary.name, "other")
        population.generate(other, 1500, 7)
        for part, _, files in os.walk(self.folder):
            for name in files:
                with open(os.path.join(part, name), "rb") as one, open(os.path.join(part.replace(self.folder, other), name), "rb") as two:
                    self.assertEqual(one.read(), two.read(), name)

    def test_truth_names_every_row_and_rows_keep_their_person(self):
        rows = {(agency, year, row) for year in range(1, 5) for agency in STYLES for row in table(self.folder, year, agency)}
        self.assertEqual(rows, set(self.truth))
        people = {}
        for (agency, _, row), person in self.truth.items():
            self.assertEqual(people.setdefault((agency, row), person), person)

    def test_claims_are_the_town(self):
        with open(os.path.join(self.folder, "residents.csv"), newline="") as file:
            residents = [(int(row["year"]), row["person"]) for row in csv.DictReader(file)]
        for year in range(1, 5):
            listed = [person for (agency, of, _), person in self.truth.items() if agency == "claims" and of == year]
            self.assertEqual(len(listed), len(set(listed)), "one row a person")
            here = {person for of, person in residents if of == year}
            self.assertTrue(.94 < len(here & set(listed)) / len(here) < .99)

    def test_extracts_of_two_years(self):
        for agency in STYLES:
            before, after = table(self.folder, 1, agency), table(self.folder, 2, agency)
            both = before.keys() & after.keys()
            same = sum(before[row] == after[row] for row in both)
            self.assertGreater(same / len(before), .5, agency)
            self.assertTrue(after.keys() - before.keys(), agency)
        claims = [table(self.folder, year, "claims") for year in (1, 2)]
        both = claims[0].keys() & claims[1].keys()
        for column, least in (("zip", 40), ("last_name", 3)):
            self.assertGreater(sum(claims[0][row][column] != claims[1][row][column] for row in both), least, column)
        self.assertTrue(claims[0].keys() - claims[1].keys())

    def test_what_is_hard_is_there(self):
        births = [table(self.folder, year, "births") for year in (1, 2)]
        unnamed = [row for row in births[0] if births[0][row]["first_name"] in ("", "BABY BOY", "BABY GIRL")]
        self.assertTrue(unnamed)
        self.assertTrue(any(births[1][row]["first_name"] not in ("", "BABY BOY", "BABY GIRL") for row in unnamed))
        claims = table(self.folder, 1, "claims").values()
        self.assertGreater(len(claims) - len({(row["last_name"], row["dob"], row["address"]) for row in claims}), 3, "twins")
        shelter = table(self.folder, 1, "shelter").values()
        self.assertTrue(any(len(row["dob"]) < 10 for row in shelter))
        self.assertGreater(sum(row["zip"] in ("01998", "01999") for row in shelter), 5)
        jail = {}
        for row, cells in table(self.folder, 4, "jail").items():
            jail.setdefault(self.truth["jail", 4, row], set()).add((cells["first_name"][:2], cells["dob"]))
        self.assertTrue(any(len(names) > 1 for names in jail.values()), "aliases")


if __name__ == "__main__":
    unittest.main()

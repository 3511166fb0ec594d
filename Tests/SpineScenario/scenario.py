#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Four years of a living spine with the real programs: six agencies of an invented town add, refresh, join late, and withdraw.

usage: scenario.py PROGRAMS OUT [--people 6000] [--seed 1] [--profile field] [--threshold T] [--no-decisions]
Leaves OUT/town (population.py), OUT/project (what the parties hold) and OUT/steps/NN-WHAT for judge.py, which it runs at the end: its
lines are printed, and its status is the script's.
"""
import argparse
import csv
import json
import os
import sys
import time

import judge
import population
from project import Project, Refused

# In the order in which they join, and in which year; the spine first.
JOINING = {"claims": (1, ["--role", "spine", "--deduplicated"]), "hospital": (1, ["--within"]), "jail": (1, ["--within"]),
           "shelter": (1, ["--within"]), "births": (1, ["--within"]), "deaths": (3, ["--deduplicated"])}
# Leaves before its extract of the year is due.
LEAVING = ("jail", 4)
# How many ids that were, and how many that are, are asked about after each step.
ASKED = 3


class Scenario:
    def __init__(self, project, out):
        self.project, self.out = project, out
        self.extracts, self.decisions, self.number = {}, [], 0
        self.last_run, self.last_ids, self.ever = 0, {}, set()

    def step(self, what, work, refused=()):
        """Does something, then asks everything that can be asked, and leaves the answers for the judge."""
        began = time.monotonic()
        work()
        seconds = time.monotonic() - began
        self.number += 1
        folder = os.path.join(self.out, "steps", "%02d-%s" % (self.number, what))
        project = self.project
        facts = {"seconds": seconds, "extracts": self.extracts, "verified": self.succeeds("verify", "--read-data"),
                 "not_refused": [name for name, attempt in refused if not self.is_refused(attempt)]}
        project.receive(folder, self.extracts)
        ids = {}
        for agency in self.extracts:
            with open(os.path.join(folder, agency + ".csv"), newline="") as file:
                ids.update({(agency, row["record_id"]): row["project_id"] for row in csv.DictReader(file)})
        self.ever |= set(ids.values())
        asked = sorted(self.ever - set(ids.values()))[:ASKED] + sorted(ids.values())[:ASKED]
        facts["explained"] = {name: self.explained(name) for name in asked}
        facts["counts"], facts["decisions"] = project.counts(), self.holding_decisions()
        status = project.status()
        changes = json.loads(project.linker("spine", "changes", project.store, "--since", self.last_run, "--json"))
        for name, value in (("step", facts), ("changes", changes), ("status", status)):
            with open(os.path.join(folder, name + ".json"), "w") as file:
                json.dump(value, file, indent=1)
        self.last_run, self.last_ids = status["runs"][-1]["run"], ids
        print("%s: %.1f s" % (os.path.basename(folder), seconds), file=sys.stderr, flush=True)

    def succeeds(self, command, *arguments):
        try:
            self.project.spine(command, *arguments)
        except Refused as fault:
            print(fault, file=sys.stderr)
            return False
        return True

    def explained(self, name):
        """The answer about an id: how many live records the id has that it is now; nothing if there is no answer."""
        try:
            answer = json.loads(self.project.spine("explain", name, "--json"))
        except Refused:
            return None
        return {"id": answer["id"], "records": len(answer["records"]), "isLive": answer["isLive"]}

    @staticmethod
    def is_refused(attempt):
        try:
            attempt()
        except Refused:
            return True
        return False

    # Steps

    def join(self, agency, year):
        def work():
            self.project.add(agency, year, *JOINING[agency][1])
            self.extracts[agency] = year
        self.step("add-" + agency, work)

    def refresh(self, agency, year):
        def work():
            self.project.refresh(agency, year)
            self.extracts[agency] = year
        self.step("refresh-%s-%d" % (agency, year), work)

    def withdraw(self, agency, year):
        before = self.extracts[agency]

        def work():
            self.project.spine("withdraw", agency)
            del self.extracts[agency]
        self.step("withdraw-" + agency, work, refused=[
            ("a refresh of what was withdrawn", lambda: self.project.refresh(agency, year)),
            ("the return of what was withdrawn", lambda: self.project.add(agency, year, "--within")),
            ("the return of the very file", lambda: self.project.add(agency, before, "--within"))])

    def decide(self, truth):
        """A match that was missed becomes known, two people with one id are parted; if there are none, what is right is confirmed."""
        ids, spine = self.last_ids, {}
        person = {record: truth[record[0], str(self.extracts[record[0]]), record[1]] for record in ids}
        for record in ids:
            if record[0] == judge.SPINE:
                spine[person[record]], spine[ids[record]] = record, record
        others = sorted(record for record in ids if record[0] == "hospital")
        missed = [(spine[person[record]], record) for record in others
                  if person[record] in spine and ids[spine[person[record]]] != ids[record]]
        wrong = [(spine[ids[record]], record) for record in others if ids[record] in spine and person[spine[ids[record]]] != person[record]]
        right = [(spine[person[record]], record) for record in others if person[record] in spine]
        chosen = [(*pair, "known") for pair in (missed or right)[:3]] + [(*pair, "forbidden") for pair in wrong[:3]]
        # Somebody is taken for two on purpose, so that the parting of an entity is always tried.
        chosen.append((*next(pair for pair in reversed(right) if ids[pair[0]] == ids[pair[1]] and pair not in missed), "forbidden"))

        def work():
            table = self.project.path("decisions.csv")
            with open(table, "w", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(["record_a", "record_b", "decision"])
                writer.writerows([self.token(one), self.token(other), decision] for one, other, decision in chosen)
            self.project.spine("decide", table)
            self.decisions = [(one, other, decision, self.cells(one), self.cells(other)) for one, other, decision in chosen]
        self.step("decide", work)

    def token(self, record):
        return "%s:%s" % (record[0], self.project.tokens(record[0], self.extracts[record[0]])[record[1]])

    def cells(self, record):
        """What a record says that becomes bits; nothing if it is of no extract any more."""
        agency, row = record
        if agency not in self.extracts:
            return None
        with open(os.path.join(self.project.town, str(self.extracts[agency]), agency + ".csv"), newline="") as file:
            return next(([cells[column] for column in judge.LINKED] for cells in csv.DictReader(file) if cells["record_id"] == row), None)

    def holding_decisions(self):
        """Those about records that still say what they said: a row that was rewritten is another record."""
        return [(one, other, decision) for one, other, decision, *said in self.decisions if [self.cells(one), self.cells(other)] == said]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("programs")
    options.add_argument("out")
    options.add_argument("--people", type=int, default=6000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--profile", default="field")
    options.add_argument("--threshold", help="links from this similarity on, instead of match weights")
    options.add_argument("--no-decisions", action="store_true", help="leave out 'spine decide'")
    given = options.parse_args()
    os.makedirs(given.out)
    town = os.path.join(given.out, "town")
    population.generate(town, given.people, given.seed)
    project = Project(os.path.abspath(given.programs), os.path.join(given.out, "project"), town, given.profile)
    project.init(*(["--threshold", given.threshold] if given.threshold else []))
    scenario = Scenario(project, given.out)
    for year in range(1, population.YEARS + 1):
        for agency, (joined, _) in JOINING.items():
            if joined == year:
                scenario.join(agency, year)
            elif (agency, year) == LEAVING:
                scenario.withdraw(agency, year)
            elif joined < year:
                scenario.refresh(agency, year)
        if year == 1 and not given.no_decisions:
            scenario.decide(judge.read_truth(given.out))
    return judge.main(given.out, judge.BOUNDS_OF_ONE_SIMILARITY if given.threshold else None)


if __name__ == "__main__":
    sys.exit(main())

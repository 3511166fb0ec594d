#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""The first year's six datasets added in many orders, and five of them as one addition in many orders of its files.

usage: orders.py PROGRAMS OUT [--people 1500] [--seed 1] [--orders 20] [--profile field]
Prints how far figures are apart. Ends with 1 if F1 is by more than 0.002, or if the order of files in one addition changes an id. The
spine comes first, as the program demands: what small datasets without one have in common is too little to learn good weights from.
"""
import argparse
import csv
import os
import random
import shutil
import sys

import judge
import population
from project import Project, Refused
from scenario import JOINING

# Of F1.
MOST_APART = .002
NOT_YET = "spine.unlinked"


def ids(project, name):
    """All ids of a store, (agency, row) → id."""
    folder, found = project.path("ids-" + name), {}
    project.receive(folder, dict.fromkeys(JOINING, 1))
    for agency in JOINING:
        with open(os.path.join(folder, agency + ".csv"), newline="") as file:
            found.update({(agency, row["record_id"]): row["project_id"] for row in csv.DictReader(file)})
    return found


def add_all(project, order):
    """Adds datasets; one that cannot be linked yet, for there are too few that it shares people with, is put off, as the message says."""
    waiting = list(order)
    while waiting:
        for agency in waiting:
            try:
                project.add(agency, 1, *JOINING[agency][1])
            except Refused as fault:
                if NOT_YET not in fault.message:
                    raise
            else:
                waiting.remove(agency)
                break
        else:
            raise Refused(["add", *waiting], 16, "none of these can be linked")


def one_by_one(project, truth, orders, rng):
    """F1 of the entities of each order."""
    found = []
    for number in range(orders):
        order = [agency for agency in JOINING if agency != judge.SPINE]
        rng.shuffle(order)
        order.insert(0, judge.SPINE)
        project.store = project.path("store-%d" % number)
        project.init()
        add_all(project, order)
        measured = judge.figures(truth, ids(project, str(number)))
        found.append(measured)
        print("orders.%02d.pairwise_f1 %.4f  %s" % (number, measured["pairwise_f1"], " ".join(order)), flush=True)
    return found


def as_one(project, orders, rng):
    """The ids after one addition of all but the spine, its files in different orders, each to a copy of one store."""
    project.store = base = project.path("store-spine")
    project.init()
    project.add(judge.SPINE, 1, *JOINING[judge.SPINE][1])
    found, files = [], [agency for agency in JOINING if agency != judge.SPINE]
    for number in range(orders):
        project.store = project.path("store-batch-%d" % number)
        shutil.copytree(base, project.store)
        cards = [part for agency in files for part in ("--agency", project.card(agency))]
        project.spine("add", *(project.encoded(agency, 1) for agency in files), *cards, "--within")
        found.append(ids(project, "batch-%d" % number))
        rng.shuffle(files)
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("programs")
    options.add_argument("out")
    options.add_argument("--people", type=int, default=1500)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--orders", type=int, default=20)
    options.add_argument("--profile", default="field")
    given = options.parse_args()
    os.makedirs(given.out)
    town = os.path.join(given.out, "town")
    population.generate(town, given.people, given.seed)
    truth = {(agency, row): person for (agency, year, row), person in judge.read_truth(given.out).items() if year == "1"}
    project, rng = Project(os.path.abspath(given.programs), os.path.join(given.out, "project"), town, given.profile), random.Random(given.seed)
    faults = []
    measured = one_by_one(project, truth, given.orders, rng)
    for figure in ("pairwise_f1", "b_cubed_f1", "off_spine_f1", "on_spine_recall"):
        values = [one[figure] for one in measured]
        print("orders.%s.least %.4f" % (figure, min(values)))
        print("orders.%s.apart %.4f" % (figure, max(values) - min(values)))
        if figure == "pairwise_f1" and max(values) - min(values) > MOST_APART:
            faults.append("the order of additions changes F1 by more than %s" % MOST_APART)
    batches = as_one(project, max(2, given.orders // 5), rng)
    print("orders.batch.pairwise_f1 %.4f" % judge.figures(truth, batches[0])["pairwise_f1"])
    print("orders.batch.same %d/%d" % (sum(batch == batches[0] for batch in batches), len(batches)))
    if any(batch != batches[0] for batch in batches):
        faults.append("the order of files in one addition changes ids")
    for fault in faults:
        print("FAULT " + fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

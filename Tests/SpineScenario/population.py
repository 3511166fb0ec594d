#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes four yearly extracts of six agencies of an invented town, and apart from them the truth.

usage: population.py FOLDER [--people 6000] [--seed 1]
Writes FOLDER/YEAR/AGENCY.csv for the years 1 to 4, FOLDER/truth.csv (agency,year,row,person) and FOLDER/residents.csv (year,person).

The town lives five years before the first extract, so that the agencies' files have a history: old addresses, names from before a
wedding, people who died or left. Nothing here is a real person.
"""
import argparse
import csv
import os

from agencies import STYLES, Agencies
from town import Town

FIRST, HISTORY, YEARS = 2021, 5, 4


def generate(folder, people, seed):
    town, agencies = Town(people, seed, FIRST - HISTORY - 1), Agencies(seed)
    truth, residents = [], []
    for year in range(1 - HISTORY, YEARS + 1):
        town.pass_year()
        agencies.observe(town)
        if year < 1:
            continue
        os.makedirs(os.path.join(folder, str(year)), exist_ok=True)
        for name in STYLES:
            agencies.all[name].write(os.path.join(folder, str(year), name + ".csv"))
            truth += [(name, year, row.number, row.person) for row in agencies.all[name].rows]
        residents += [(year, person.number) for person in town.living()]
    for name, header, rows in (("truth", ["agency", "year", "row", "person"], truth), ("residents", ["year", "person"], residents)):
        with open(os.path.join(folder, name + ".csv"), "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder")
    options.add_argument("--people", type=int, default=6000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    generate(given.folder, given.people, given.seed)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Two tables of any size with seven fields: the invented voter roll of voters.py with a whole birth date and four digits of an SSN.

usage: people.py FOLDER ROWS      (FOLDER/a.csv, b.csv and truth.csv; two rows in five have a partner)

Seven SSNs in ten are known, one birth date in a hundred is missing, two in a hundred have a wrong digit. Nothing here is a real person.
"""
import csv
import os
import random
import sys

import voters

COLUMNS = ["first", "middle", "last", "dob", "sex", "zip", "ssn4"]


def main():
    folder, rows = sys.argv[1], int(sys.argv[2])
    os.makedirs(folder, exist_ok=True)
    roll = voters.two_snapshots(rows=rows)
    partner = {b: a for a, b in roll.truth}
    rng = random.Random(voters.SEED)
    for name, records in (("a", roll.a), ("b", roll.b)):
        with open(os.path.join(folder, name + ".csv"), "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", *COLUMNS])
            for record in records:
                own = random.Random(partner.get(record["id"], record["id"]))
                dob = "%s%02d%02d" % (record["yob"], own.randint(1, 12), own.randint(1, 28))
                ssn4 = "%04d" % own.randrange(10_000)
                if rng.random() < .01:
                    dob = ""
                elif rng.random() < .02:
                    place = rng.randrange(len(dob))
                    dob = dob[:place] + str(rng.randrange(10)) + dob[place + 1:]
                writer.writerow([record["id"], record["first"], record["middle"], record["last"], dob, record["sex"].lower(), record["zip"],
                                 ssn4 if rng.random() < .7 else ""])
    with open(os.path.join(folder, "truth.csv"), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id_a", "id_b"])
        writer.writerows(roll.truth)


if __name__ == "__main__":
    main()

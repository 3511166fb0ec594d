#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Turns data with known truth into one folder that every method reads: two cleaned tables and the true pairs.

usage: sets.py SET FOLDER [--febrl FOLDER]

  massachusetts:AGENCY, massachusetts-hard:AGENCY, massachusetts-duplicates:AGENCY
                 claims (apcd) against hospital or ems; with :all behind it, street and telephone as well
  overlap:N[:DRAW]
                 massachusetts:hospital, of whose second table N % of the records have a partner, N from 1 to 100; DRAW chooses
                 others, 1 unless told
  febrl4-core50  given name, surname, birth date and postcode of FEBRL4: the 2,500 originals of even number against all
                 5,000 duplicates, so that half of the second table has no partner; --febrl is what febrl4.sh wrote
  census:ssa, census:decade, census:taxes
                 the census of 2020 against social security records, the census of 2030 or tax forms, of pseudopeople's own
                 sample (needs that package)
  voters         two snapshots of an invented voter roll (voters.py; needs the name lists of the package clkhash);
                 voters:households: with whole households in them

Leaves in FOLDER: a.csv and b.csv (id and the columns), truth.csv (id_a,id_b), and groups.csv (id_a and attributes of the
person, never a field of a linkage) where the data has them.

Cleaning is the same for every method: lower case, no diacritics, dates as eight digits, placeholders blank, JR, SR, II and
III cut off the last name.
"""
import argparse
import csv
import hashlib
import os
import re
import unicodedata

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Data")
PEOPLE = {"first": "first_name", "middle": "middle_name", "last": "last_name", "dob": "dob", "sex": "sex", "zip": "zip",
          "ssn4": "ssn4"}
DIGITS = ("dob", "zip", "ssn4", "yob", "number", "phone")
# What the census has in common with each other data.
CENSUS = {"ssa": ("first", "middle", "last", "dob", "sex"),
          "decade": ("first", "middle", "last", "dob", "sex", "number", "street"),
          "taxes": ("first", "middle", "last", "number", "street")}
PLACEHOLDERS = {
    "zip": {"00000", "99999", "12345"},
    "ssn4": {"0000", "9999", "1234", "1111"},
    "first": {"unknown", "boy", "girl", "bb", "bg", "infant", "male", "female", "baby"},
    "dob": {"19000101", "19010101"},
    "street": {"unknown", "no fixed address", "general delivery", "homeless", "transient", "undomiciled", "same", "xxx"}}
UNNAMED_BABY = re.compile(r"^baby (boy|girl)|^(boy|bb|bg|girl) [ab]$")
SUFFIX = re.compile(r" (jr|sr|ii|iii)$")
# Letters that decomposing leaves as they are.
LETTERS = str.maketrans({"ß": "ss", "đ": "d", "Đ": "D", "ø": "o", "ł": "l"})


def normalise(text):
    text = unicodedata.normalize("NFKD", text.translate(LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-/]", " ", text)).strip()


def clean(column, value):
    value = re.sub(r"\D", "", value) if column in DIGITS else normalise(value)
    if column == "last":
        value = SUFFIX.sub("", value)
    if column == "first" and UNNAMED_BABY.match(value):
        return ""
    return "" if value in PLACEHOLDERS.get(column, ()) else value


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def table(rows, identifier, columns):
    """Cleaned rows, id first; `columns` from the set's names to those of the source."""
    return [[row[identifier], *(clean(name, row[source] or "") for name, source in columns.items())] for row in rows]


class LinkageSet:
    """Two tables of the same columns, the pairs of ids that are one person, and attributes of the people of A."""

    def __init__(self, columns, a, b, truth, groups=None):
        self.columns, self.a, self.b, self.truth = list(columns), a, b, truth
        self.groups = groups  # (names of attributes, {id of A: values})

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        write(folder, "a.csv", ["id", *self.columns], self.a)
        write(folder, "b.csv", ["id", *self.columns], self.b)
        write(folder, "truth.csv", ["id_a", "id_b"], self.truth)
        if self.groups:
            names, values = self.groups
            write(folder, "groups.csv", ["id_a", *names], ([row[0], *values[row[0]]] for row in self.a if row[0] in values))


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def massachusetts(name, agency, columns=PEOPLE):
    folder = os.path.join(DATA, name)
    person = {(row["agency"], row["record_id"]): row["person_id"] for row in read(os.path.join(folder, "truth.csv"))}
    a, b = (read(os.path.join(folder, source + ".csv")) for source in ("apcd", agency))
    records = {}
    for row in b:
        records.setdefault(person[agency, row["record_id"]], []).append(row["record_id"])
    truth = [(row["record_id"], other) for row in a for other in records.get(person["apcd", row["record_id"]], ())]
    attributes = {row["person_id"]: list(row.values())[1:] for row in read(os.path.join(folder, "groups.csv"))}
    names = list(read(os.path.join(folder, "groups.csv"))[0])[1:]
    groups = names, {row["record_id"]: attributes[person["apcd", row["record_id"]]] for row in a}
    return LinkageSet(columns, table(a, "record_id", columns), table(b, "record_id", columns), truth, groups)


def overlap(percent, draw=1):
    """Claims against hospital, of whose hospital records `percent` % have a partner.

    B is the hospital records that have a partner. They stand in the order of the SHA-256 of their id, in draws other than the first
    with ":" and its number behind it; the first percent · |B| / 100 of them, rounded, keep their partners, and the partners of all
    others leave A. So a pair of one N is a pair of all greater N of the same draw.
    """
    mark = "" if draw == 1 else ":%d" % draw
    full = massachusetts("massachusetts-20k", "hospital")
    partner = {b: a for a, b in full.truth}
    b = [row for row in full.b if row[0] in partner]
    ordered = sorted(partner, key=lambda record: hashlib.sha256((record + mark).encode()).digest())
    kept = set(ordered[:(percent * len(ordered) + 50) // 100])
    dropped = {partner[record] for record in ordered if record not in kept}
    a = [row for row in full.a if row[0] not in dropped]
    return LinkageSet(full.columns, a, b, [pair for pair in full.truth if pair[1] in kept], full.groups)


def febrl4_core50(folder):
    columns = {"first": "given_name", "last": "surname", "dob": "date_of_birth", "zip": "postcode"}

    def number(row):
        return int(row["rec_id"].split("-")[1])
    a = [row for row in read(os.path.join(folder, "dataset4a.csv")) if number(row) % 2 == 0]
    b = read(os.path.join(folder, "dataset4b.csv"))
    duplicate = {number(row): row["rec_id"] for row in b}
    truth = [(row["rec_id"], duplicate[number(row)]) for row in a]
    return LinkageSet(columns, table(a, "rec_id", columns), table(b, "rec_id", columns), truth)


def census(other):
    """The census of 2020 against other data on the same people, all of pseudopeople's own sample."""
    import pseudopeople

    columns = {name: name for name in CENSUS[other]}
    frame = {"ssa": lambda: pseudopeople.generate_social_security(year=2020, seed=2),
             "decade": lambda: pseudopeople.generate_decennial_census(year=2030, seed=2),
             "taxes": lambda: pseudopeople.generate_taxes_w2_and_1099(year=2020, seed=2)}[other]()
    a = list(simulants(pseudopeople.generate_decennial_census(year=2020, seed=1), "C"))
    b = list(simulants(frame, "S", "mailing_address_" if other == "taxes" else ""))
    known = {row["id"][1:] for row in b}
    truth = [(row["id"], "S" + row["id"][1:]) for row in a if row["id"][1:] in known]
    return LinkageSet(columns, table(a, "id", columns), table(b, "id", columns), truth)


def simulants(frame, prefix, address=""):
    """One row a simulant: the first, and of social security events those that tell a birth date and a name."""
    frame, seen = frame.astype(object).where(frame.notna(), "").astype(str), set()
    for row in frame.to_dict("records"):
        if row.get("event_type", "creation") != "creation" or row["simulant_id"] in seen:
            continue
        seen.add(row["simulant_id"])
        dob = row.get("date_of_birth", "")
        if "/" in dob:  # the census writes MM/DD/YYYY, social security YYYYMMDD
            dob = dob[6:10] + dob[0:2] + dob[3:5]
        middle = row.get("middle_initial") or row.get("middle_name", "")[:1]
        yield {"id": prefix + row["simulant_id"], "first": row["first_name"], "middle": middle, "last": row["last_name"],
               "dob": dob, "sex": row.get("sex", ""), "number": row.get(address + "street_number", ""),
               "street": row.get(address + "street_name", "")}


def invented_voters(whole_households):
    import voters
    roll = voters.two_snapshots(whole_households)
    columns = {name: name for name in voters.COLUMNS}
    return LinkageSet(columns, table(roll.a, "id", columns), table(roll.b, "id", columns), roll.truth,
                      (voters.ATTRIBUTES, roll.attributes))


def make(name, febrl):
    kind, _, detail = name.partition(":")
    if kind == "febrl4-core50":
        return febrl4_core50(febrl)
    if kind == "census":
        return census(detail)
    if kind == "voters":
        return invented_voters(detail == "households")
    if kind == "overlap":
        return overlap(*map(int, detail.split(":")))
    agency, _, extent = detail.partition(":")
    columns = {**PEOPLE, "street": "street", "phone": "phone"} if extent == "all" else PEOPLE
    return massachusetts(kind.replace("massachusetts", "massachusetts-20k"), agency, columns)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set")
    parser.add_argument("folder")
    parser.add_argument("--febrl", default=os.path.join(DATA, "..", "..", ".build", "febrl4"))
    options = parser.parse_args()
    made = make(options.set, options.febrl)
    made.write(options.folder)
    print(f"{options.set}: {len(made.a)} x {len(made.b)} records, {len(made.truth)} true pairs")


if __name__ == "__main__":
    main()

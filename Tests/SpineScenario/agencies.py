# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""What six agencies know of the town, and how their clerks write it down.

A row is written once. A later year rewrites only those of its cells whose facts have changed and that the agency heard of, so a row
that nothing happened to stays the same to the byte.
"""
import csv
import os
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import town as towns

COLUMNS = ["first_name", "middle_name", "last_name", "dob", "sex", "address", "city", "zip", "ssn", "phone"]
LETTERS, DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Specs", "Tables")


def nicknames():
    found = defaultdict(list)
    with open(os.path.join(TABLES, "nicknames.tsv")) as file:
        for line in file:
            if not line.startswith("#"):
                short, formal = line.split()
                found[formal].append(short)
    return found


NICKNAMES = nicknames()


@dataclass
class Style:
    """How often a clerk does what, as shares of the rows."""
    typo: float  # of each name
    nickname: float
    initial: float = .45  # a middle name's first letter
    no_middle: float = .3
    no_ssn: float = .5
    no_place: float = .01
    no_phone: float = .4
    partial: float = .01  # a birth date without day, or without month and day
    wrong_date: float = .01  # one digit, or day and month swapped
    capitals: bool = False


STYLES = {
    "claims": Style(typo=.008, nickname=.02, no_ssn=.4, partial=.003, wrong_date=.006, capitals=True),
    "hospital": Style(typo=.025, nickname=.06, no_ssn=.6, no_phone=.15, partial=.008, wrong_date=.015, no_place=.03),
    "jail": Style(typo=.04, nickname=.1, no_ssn=.5, partial=.03, wrong_date=.03, capitals=True, no_place=.15),
    "shelter": Style(typo=.05, nickname=.2, no_ssn=.7, partial=.12, wrong_date=.03, no_place=.35, no_phone=.7, no_middle=.75),
    "births": Style(typo=.015, nickname=0, no_ssn=.6, partial=0, wrong_date=.004),
    "deaths": Style(typo=.02, nickname=.02, no_ssn=.2, initial=.3, partial=.01, wrong_date=.01, no_phone=1),
}


def typo(rng, text, alphabet=LETTERS):
    if len(text) < 2:
        return text
    at, kind = rng.randrange(1, len(text)), rng.random()
    if kind < .4:
        return text[:at] + rng.choice(alphabet) + text[at + 1:]
    if kind < .6:
        return text[:at - 1] + text[at] + text[at - 1] + text[at + 1:]
    if kind < .8:
        return text[:at] + text[at + 1:]
    return text[:at] + rng.choice(alphabet) + text[at:]


@dataclass
class Row:
    number: int
    person: int
    facts: dict
    cells: dict
    seen: int  # the year of the last contact


def facts(person, **other):
    """What is true of a person now, but for what `other` says."""
    return {**dict(given=person.given, middle=person.middle, surname=person.surname, dob=person.dob, sex=person.sex, place=person.place,
                   ssn=person.ssn, phone=person.phone), **other}


class Agency:
    def __init__(self, name, seed):
        self.name, self.style, self.rng = name, STYLES[name], random.Random("%s %s" % (seed, name))
        self.rows, self.of_person, self.next = [], defaultdict(list), 1

    def add(self, person, year, **other):
        row = Row(self.next, person.number, {}, {}, year)
        self.next += 1
        self.rows.append(row)
        self.of_person[person.number].append(row)
        return self.update(row, year, facts(person, **other))

    def update(self, row, year, now):
        for name in now:
            if name not in row.facts or row.facts[name] != now[name]:
                row.cells.update(self.written(name, now[name]))
        row.facts, row.seen = now, year
        return row

    def keep(self, wanted):
        self.rows = [row for row in self.rows if wanted(row)]
        self.of_person = defaultdict(list)
        for row in self.rows:
            self.of_person[row.person].append(row)

    def written(self, name, value):
        rng, style = self.rng, self.style
        chance, slip = rng.random(), rng.random()
        if name == "given":
            if chance < style.nickname and value.lower() in NICKNAMES:
                value = rng.choice(NICKNAMES[value.lower()]).title()
            return {"first_name": self.name_cell(value, slip)}
        if name == "middle":
            value = "" if chance < style.no_middle else value[:1] if chance < style.no_middle + style.initial else value
            return {"middle_name": self.name_cell(value, slip)}
        if name == "surname":
            return {"last_name": self.name_cell(value, slip)}
        if name == "dob":
            return {"dob": self.date_cell(value, chance, slip)}
        if name == "place":
            address, city, code = ("", "", "") if chance < style.no_place else value
            return {"address": address, "city": city, "zip": typo(rng, code, DIGITS)[:5] if slip < .01 else code}
        if name == "ssn":
            value = "" if chance < style.no_ssn else value
            return {"ssn": value[:8] + rng.choice(DIGITS[1:]) if value and slip < .02 else value}
        return {"phone": "" if chance < style.no_phone else value} if name == "phone" else {"sex": value}

    def name_cell(self, value, slip):
        if slip < self.style.typo and not value.startswith("BABY"):
            value = typo(self.rng, value)
        return value.upper() if self.style.capitals else value

    def date_cell(self, value, chance, slip):
        text = value.isoformat()
        if chance < self.style.partial:
            return text[:4] if chance < self.style.partial / 2 else text[:7]
        if slip < self.style.wrong_date / 2 and value.day <= 12:
            return date(value.year, value.day, value.month).isoformat()
        if slip < self.style.wrong_date:
            return (value + timedelta(days=self.rng.choice([-10, -1, 1, 10]))).isoformat()
        return text

    def write(self, path):
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["record_id", *COLUMNS])
            writer.writerows([row.number, *(row.cells[column] for column in COLUMNS)] for row in self.rows)


class Agencies:
    """All six; `observe` is the end of a year of the town."""

    def __init__(self, seed):
        self.all = {name: Agency(name, seed) for name in STYLES}

    def observe(self, town):
        living = town.living()
        for name in STYLES:
            getattr(self, name)(self.all[name], town, living)

    @staticmethod
    def unnamed(agency, person):
        """The given name of a row that says nothing: of the newborn who had none when it was written."""
        return {} if person.named else {"given": agency.rng.choice(["", "BABY BOY" if person.sex == "M" else "BABY GIRL"]), "middle": ""}

    def claims(self, agency, town, living):
        """Everybody insured, one row a person; who died or left is in the extract of that year and in no later one."""
        insured = {person.number for person in living + town.deaths if person.enrolled}
        agency.keep(lambda row: row.person in insured)
        for person in living:
            if person.number not in insured:
                continue
            rows = agency.of_person[person.number]
            if not rows:
                # Insurers have most newborns by their names.
                agency.add(person, town.year, **(self.unnamed(agency, person) if agency.rng.random() < .2 else {}))
            elif agency.rng.random() < .85:
                agency.update(rows[0], town.year, facts(person))

    def hospital(self, agency, town, living):
        """Who was ever there; now and then a patient's old row is not found and gets a second one."""
        rng = agency.rng
        for person in living + town.deaths:
            if rng.random() < (.75 if person.died or person.dob.year == town.year else .15 if person.age(town.year) < 60 else .3):
                rows = agency.of_person[person.number]
                if rows and rng.random() < .97:
                    if not person.died:
                        agency.update(rows[-1], town.year, facts(person))
                elif rng.random() < .5 or person.named:
                    agency.add(person, town.year)
                else:
                    agency.add(person, town.year, **self.unnamed(agency, person))
        # Who fell ill on the way through: known to the hospital alone, and perhaps to the jail.
        for _ in range(len(living) // 300):
            visitor = town.person(rng.randint(1930, 2015), rng.choice(town.names.surnames), town.home())
            visitor.resident, visitor.habits["visitor"] = False, True
            agency.add(visitor, town.year)

    def jail(self, agency, town, living):
        """A row for every stay; one prisoner in three has an alias, a second given name or birth date, for some stays."""
        rng = agency.rng
        for person in living + [person for person in town.people if "visitor" in person.habits]:
            age = person.age(town.year)
            again = person.number in agency.of_person
            if 18 <= age <= 55 and rng.random() < (.2 if again else .06 if person.homeless else .012 if person.sex == "M" else .004):
                alias = person.habits.get("alias")
                if alias is None:
                    alias = {}
                    if rng.random() < .33:
                        alias = ({"given": town.names.draw(rng, person.sex, person.dob.year)} if rng.random() < .5 else
                                 {"dob": person.dob + timedelta(days=rng.choice([-365, 365, 31, -61]))})
                    person.habits["alias"] = alias
                agency.add(person, town.year, **(alias if rng.random() < .5 else {}))

    def shelter(self, agency, town, living):
        """Guests of the last three years, with the shelter's address or none."""
        agency.keep(lambda row: row.seen > town.year - 3)
        for person in living:
            if person.homeless and agency.rng.random() < .8:
                rows = agency.of_person[person.number]
                now = {"place": towns.SHELTERS[person.number % len(towns.SHELTERS)]}
                if rows and agency.rng.random() < .9:
                    agency.update(rows[-1], town.year, facts(person, **now))
                else:
                    agency.add(person, town.year, **now)

    def births(self, agency, town, living):
        """Newborns with their mother's surname, and their mothers; in the year after the newborns have names."""
        rows = {row.person: row for row in agency.rows if row.seen == town.year - 1}
        for person in town.people:
            if person.number in rows and not person.died and person.dob.year == town.year - 1:
                row = rows[person.number]
                if row.facts["given"] != person.given:
                    agency.update(row, town.year, {**row.facts, "given": person.given, "middle": person.middle})
        for child in town.births:
            agency.add(child, town.year, surname=child.mother.surname, **self.unnamed(agency, child))
            if not any(row.seen == town.year for row in agency.of_person[child.mother.number]):
                agency.add(child.mother, town.year)

    def deaths(self, agency, town, living):
        for person in town.deaths:
            agency.add(person, town.year)

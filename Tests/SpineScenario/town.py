# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""An invented town whose people are born, marry, move, lose their homes, and die, a year at a time.

Names come from the shipped Massachusetts-20k, whose people are invented as well; one seed gives one town.
"""
import csv
import os
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Benchmarks", "Data", "massachusetts-20k")
CITIES = ["Eastham Mills", "Harlow", "Kingsbridge", "New Dunmore", "Port Adley", "Saint Brice", "Westering", "Yarrow Falls"]
STREETS = ["Oak", "Maple", "Park", "Main", "Church", "Mill", "Lake", "Hill", "Spring", "River", "Pine", "Cedar", "Union", "Summer", "High"]
# The address that everybody in a shelter has, and where nobody else lives.
SHELTERS = [("1 Harbor Way", CITIES[4], "01998"), ("20 Depot Lane", CITIES[1], "01999")]


@dataclass
class Person:
    number: int
    sex: str
    dob: date
    given: str
    middle: str
    surname: str
    place: tuple  # address, city, ZIP; shared by those who live together
    ssn: str
    phone: str
    mother: "Person" = None
    spouse: "Person" = None
    maiden: str = ""
    named: bool = True
    enrolled: bool = True  # has health insurance: is on the list of claims
    resident: bool = True
    homeless: bool = False
    died: date = None
    habits: dict = field(default_factory=dict)  # alias of who goes by another name

    def age(self, year):
        return year - self.dob.year


class Names:
    """Given names as frequent as in the shipped data for sex and time of birth; few surnames, since a town is full of relatives."""

    def __init__(self, rng):
        self.given, surnames = defaultdict(list), []
        with open(os.path.join(DATA, "apcd.csv"), newline="") as file:
            for row in csv.DictReader(file):
                if row["sex"] and row["dob"] and len(row["first_name"]) > 2:
                    self.given[row["sex"], int(row["dob"][:4]) // 20].append(row["first_name"].title())
                if len(row["last_name"]) > 2:
                    surnames.append(row["last_name"].title())
        self.surnames = rng.sample(surnames, 900)

    def draw(self, rng, sex, year):
        return rng.choice(self.given[sex, min(year, 2019) // 20])


class Town:
    """`people` holds everybody there ever was; `births`, `deaths` those of the last year."""

    def __init__(self, size, seed, year):
        self.rng, self.year = random.Random("%s town" % seed), year
        self.names = Names(self.rng)
        self.people, self.births, self.deaths = [], [], []
        zips = self.rng.sample(range(1001, 1990), 40)
        self.zips = [(CITIES[i % len(CITIES)], "%05d" % code) for i, code in enumerate(sorted(zips))]
        while len(self.people) < size:
            self.household()

    # People and homes

    def home(self):
        city, code = self.rng.choice(self.zips)
        return ("%d %s %s" % (self.rng.randint(1, 300), self.rng.choice(STREETS), self.rng.choice(["St", "Ave", "Rd"])), city, code)

    def day(self, year):
        return date(year, 1, 1) + timedelta(days=self.rng.randrange(365))

    def person(self, year, surname, place, sex=None, dob=None, **more):
        rng = self.rng
        sex, dob = sex or rng.choice("FM"), dob or self.day(year)
        middle = "" if rng.random() < .2 else self.names.draw(rng, sex, year)
        ssn = "%03d%02d%04d" % (rng.randint(1, 649), rng.randint(1, 99), rng.randint(2, 9990)) if rng.random() < .93 else ""
        person = Person(len(self.people), sex, dob, self.names.draw(rng, sex, year), middle, surname, place, ssn,
                        "%03d%07d" % (rng.choice([413, 508, 617, 781]), rng.randrange(2_000_000, 9_999_999)), **more)
        person.enrolled = rng.random() < .985
        self.people.append(person)
        return person

    def household(self, enrolled=None):
        rng, place, start = self.rng, self.home(), len(self.people)
        year = self.year - rng.choices([rng.randint(19, 35), rng.randint(36, 60), rng.randint(61, 92)], [35, 45, 20])[0]
        first = self.person(year, rng.choice(self.names.surnames), place)
        if rng.random() < .55:
            other = self.person(year + rng.randint(-5, 5), first.surname, place, "M" if first.sex == "F" else "F")
            first.spouse, other.spouse = other, first
            wife = other if other.sex == "F" else first
            maiden, chance = rng.choice(self.names.surnames), rng.random()
            if chance < .2:
                wife.surname = maiden
            else:
                wife.maiden = maiden
                if chance < .45:
                    wife.middle = maiden
            for _ in range(rng.choices([0, 1, 2, 3], [35, 25, 28, 12])[0]):
                born = wife.dob.year + rng.randint(20, 40)
                if self.year - 19 < born < self.year:
                    self.child(wife, born)
        if enrolled is not None:
            for person in self.people[start:]:
                person.enrolled = rng.random() < enrolled

    def child(self, mother, year):
        """One child, who may have a parent's name, or two who share surname, birth date and home."""
        rng, dob = self.rng, self.day(year)
        father = mother.spouse.surname if mother.spouse and rng.random() < .9 else mother.surname
        children = [self.person(year, father, mother.place, dob=dob, mother=mother) for _ in range(2 if rng.random() < .06 else 1)]
        for child in children:
            child.phone, child.homeless = mother.phone, mother.homeless
            parent = mother if child.sex == "F" else mother.spouse
            if parent and len(children) == 1 and rng.random() < .08:
                child.given = parent.given
        return children

    # A year

    def living(self):
        return [person for person in self.people if person.resident and not person.died]

    def pass_year(self):
        self.year += 1
        rng, year = self.rng, self.year
        for person in self.births:
            person.named = True
            if not person.ssn and rng.random() < .5:
                person.ssn = "%03d%02d%04d" % (rng.randint(1, 649), rng.randint(1, 99), rng.randint(2, 9990))
        self.deaths, self.births = [], []
        living = self.living()
        for person in living:
            age = person.age(year)
            if rng.random() < (.001 if age < 40 else .004 if age < 60 else .012 if age < 75 else .06):
                person.died = self.day(year)
                self.deaths.append(person)
                if person.spouse:
                    person.spouse.spouse = person.spouse = None
        living = [person for person in living if not person.died]
        self.move(living)
        self.marry(living)
        for mother in living:
            if mother.sex == "F" and 18 <= mother.age(year) <= 42 and rng.random() < (.1 if mother.spouse else .035):
                for child in self.child(mother, year):
                    child.named = rng.random() < .6
                    child.ssn = ""
                    self.births.append(child)
        for person in living:
            if not person.enrolled and not person.homeless and rng.random() < .35:
                person.enrolled = True
            if 18 <= person.age(year) <= 65 and rng.random() < (.3 if person.homeless else .012):
                person.homeless = not person.homeless
                person.place = rng.choice(SHELTERS) if person.homeless else self.home()
                person.enrolled = person.enrolled and rng.random() < .8
        coming, before = len(living) // 60, len(self.people)
        while len(self.people) < before + coming:
            self.household(enrolled=.6)

    def move(self, living):
        """Those at one address go together to another, or away from the town."""
        homes = defaultdict(list)
        for person in living:
            if not person.homeless:
                homes[person.place].append(person)
        for members in homes.values():
            chance = self.rng.random()
            place = self.home() if chance < .08 else None
            for person in members:
                if place:
                    person.place = place
                elif chance < .095:
                    person.resident = False

    def marry(self, living):
        rng, year = self.rng, self.year
        brides, grooms = ([person for person in living if person.sex == sex and not person.spouse and 20 <= person.age(year) <= 50]
                          for sex in "FM")
        rng.shuffle(grooms)
        for bride in brides:
            if rng.random() < .06 and grooms:
                groom = grooms.pop()
                bride.spouse, groom.spouse = groom, bride
                bride.place, bride.homeless = groom.place, groom.homeless
                chance = rng.random()
                if chance < .75:
                    bride.maiden, bride.surname = bride.surname, groom.surname
                    if chance < .3:
                        bride.middle = bride.maiden
                elif chance < .82:
                    bride.maiden, bride.surname = bride.surname, bride.surname + "-" + groom.surname
        for wife in living:
            if wife.sex == "F" and wife.spouse and rng.random() < .008:
                wife.spouse.spouse = wife.spouse = None
                wife.place = self.home()
                if wife.maiden:
                    wife.surname, wife.maiden = wife.maiden, ""

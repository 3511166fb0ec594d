# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Two snapshots of an invented voter roll, some years apart: 20,000 and 20,000 people, 8,000 of them in both.

What real rolls do to a linkage and generated data seldom show: most women of the pairs change their last name, keep the one they had as
a middle name, and move; six pairs in ten have moved; households share last name, ZIP code and street, one of them in this snapshot and
another in the other; middle names are written out, as a letter, or not at all; there is a year of birth and no day. Of the true pairs
52 % agree in the last name, 40 % in the ZIP code, 39 % in the street, 57 % in the middle name, 95 % in the first.

The snapshots are samples of the town: 18 % of the records share their home with another of their snapshot, 13 % with another person of the
other snapshot. With `whole_households` they are all people of a smaller town, and it is 52 % and 40 %.

Given names follow the US counts of the person's sex and year of birth, last names those of the census, both from the lists inside the
package clkhash (US government data). Places are invented. Nothing here is a real person, and one seed gives one roll.
"""
import bisect
import csv
import importlib.util
import os
import random
from dataclasses import dataclass, field, replace
from itertools import accumulate

SEED = 20_240_611
# Rows of each snapshot; people in both; people of the town, of whom those in the snapshots are a sample.
ROWS, PAIRS = 20_000, 8_000
TOWN = 120_000
COLUMNS = ["first", "middle", "last", "yob", "birth_state", "zip", "street", "sex"]
ATTRIBUTES = ["sex", "age_band", "name_changed", "moved"]
YEAR = 2020  # of the first snapshot
HOME_STATE, LETTERS, DIGITS = "NC", "abcdefghijklmnopqrstuvwxyz", "0123456789"
STATES = {"NC": 55, "NY": 6, "VA": 5, "SC": 5, "PA": 4, "OH": 3, "FL": 3, "NJ": 3, "CA": 3, "GA": 2, "WV": 2, "TN": 2, "MD": 2, "MI": 2,
          "TX": 2, "IL": 2, "MA": 1, "CT": 1, "IN": 1, "AL": 1, "KY": 1, "OC": 6}
PLACES = ["oak", "maple", "park", "main", "church", "mill", "lake", "hill", "spring", "ridge", "river", "pine", "cedar", "forest", "meadow",
          "country club", "old mill", "deer run", "fox hollow", "highland", "college", "center", "sunset", "valley view", "stone bridge"]
NICKNAMES = {"william": "bill", "robert": "bob", "james": "jim", "john": "jack", "richard": "dick", "michael": "mike", "thomas": "tom",
             "charles": "charlie", "joseph": "joe", "edward": "ed", "christopher": "chris", "matthew": "matt", "daniel": "dan",
             "elizabeth": "beth", "margaret": "peggy", "katherine": "kathy", "catherine": "cathy", "patricia": "pat", "deborah": "debbie",
             "barbara": "barb", "susan": "sue", "jennifer": "jen", "jessica": "jess", "rebecca": "becky", "kimberly": "kim",
             "samantha": "sam", "victoria": "vicky", "dorothy": "dot", "pamela": "pam", "cynthia": "cindy"}


class Weighted:
    """Draws from values in proportion to their counts."""

    def __init__(self, counts):
        self.values, self.sums = list(counts), list(accumulate(counts.values()))

    def draw(self, rng):
        return self.values[bisect.bisect_right(self.sums, rng.random() * self.sums[-1])]


class NameLists:
    def __init__(self):
        folder = os.path.join(os.path.dirname(importlib.util.find_spec("clkhash").origin), "data")

        def rows(name):
            with open(os.path.join(folder, name), newline="") as file:
                return [[cell.strip().lower() for cell in row] for row in csv.reader(file)][1:]
        years = {}
        for name, count, sex, year in rows("first-name-counts-by-year.csv"):
            years.setdefault((int(year), sex[0].upper()), {})[name] = int(count)
        self.years = {key: Weighted(counts) for key, counts in years.items()}
        self.more_given = {sex: [row[0] for row in rows(name)] for sex, name in
                           (("F", "female-first-names.csv"), ("M", "male-first-names.csv"))}
        self.last = Weighted({name: int(count) for name, count in rows("last-names.csv")})
        self.last_names = set(self.last.values)

    def given(self, rng, sex, year):
        """By the list of the year, or the nearest one that there is. It ends at the thousandth name: one in eight is any name."""
        if rng.random() < .125:
            return rng.choice(self.more_given[sex])
        return self.years[min((key for key in self.years if key[1] == sex), key=lambda key: abs(key[0] - year))].draw(rng)

    def family(self, rng):
        """By the list of the census, which ends at names of 5,000 bearers: one in four is any name, for the rare ones."""
        return rng.choice(self.last.values) if rng.random() < .25 else self.last.draw(rng)


@dataclass
class Home:
    last: str
    zip: str
    street: str


@dataclass
class Voter:
    sex: str
    yob: int
    first: str
    middle: str
    last: str
    birth_state: str
    home: Home


@dataclass
class Roll:
    a: list = field(default_factory=list)
    b: list = field(default_factory=list)
    truth: list = field(default_factory=list)
    attributes: dict = field(default_factory=dict)


class Town:
    """Draws homes and people."""

    def __init__(self, rng, names):
        self.rng, self.names = rng, names
        self.states = Weighted(STATES)
        zips = rng.sample(range(27006, 28910), 420)
        self.zips = Weighted({str(code): 1 / (place + 8) for place, code in enumerate(zips)})
        self.streets = {}

    def street(self, code):
        """Every ZIP code has streets of its own; common names stand in many of them."""
        if code not in self.streets:
            own = [self.names.family(self.rng) for _ in range(40)] + self.rng.sample(PLACES, 15)
            self.rng.shuffle(own)
            self.streets[code] = Weighted({name: 1 / (place + 3) for place, name in enumerate(own)})
        return self.streets[code].draw(self.rng)

    def home(self, last, code=None):
        code = code or self.zips.draw(self.rng)
        return Home(last, code, self.street(code))

    def given(self, sex, yob):
        return self.names.given(self.rng, sex, yob)

    def person(self, sex, yob, last, home):
        first = self.given(sex, yob)
        middle = "" if self.rng.random() < .06 else self.given(sex, yob)
        return Voter(sex, yob, first, middle, last, self.states.draw(self.rng), home)

    def household(self):
        rng = self.rng
        home = self.home(self.names.family(rng))
        yob, size = rng.randint(1926, 2002), rng.choices([1, 2, 3, 4], [35, 42, 15, 8])[0]
        members = [self.person(rng.choice("FM"), yob, home.last, home)]
        if size > 1:
            spouse = self.person("M" if members[0].sex == "F" else "F", clamp(yob + rng.randint(-6, 6)), home.last, home)
            wife = spouse if spouse.sex == "F" else members[0]
            maiden = self.names.family(rng)
            if rng.random() < .2:
                wife.last = maiden
            elif rng.random() < .5:
                wife.middle = maiden
            members.append(spouse)
        for _ in range(2, size):
            child = self.person(rng.choice("FM"), clamp(yob + rng.randint(22, 38)), home.last, home)
            parent = next((member for member in members[:2] if member.sex == child.sex), members[0])
            if rng.random() < .08:
                child.first = parent.first
            elif rng.random() < .12:
                child.middle = parent.first
            members.append(child)
        return members


def clamp(yob):
    return min(2002, max(1920, yob))


def typo(rng, text, alphabet):
    if len(text) < 2:
        return text
    place, kind = rng.randrange(len(text)), rng.random()
    if kind < .4:
        return text[:place] + rng.choice(alphabet) + text[place + 1:]
    if kind < .6:
        place = min(place, len(text) - 2)
        return text[:place] + text[place + 1] + text[place] + text[place + 2:]
    if alphabet == DIGITS:
        return text[:place] + rng.choice(alphabet) + text[place + 1:]
    if kind < .8:
        return text[:place] + text[place + 1:]
    return text[:place] + rng.choice(alphabet) + text[place:]


def later(rng, town, voter, grooms):
    """The same person some years on: who married or divorced has another name, and most people have moved."""
    chance, now = rng.random(), replace(voter)
    changed = voter.sex == "F" and chance < .68
    moved = rng.random() < (.64 if changed else .57)
    if changed and chance < .09 and voter.middle not in ("", voter.last) and voter.middle in town.names.last_names:
        # Divorced: the name before comes back.
        now.last, now.middle = voter.middle, town.given("F", voter.yob)
        now.home = town.home(now.last) if moved else Home(now.last, voter.home.zip, voter.home.street)
    elif changed:
        groom = rng.choice(grooms)
        husband = groom.home if rng.random() < .5 else town.home(town.names.family(rng))
        now.home = husband if moved else Home(husband.last, voter.home.zip, voter.home.street)
        way = rng.random()
        now.last = husband.last if way < .92 else voter.last + " " + husband.last
        if way < .4:
            now.middle = voter.last
    elif moved:
        now.home = town.home(voter.last)
    elif rng.random() < .06:
        now.home = town.home(voter.last, voter.home.zip)
    return now, now.last != voter.last, now.home.zip != voter.home.zip


def written(rng, voter, initials):
    """What a clerk of one snapshot wrote; `initials`: share of middle names that are one letter."""
    first, middle, last, code = voter.first, voter.middle, voter.last, voter.home.zip
    yob, state, street, sex = str(voter.yob), voter.birth_state, voter.home.street, voter.sex
    if rng.random() < .01:
        first, middle = middle or first, first
    if rng.random() < .01:
        first = NICKNAMES.get(first, first)
    if rng.random() < .005:
        first = first[:1]
    chance = rng.random()
    if chance < .04:
        middle = ""
    elif chance < .04 + initials:
        middle = middle[:1]
    first, middle, last, street = (typo(rng, text, LETTERS) if rng.random() < .008 else text for text in (first, middle, last, street))
    if rng.random() < .004:
        yob = str(voter.yob + rng.choice([-1, 1])) if rng.random() < .5 else typo(rng, yob, DIGITS)
    if rng.random() < .005:
        code = typo(rng, code, DIGITS)
    chance = rng.random()
    state = "" if chance < .13 else HOME_STATE if chance < .14 else state
    sex = "" if rng.random() < .05 else sex
    return [first, middle, last, yob, state, code, street, sex]


def two_snapshots(whole_households=False, seed=SEED, rows=ROWS):
    common, size = rows * PAIRS // ROWS, rows * TOWN // ROWS
    rng = random.Random(seed)
    names = NameLists()
    town, people = Town(rng, names), []
    while len(people) < (2 * rows - common if whole_households else size):
        people += town.household()
    people = rng.sample(people, 2 * rows - common)
    # Women are the most of the pairs, as in rolls that are linked because names change.
    drawn = sorted(range(len(people)), key=lambda place: rng.random() ** (1 if people[place].sex == "F" else .55))
    both, rest = [people[i] for i in drawn[:common]], [people[i] for i in drawn[common:]]
    rng.shuffle(rest)
    only_a, only_b = rest[:rows - common], rest[rows - common:]
    grooms = [voter for voter in only_b if voter.sex == "M"]
    pairs = [(voter, *later(rng, town, voter, grooms)) for voter in both]

    numbers = rng.sample(range(10_000_000, 100_000_000), 2 * rows)
    id_a, id_b = (["%s%d" % (letter, number) for number in part] for letter, part in (("A", numbers[:rows]), ("B", numbers[rows:])))
    roll = Roll()
    for place, voter in enumerate(both + only_a):
        roll.a.append(dict(zip(["id", *COLUMNS], [id_a[place], *written(rng, voter, .08)])))
        changed, moved = pairs[place][2:] if place < common else (False, False)
        age = YEAR - voter.yob
        band = "18-39" if age < 40 else "40-64" if age < 65 else "65+"
        roll.attributes[id_a[place]] = [voter.sex, band, int(changed), int(moved)]
    for place, voter in enumerate([now for _, now, _, _ in pairs] + only_b):
        roll.b.append(dict(zip(["id", *COLUMNS], [id_b[place], *written(rng, voter, .14)])))
    roll.truth = list(zip(id_a[:common], id_b[:common]))
    for part in (roll.a, roll.b, roll.truth):
        rng.shuffle(part)
    return roll

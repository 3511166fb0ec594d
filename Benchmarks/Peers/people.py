# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Invented people in columns of small codes, and the errors that a second agency makes about them.

Given and family names follow the US frequencies of the lists inside the installed clkhash package, birth dates are uniform over
1930-2014, five-digit codes follow Zipf's law, the four digits are uniform. Everything is drawn by numpy for whole chunks of people:
ten million take seconds, and the same generator gives the same people.

Letters are 1 for a to 26 for z; 0 is the space before and after a name. Digits are 0 to 9; MISSING stands for one that isn't there.
"""
import csv
import os
from dataclasses import dataclass

import clkhash
import numpy as np

NAME_WIDTH = 16  # the longest name of the lists has 14 letters, a typing error may add one, and a space ends each
MISSING = 10
COLUMNS = ["first", "last", "dob", "sex", "zip", "ssn4"]


@dataclass
class People:
    """One row a person."""
    first: np.ndarray  # [people, NAME_WIDTH] letters
    last: np.ndarray   # [people, NAME_WIDTH] letters
    dob: np.ndarray    # [people, 8] digits, YYYYMMDD
    sex: np.ndarray    # [people, 1]: 0 F, 1 M
    zip: np.ndarray    # [people, 5] digits
    ssn4: np.ndarray   # [people, 4] digits, or MISSING

    def columns(self):
        return [getattr(self, name) for name in COLUMNS]

    def head(self, rows):
        return People(*(column[:rows] for column in self.columns()))

    def followed_by(self, other):
        return People(*(np.concatenate(both) for both in zip(self.columns(), other.columns())))

    def rows(self):
        """The same people as text, for an encoder that reads tables."""
        def letters(row):
            return "".join(chr(0x60 + letter) for letter in row if letter)

        def digits(row):
            return "".join(str(digit) for digit in row if digit != MISSING)
        return [[letters(first), letters(last), digits(dob), "FM"[sex[0]], digits(code), digits(ssn4)]
                for first, last, dob, sex, code, ssn4 in zip(*self.columns())]


class NameList:
    """Names and how often they are borne."""

    def __init__(self, file_name):
        path = os.path.join(os.path.dirname(clkhash.__file__), "data", file_name)
        with open(path, newline="") as f:
            rows = list(csv.reader(f))[1:]
        self.letters = np.zeros((len(rows), NAME_WIDTH), np.uint8)
        for place, (name, _) in enumerate(rows):
            name = name.strip().lower().encode("ascii")
            self.letters[place, :len(name)] = np.frombuffer(name, np.uint8) - 0x60
        self.cumulative = np.cumsum([float(count) for _, count in rows])
        self.cumulative /= self.cumulative[-1]

    def draw(self, random, people):
        return self.letters[np.searchsorted(self.cumulative, random.random(people))]


FEMALE, MALE, FAMILY = (NameList(f) for f in ("female-first-names.csv", "male-first-names.csv", "last-names.csv"))


def draw(random, people):
    """`people` new people."""
    sex = random.integers(0, 2, (people, 1), np.uint8)
    first = np.where(sex == 0, FEMALE.draw(random, people), MALE.draw(random, people))
    days = random.integers(0, (np.datetime64("2015-01-01") - np.datetime64("1930-01-01")).astype(int), people)
    date = np.datetime64("1930-01-01") + days
    year, month = date.astype("datetime64[Y]"), date.astype("datetime64[M]")
    number = ((year.astype(int) + 1970) * 10_000 + ((month - year.astype("datetime64[M]")).astype(int) + 1) * 100
              + (date - month.astype("datetime64[D]")).astype(int) + 1)
    return People(first, FAMILY.draw(random, people), digits(number, 8), sex, codes(random, people),
                  digits(random.integers(0, 10_000, people), 4))


def codes(random, people):
    """Five-digit codes, a few of them home to most people."""
    return digits(1001 + (random.zipf(1.15, people) % 537 * 7919) % 1790, 5)


def digits(numbers, width):
    return (numbers[:, None] // 10 ** np.arange(width - 1, -1, -1) % 10).astype(np.uint8)


def with_errors(people, random, rate):
    """The same people as another agency has them: `rate` scales the share of every error.

    Typing errors 15 % a name, initial only 3 %, new family name 5 %, birth date 6 %, sex 1 %, moved 20 %, last four digits missing
    10 % or mistyped 4 %, given name missing 2 %.
    """
    count = len(people.sex)
    first, last, dob, sex, code, ssn4 = (column.copy() for column in people.columns())

    def rows_with(low, high):
        """Rows whose draw lies in a span: spans of one draw exclude each other."""
        return np.flatnonzero((luck >= low * rate) & (luck < high * rate))

    luck = random.random(count)
    mistype(first, rows_with(0, .15), random, alphabet=26)
    first[rows_with(.15, .18), 1:] = 0
    luck = random.random(count)
    mistype(last, rows_with(0, .15), random, alphabet=26)
    moved = rows_with(.15, .20)
    last[moved] = FAMILY.draw(random, len(moved))
    luck = random.random(count)
    year = dob[:, :4]
    mistype(year, rows_with(0, .024), random, alphabet=10)
    wrong_day = rows_with(.024, .042)
    dob[wrong_day, 6:] = digits(random.integers(1, 29, len(wrong_day)), 2)
    swapped = rows_with(.042, .06)
    day = np.minimum(dob[swapped, 6] * 10 + dob[swapped, 7], 12)
    dob[swapped, 6:], dob[swapped, 4:6] = dob[swapped, 4:6], digits(day, 2)
    luck = random.random(count)
    sex[rows_with(0, .01)] ^= 1
    luck = random.random(count)
    moved = rows_with(0, .20)
    code[moved] = codes(random, len(moved))
    luck = random.random(count)
    ssn4[rows_with(0, .10)] = MISSING
    mistype(ssn4, rows_with(.10, .14), random, alphabet=10)
    luck = random.random(count)
    first[rows_with(0, .02)] = 0
    return People(first, last, dob, sex, code, ssn4)


def mistype(text, rows, random, alphabet):
    """One typing error in each of `rows`, in place.

    Letters: substitution 35 %, deletion 25 %, insertion 20 %, transposition 20 %. Digits: substitution 35 %, transposition 65 %.
    """
    old = text[rows]
    width = old.shape[1]
    is_name = alphabet == 26
    length = (old != 0).sum(1) if is_name else np.full(len(rows), width)
    place = (random.random(len(rows)) * length).astype(int)[:, None]
    kind = random.random(len(rows))[:, None]
    symbol = random.integers(0, alphabet, (len(rows), 1), np.uint8) + is_name
    insert = (kind >= .6) & (kind < .8) & is_name
    delete = (kind >= .35) & (kind < .6) & is_name
    replace = kind < .35
    swap = ~(insert | delete | replace) & (length[:, None] > 1)
    place = np.where(swap, np.minimum(place, length[:, None] - 2), place)
    column = np.arange(width)
    source = column + (delete & (column >= place)) - (insert & (column > place))
    source += (swap & (column == place)).astype(int) - (swap & (column == place + 1))
    new = np.take_along_axis(old, np.minimum(source, width - 1), 1)
    text[rows] = np.where((insert | replace) & (column == place), symbol, new)

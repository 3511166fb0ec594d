#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Judges what scenario.py left: how good the entities are against the truth after every step, and whether what must hold holds.

usage: judge.py OUT
Prints lines `name value`; ends with 1 if a property that must hold does not, or a figure is below its bound, and says which and where.

Must hold after every step: the store verifies; every agency gets one id for each row it sent, the store counts as many, and marks and
crosswalk say the same; a row that says what it said in the step before has the same id, or the ledger names the old id in a merge or a
split, or says that a row of the agency moved to the new one; decisions hold; what must be refused is refused; ids, also those that are
no more, can be explained.
"""
import csv
import json
import os
import re
import sys
from collections import Counter, defaultdict
from math import comb

SPINE = "claims"
# The columns that become bits: rows that agree in them are the same to the linkage unit.
LINKED = ["first_name", "middle_name", "last_name", "dob", "sex", "zip", "ssn"]
# The least that a figure may be after any step: by match weights of one filter a field, and by one similarity of whole rows.
BOUNDS = {"pairwise_f1": .975, "b_cubed_f1": .985, "off_spine_f1": .92, "on_spine_recall": .975, "off_spine_kept_off": .98, "stable": .99,
          "edited_rows_keep_id": .85}
BOUNDS_OF_ONE_SIMILARITY = {"pairwise_f1": .88, "b_cubed_f1": .95, "off_spine_kept_off": .98, "stable": .99}
# Of fewer edited rows no share is told.
EDITED = 20
# What an agency gets told of a row beside its id: others have the id as well, the spine has, another row of its own has.
MARKS = ["linked", "on_spine", "shares_id"]
ID = re.compile("[0-9a-f]{32}")


def ratio(part, whole):
    return part / whole if whole else 1.0


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def pairwise(truth, ids):
    """Precision and recall of the pairs of records with one id, among the records of `ids`; record → person, record → id."""
    def pairs(keys):
        return sum(comb(count, 2) for count in Counter(keys).values())
    both = pairs((truth[record], name) for record, name in ids.items())
    return ratio(both, pairs(ids.values())), ratio(both, pairs(truth[record] for record in ids))


def b_cubed(truth, ids):
    """Mean over the records: of the records with its id the share that are its person, and the other way round."""
    cell = Counter((truth[record], name) for record, name in ids.items())
    person, entity = Counter(truth[record] for record in ids), Counter(ids.values())
    precision = sum(count * count / entity[name] for (_, name), count in cell.items())
    recall = sum(count * count / person[number] for (number, _), count in cell.items())
    return ratio(precision, len(ids)), ratio(recall, len(ids))


def figures(truth, ids):
    """All figures of one step; records are (agency, row)."""
    on_spine = {truth[record]: name for record, name in ids.items() if record[0] == SPINE}
    spine_ids = set(on_spine.values())
    others = {record: name for record, name in ids.items() if record[0] != SPINE}
    on = [on_spine[truth[record]] == name for record, name in others.items() if truth[record] in on_spine]
    off = {record: name for record, name in others.items() if truth[record] not in on_spine}
    found = {"records": len(ids), "entities": len(set(ids.values())), "people": len({truth[record] for record in ids})}
    for name, pair in (("pairwise", pairwise(truth, ids)), ("b_cubed", b_cubed(truth, ids)), ("off_spine", pairwise(truth, off))):
        found[name + "_precision"], found[name + "_recall"], found[name + "_f1"] = *pair, f1(*pair)
    found["on_spine_recall"] = ratio(sum(on), len(on))
    found["off_spine_kept_off"] = ratio(sum(name not in spine_ids for name in off.values()), len(off))
    return found


def lost_ids(before, after):
    """Ids that rows lost which say what they said before; row that says `cells` → ids, since rows may be alike.

    Takes and gives (agency, cells) → Counter of ids. Where fewer such rows are left, as many ids may be missing.
    """
    lost = {}
    for key, ids in before.items():
        missing = ids - after.get(key, Counter())
        gone = ids.total() - after.get(key, Counter()).total()
        if missing.total() > max(0, gone):
            lost[key] = missing
    return lost


def named_ids(changes):
    """Every id that the ledger names in a merge, a split or a move of a record: those that records lost or got."""
    reasons = [change for change in changes if change["kind"] in ("merged", "split", "moved")]
    return {name for change in reasons for name in [change["id"], change.get("other"), *ID.findall(change["text"])]}


def moved_records(changes):
    """(agency, id) → how many records of the agency the ledger says moved to the id."""
    return Counter((change["record"].split(":")[0], change["id"]) for change in changes if change["kind"] == "moved")


def is_told(key, lost, gained, changes):
    """Whether the ledger says that rows which say `key` lost these ids, or that as many rows of the agency moved to those they got."""
    moved = moved_records(changes)
    return set(lost) <= named_ids(changes) or all(moved[key[0], name] >= count for name, count in gained.items())


class Step:
    """One folder of OUT/steps: step.json, changes.json and AGENCY.csv as received, with the extracts that it speaks of."""

    def __init__(self, out, name):
        folder = os.path.join(out, "steps", name)
        self.name, self.tables, self.ids, self.marks = name, {}, {}, {}
        with open(os.path.join(folder, "step.json")) as file:
            self.facts = json.load(file)
        with open(os.path.join(folder, "changes.json")) as file:
            self.changes = json.load(file)
        self.received = {}
        for agency, year in self.facts["extracts"].items():
            with open(os.path.join(out, "town", str(year), agency + ".csv"), newline="") as file:
                self.tables[agency] = {row["record_id"]: row for row in csv.DictReader(file)}
            with open(os.path.join(folder, agency + ".csv"), newline="") as file:
                rows = list(csv.DictReader(file))
            self.received[agency] = [(row["record_id"], row["project_id"]) for row in rows]
            self.ids.update({(agency, row): name for row, name in self.received[agency]})
            self.marks.update({(agency, row["record_id"]): tuple(row[mark] == "1" for mark in MARKS) for row in rows})
        with open(os.path.join(folder, "crosswalk.csv"), newline="") as file:
            self.crosswalk = {row.pop("project_id"): row for row in csv.DictReader(file)}

    def truth(self, truth):
        return {(agency, row): truth[agency, str(year), row]
                for agency, year in self.facts["extracts"].items() for row in self.tables[agency]}

    def expected_crosswalk(self):
        """What the researcher's table must say, by what the agencies got."""
        rows = defaultdict(lambda: {"on_spine": "0", "records": 0, **dict.fromkeys(self.tables, "0")})
        for (agency, _), name in self.ids.items():
            rows[name][agency] = "1"
            rows[name]["records"] += 1
            if agency == SPINE:
                rows[name]["on_spine"] = "1"
        return {name: {**row, "records": str(row["records"])} for name, row in rows.items()}

    def expected_marks(self):
        agencies, rows = defaultdict(set), Counter((agency, name) for (agency, _), name in self.ids.items())
        for (agency, _), name in self.ids.items():
            agencies[name].add(agency)
        return {(agency, row): (len(agencies[name]) > 1, SPINE in agencies[name], rows[agency, name] > 1)
                for (agency, row), name in self.ids.items()}

    def alike(self):
        """(agency, cells) → Counter of ids."""
        found = defaultdict(Counter)
        for (agency, row), name in self.ids.items():
            if row in self.tables[agency]:
                found[agency, tuple(self.tables[agency][row][column] for column in LINKED)][name] += 1
        return found


def faults(step, before):
    """What must hold and does not, in words; and figures of what was kept."""
    wrong, facts = [], step.facts
    if not facts["verified"]:
        wrong.append("the store does not verify")
    for agency, table in step.tables.items():
        rows = [row for row, name in step.received[agency] if name]
        if sorted(rows) != sorted(table):
            wrong.append("%s: %d rows sent, %d ids received" % (agency, len(table), len(set(rows))))
        if facts["counts"].get(agency) != len(table):
            wrong.append("%s: %d rows sent, the store counts %s" % (agency, len(table), facts["counts"].get(agency)))
    for agency in facts["counts"]:
        if agency not in step.tables:
            wrong.append("%s: the store counts records of it" % agency)
    if step.crosswalk != step.expected_crosswalk():
        wrong.append("the crosswalk says something else than the agencies' ids")
    if step.marks != step.expected_marks():
        wrong.append("what agencies are told of their rows is not what the ids say")
    for one, other, decision in facts["decisions"]:
        names = [step.ids.get(tuple(record)) for record in (one, other)]
        if None not in names and (names[0] == names[1]) != (decision == "known"):
            wrong.append("a decision (%s) does not hold" % decision)
    wrong += ["%s was not refused" % what for what in facts["not_refused"]]
    rows = Counter(step.ids.values())
    for name, answer in facts["explained"].items():
        if answer is None:
            wrong.append("an id cannot be explained")
        elif answer["records"] != rows[answer["id"]] or answer["isLive"] != (answer["id"] in rows) or (name in rows) > (answer["id"] == name):
            wrong.append("an id is explained as another than the agencies have")
    kept = {}
    if before:
        alike, now = before.alike(), step.alike()
        lost = lost_ids(alike, now)
        unnamed = Counter(key[0] for key, ids in lost.items() if not is_told(key, ids, now[key] - alike[key], step.changes))
        wrong += ["%s: %d unchanged rows have another id, and the ledger names no reason" % item for item in sorted(unnamed.items())]
        same = sum(ids.total() for key, ids in alike.items() if key[0] in step.tables)
        kept["stable"] = 1 - ratio(sum(ids.total() for key, ids in lost.items() if key[0] in step.tables), same) if same else 1.0
        edited = [record for record, name in before.ids.items()
                  if record in step.ids and before.tables[record[0]][record[1]] != step.tables[record[0]][record[1]]]
        kept["edited_rows"] = len(edited)
        if len(edited) >= EDITED:
            kept["edited_rows_keep_id"] = ratio(sum(before.ids[record] == step.ids[record] for record in edited), len(edited))
        kept["ids_named"] = len(named_ids(step.changes))
    return wrong, kept


def read_truth(out):
    with open(os.path.join(out, "town", "truth.csv"), newline="") as file:
        return {(row["agency"], row["year"], row["row"]): row["person"] for row in csv.DictReader(file)}


def judge(out, bounds, print=print):
    truth, before, wrong, worst = read_truth(out), None, [], {}
    for name in sorted(os.listdir(os.path.join(out, "steps"))):
        step = Step(out, name)
        found, kept = faults(step, before)
        wrong += ["%s: %s" % (name, fault) for fault in found]
        measured = {**figures(step.truth(truth), step.ids), **kept, "seconds": step.facts["seconds"]}
        for figure, value in measured.items():
            print("scenario.%s.%s %s" % (name, figure, "%.4f" % value if isinstance(value, float) else value))
            if isinstance(value, float) and figure != "seconds" and value < worst.get(figure, (2.0, ""))[0]:
                worst[figure] = value, name
        before = step
    for figure, (value, name) in worst.items():
        print("scenario.worst.%s %.4f" % (figure, value))
        if value < bounds.get(figure, 0):
            wrong.append("%s: %s is %.4f, less than %.4f" % (name, figure, value, bounds[figure]))
    return wrong


def main(out, bounds=None):
    wrong = judge(out, BOUNDS if bounds is None else bounds)
    for fault in wrong:
        print("FAULT " + fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

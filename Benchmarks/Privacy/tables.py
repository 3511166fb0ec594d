#!/usr/bin/env python3
"""Prints the figures of privacy.sh as `name value` lines and writes them as tables.

usage: tables.py WORK TABLES.md
"""
import datetime
import json
import os
import sys

work, tables = sys.argv[1:]
PROFILES = {"record": "record", "hardened": "hardened", "strict": "hardened-strict"}
DATASETS = {"febrl4": "FEBRL4, 5,000 × 5,000, five fields", "massachusetts": "Massachusetts-20k, claims × hospital, six fields"}
ATTACKS = ["none known", "20 known", "100 known", "500 known", "1000 known", "frequency alignment", "pattern mining"]


def figure(dataset, profile, name):
    with open(os.path.join(work, f"{dataset}-{profile}.txt")) as lines:
        return next(line.split()[1] for line in lines if line.startswith(f"{dataset}.{profile}.{name} "))


def attacks(dataset, profile):
    with open(os.path.join(work, f"{dataset}-{profile}.json")) as f:
        document = json.load(f)
    return document, {attack["name"]: attack for attack in document["attacks"]}


def share(found):
    low, high = found["interval"]
    return f"{found['share']:.4f} ({low:.4f}–{high:.4f})"


text = ["# Accuracy and re-identification of the profiles", "",
        "Made by `make bench-privacy`. Shares of people re-identified with 95 % Wilson intervals, by the variant that found most; the list of the attacker",
        "holds exactly the people attacked, without errors, which is the best an attacker can have. `control` is the same attack on a plain record-level CLK.", ""]
for dataset, title in DATASETS.items():
    text += [f"## {title}", ""]
    seen = {profile: attacks(dataset, profile) for profile in PROFILES}
    head = next(iter(seen.values()))[0]
    text += [f"{head['people']} people attacked, seed {head['seed']}, {datetime.date.today().isoformat()}.", "",
             "| | " + " | ".join(PROFILES.values()) + " | control |", "|---" * (len(PROFILES) + 2) + "|"]
    for name, label in [("f1_best", "F1, best threshold"), ("f1_default", "F1, threshold read from the data")]:
        text.append(f"| {label} | " + " | ".join(figure(dataset, p, name) for p in PROFILES) + " | |")
    for attack in ATTACKS:
        cells = []
        for profile in PROFILES:
            found = seen[profile][1][attack]
            cells.append(share(found["found"]) + ("" if found["valid"] else " not valid"))
        control = max(seen[p][1][attack]["control"]["share"] for p in PROFILES)
        text.append(f"| {attack} | " + " | ".join(cells) + f" | {control:.4f} |")
    text.append("")
with open(tables + ".partial", "w") as f:
    f.write("\n".join(text))
os.rename(tables + ".partial", tables)

for dataset in DATASETS:
    for profile in PROFILES:
        print(f"{dataset}.{profile}.f1", figure(dataset, profile, "f1_best"))
        print(f"{dataset}.{profile}.f1_default", figure(dataset, profile, "f1_default"))
# One figure a line: the worse of the two datasets, that is the least for what must fall and the greatest for what must not.
for name, profile, attack, worst in [
        ("attack.record.unseeded", "record", "none known", min), ("attack.record.known100", "record", "100 known", min),
        ("attack.hardened.unseeded", "hardened", "none known", max), ("attack.hardened.known100", "hardened", "100 known", max),
        ("attack.hardened.known1000", "hardened", "1000 known", max),
        ("attack.strict.unseeded", "strict", "none known", max), ("attack.strict.known1000", "strict", "1000 known", max)]:
    print(name, worst(attacks(dataset, profile)[1][attack]["found"]["share"] for dataset in DATASETS))

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Tables and chart of the figures of bench_accuracy.py.

usage: report.py FOLDER      (FOLDER/figures.json to FOLDER/tables.md and FOLDER/accuracy.svg)

The chart brings its own background and colours for light and dark, so that it can be read on any page.
"""
import json
import math
import os
import sys
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass
class Set:
    name: str     # of its figures
    source: str   # of sets.py
    columns: str  # whose schemas
    title: str
    has_duplicates: bool = False
    draws: int = 1  # of which the first is shown with the others' mean


SETS = [
    Set("ma.hospital", "massachusetts:hospital", "people", "Massachusetts-20k, claims ~ hospital"),
    Set("ma.ems", "massachusetts:ems", "people", "Massachusetts-20k, claims ~ ambulances"),
    Set("hard.hospital", "massachusetts-hard:hospital", "people", "Massachusetts-20k-hard, claims ~ hospital"),
    Set("hard.ems", "massachusetts-hard:ems", "people", "Massachusetts-20k-hard, claims ~ ambulances"),
    Set("all.hospital", "massachusetts-hard:hospital:all", "patients", "Massachusetts-20k-hard, more columns, hospital"),
    Set("all.ems", "massachusetts-hard:ems:all", "patients", "Massachusetts-20k-hard, more columns, ambulances"),
    Set("dup.hospital", "massachusetts-duplicates:hospital", "people", "Massachusetts-20k-duplicates, claims ~ hospital", True),
    Set("dup.ems", "massachusetts-duplicates:ems", "people", "Massachusetts-20k-duplicates, claims ~ ambulances", True),
    Set("febrl.core50", "febrl4-core50", "febrl4", "FEBRL4, four fields, half without a partner"),
    Set("census.ssa", "census:ssa", "census", "pseudopeople, census ~ social security"),
    Set("census.decade", "census:decade", "homes", "pseudopeople, census of 2020 ~ of 2030"),
    Set("census.taxes", "census:taxes", "taxpayers", "pseudopeople, census ~ tax forms"),
    *(Set(f"overlap.{n}", f"overlap:{n}", "people", f"Massachusetts-20k, {n} % of hospital have partners", draws=12 if n == 1 else 1)
      for n in (1, 5, 20, 60, 100)),
    Set("voters", "voters", "voters", "Invented voter roll, two snapshots"),
    Set("households", "voters:households", "voters", "Invented voter roll, whole households"),
]
# Suffix of a figure, heading, what the chart calls it or None.
SERIES = [
    ("field", "field", "Tessera, a filter a field"),
    ("grouped", "grouped", "Tessera, grouped filters"),
    ("clk", "one CLK", "Tessera, one filter"),
    ("plain", "plaintext, same model", "the same model on plaintext"),
    ("trained", "plaintext, trained on the truth", None),
    ("splink_auto", "Splink", "Splink on plaintext"),
    ("recordlinkage", "recordlinkage", "recordlinkage on plaintext"),
    ("splink", "Splink, best", "Splink, threshold from the truth"),
    ("recordlinkage_best", "recordlinkage, best", None),
    ("anonlink", "anonlink, best", "anonlink, threshold from the truth"),
]
HEAD = """# Linkage accuracy

Made by `make bench-accuracy` on {date}{versions}.
F1 against the truth, every method on the same cleaned tables. "best": the threshold was chosen with the truth, which nobody has in
earnest; all else was decided without. The peers one-to-one, on the sets with duplicates many-to-many. The peers but anonlink, and
"plaintext, same model", read the names themselves. "Trained on the truth" is no method but a yardstick: gradient-boosted trees that read
the names, the weights of "plaintext, same model" and four fifths of the truth at a time, at the threshold that suits the truth.
"More columns": street and telephone, for every method; and of `field` and "plaintext, same model" second values (what a nickname is short
for, and birth dates with day and month exchanged).
"""
SUBTITLE = "Filled: decided without the truth. Hollow: with a threshold from the truth, or our model on plaintext."
WIDTH, MARGIN, LABELS, ROW, TOP = 940, 28, 370, 26, 96
LOWEST, HIGHEST = 0.6, 0.9995
TICKS = (0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
STYLE = """
.card { fill: #ffffff; stroke: #d0d7de } .axis { stroke: #d0d7de } .stripe { fill: #f6f8fa }
.field { fill: #0b63ce } .grouped { fill: #5aa0ee } .clk { fill: #b3d4fa; stroke: #0b63ce }
.plain { fill: none; stroke: #0b63ce; stroke-width: 1.6 } .splink_auto { fill: #d1570b } .recordlinkage { fill: #8250df }
.splink { fill: none; stroke: #d1570b; stroke-width: 1.6 } .anonlink { fill: none; stroke: #2f8132; stroke-width: 1.6 }
text { fill: #1f2328; font: 13px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif }
.title { font-size: 17px; font-weight: 600 } .quiet { fill: #59636e; font-size: 12px }
@media (prefers-color-scheme: dark) {
.card { fill: #151b23; stroke: #3d444d } .axis { stroke: #3d444d } .stripe { fill: #1c232c } .field { fill: #4c9aff }
.grouped { fill: #2f6fc4 } .clk { fill: #17365f; stroke: #4c9aff } .plain { stroke: #4c9aff } .splink_auto { fill: #f0883e }
.splink { stroke: #f0883e } .recordlinkage { fill: #b392f0 } .anonlink { stroke: #56b35a }
text { fill: #f0f6fc } .quiet { fill: #a3adb8 } }
"""


def row(cells):
    return "| " + " | ".join(cells) + " |"


def tables(document):
    figures = document["figures"]
    versions = {figure["version"] for figure in figures.values() if "version" in figure}
    named = {"splink": "Splink ", "recordlinkage": "recordlinkage ", "anonlink": ""}
    peers = [named[suffix] + figure["version"] for suffix in named for figure in
             [next((figures[name] for name in figures if name.endswith("." + suffix)), None)] if figure]
    shown = [entry for entry in SERIES if any(f"acc.{chosen.name}.{entry[0]}" in figures for chosen in SETS)]
    measured = [chosen for chosen in SETS if any(name.startswith(f"acc.{chosen.name}.") for name in figures)]

    def cell(chosen, suffix, text):
        figure = figures.get(f"acc.{chosen.name}.{suffix}")
        return text(figure) if figure else "–"

    def table(text):
        return [row(["set", *(heading for _, heading, _ in shown)]), "|---" * (len(shown) + 1) + "|",
                *(row([chosen.title, *(cell(chosen, suffix, text) for suffix, _, _ in shown)]) for chosen in measured), ""]
    parts = [HEAD.format(date=document["date"], versions=", with " + ", ".join(peers) if versions else ""),
             "## F1", "", *table(lambda figure: "%.4f" % figure["value"]),
             "## Precision / recall", "", *table(lambda figure: "%.4f / %.4f" % (figure["precision"], figure["recall"]))]
    told = [(chosen, way) for chosen in measured for way in ("field", "grouped", "clk")
            if f"acc.{chosen.name}.{way}.expected_precision" in figures]
    if told:
        parts += ["## What the linkage unit expects without the truth", "",
                  row(["set", "encoding", "precision expected", "precision", "matches expected", "matches"]), "|---" * 6 + "|"]
        for chosen, way in told:
            values = {key: figures[f"acc.{chosen.name}.{way}.{key}"]["value"] for key in
                      ("expected_precision", "precision", "expected_matches", "matches")}
            parts.append(row([chosen.title, way, "%.4f" % values["expected_precision"], "%.4f" % values["precision"],
                              "%.0f" % values["expected_matches"], "%d" % values["matches"]]))
        parts.append("")
    drawn = [(chosen, way) for chosen in measured for way in ("field", "grouped", "clk") if f"acc.{chosen.name}.{way}.draws" in figures]
    if drawn:
        parts += ["Where true pairs are few, means of several draws of who has a partner. Matches as a share of the true ones, with the",
                  "standard error of the mean.", "",
                  row(["set", "encoding", "F1", "precision expected", "precision", "recall", "matches expected", "draws linked"]), "|---" * 8 + "|"]
        for chosen, way in drawn:
            mean = figures[f"acc.{chosen.name}.{way}.draws"]
            parts.append(row([chosen.title, way, "%.4f" % mean["value"], *("%.4f" % mean[key] for key in ("expected_precision", "precision", "recall")),
                              "%.3f ± %.3f" % (mean["expected_matches"], mean["standard_error"]), "%d of %d" % (mean["draws"], mean["of"])]))
        parts.append("")
    groups = [(chosen, way) for chosen in measured for way in ("field", "grouped", "clk", "plain", "trained") if f"acc.{chosen.name}.{way}.worst_recall" in figures]
    if groups:
        parts += ["## Recall of the worst subgroup of 100 people or more", "",
                  row(["set", "encoding", "recall of all", "of the worst subgroup", "which", "people"]), "|---" * 6 + "|"]
        for chosen, way in groups:
            worst = figures[f"acc.{chosen.name}.{way}.worst_recall"]
            parts.append(row([chosen.title, way, "%.4f" % figures[f"acc.{chosen.name}.{way}.recall"]["value"], "%.4f" % worst["value"],
                              worst["group"], str(worst["people"])]))
        parts.append("")
    return "\n".join(parts)


def place(f1):
    """Errors by their logarithm: from 0.99 to 0.995 is as far as from 0.9 to 0.95."""
    error = 1 - min(max(f1, LOWEST), HIGHEST)
    share = math.log((1 - LOWEST) / error) / math.log((1 - LOWEST) / (1 - HIGHEST))
    return MARGIN + LABELS + share * (WIDTH - 2 * MARGIN - LABELS)


def text(x, y, content, kind=None, anchor="start"):
    return '<text x="%.1f" y="%.1f" text-anchor="%s"%s>%s</text>' % (x, y, anchor, ' class="%s"' % kind if kind else "", escape(content))


def mark(kind, x, y):
    if kind in ("splink", "splink_auto"):
        return '<rect class="%s" x="%.1f" y="%.1f" width="9" height="9"/>' % (kind, x - 4.5, y - 4.5)
    if kind in ("anonlink", "recordlinkage"):
        return '<path class="%s" d="M%.1f %.1fl5.5 9.5h-11z"/>' % (kind, x, y - 5.5)
    return '<circle class="%s" cx="%.1f" cy="%.1f" r="5"/>' % (kind, x, y)


def chart(document):
    figures = document["figures"]
    measured = [chosen for chosen in SETS if any(name.startswith(f"acc.{chosen.name}.") for name in figures)]
    shown = [(suffix, called) for suffix, _, called in SERIES if called]
    title = "F1 of linkage beside peers on the same tables"
    bottom = TOP + ROW * len(measured)
    parts = [text(MARGIN, 38, title, "title"),
             text(MARGIN, 60, SUBTITLE, "quiet")]
    for line, chosen in enumerate(measured):
        if line % 2 == 0:
            parts.append('<rect class="stripe" x="%d" y="%d" width="%d" height="%d"/>' % (MARGIN, TOP + line * ROW, WIDTH - 2 * MARGIN, ROW))
    for tick in TICKS:
        x = place(tick)
        parts.append('<line class="axis" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>' % (x, TOP, x, bottom))
        parts.append(text(x, TOP - 8, ("≤ %g" if tick == LOWEST else "%g") % tick, "quiet", "middle"))
    for line, chosen in enumerate(measured):
        y = TOP + line * ROW + ROW / 2
        parts.append(text(MARGIN + 8, y + 4.5, chosen.title))
        for suffix, _ in reversed(shown):
            figure = figures.get(f"acc.{chosen.name}.{suffix}")
            if figure:
                parts.append(mark(suffix, place(figure["value"]), y))
    y = bottom + 26
    for number, (suffix, called) in enumerate(shown):
        x, line = MARGIN + 12 + (number % 3) * 280, y + (number // 3) * 22
        parts += [mark(suffix, x, line), text(x + 14, line + 4.5, called)]
    height = y + ((len(shown) + 2) // 3) * 22
    frame = '<rect class="card" x="0.5" y="0.5" width="%d" height="%d" rx="10"/>' % (WIDTH - 1, height - 1)
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">' % (
        WIDTH, height, WIDTH, height, escape(title))
    return "\n".join([head, "<style>%s</style>" % STYLE, frame, *parts, "</svg>", ""])


def write(folder):
    with open(os.path.join(folder, "figures.json")) as file:
        document = json.load(file)
    for name, content in (("tables.md", tables(document)), ("accuracy.svg", chart(document))):
        with open(os.path.join(folder, name + ".partial"), "w") as file:
            file.write(content)
        os.replace(os.path.join(folder, name + ".partial"), os.path.join(folder, name))


if __name__ == "__main__":
    write(sys.argv[1])

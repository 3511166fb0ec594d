#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Draws Results/spine.svg: the processor seconds of ten additions to a spine, one after the other: what a busy machine leaves as it is.

usage: chart.py [RESULTS.json]      (without: those of this machine's processor)
"""
import json
import os
import sys

BENCHMARKS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[0] = BENCHMARKS
from chart import BAR, LABELS, MARGIN, STEP, STYLE, VALUES, WIDTH, text
from results import Results

ADDS = 10


def chart(machine, figures):
    adds = [figures["spine.adds.%d.seconds" % number] for number in range(1, ADDS + 1)]
    left, scale = MARGIN + LABELS, (WIDTH - 2 * MARGIN - LABELS - VALUES) / max(add["cpu_seconds"] for add in adds)
    rows, new = (format(adds[0][key], ",") for key in ("rows", "new"))
    title = "Ten additions of %s records to a spine of %s" % (new, rows)
    subtitle = "processor seconds from sealed file to committed ids; similarity of at least %.2f, recall 0.99, 1,024 bits" % adds[0]["threshold"]
    parts = [text(MARGIN, 38, title, "title"), text(MARGIN, 60, subtitle, "quiet")]
    top = 84
    for place, add in enumerate(adds):
        y, length = top + place * STEP, add["cpu_seconds"] * scale
        middle = y + BAR / 2 + 5
        parts.append(text(left - 12, middle, "addition %d" % (place + 1), None, "end"))
        parts.append('<rect class="ours" x="%g" y="%g" width="%.1f" height="%d" rx="3"/>' % (left, y, length, BAR))
        parts.append(text(left + length + 8, middle, "%.0f s" % add["cpu_seconds"]))
    bottom = top + (ADDS - 1) * STEP + BAR
    parts.append('<line class="axis" x1="%g" y1="%g" x2="%g" y2="%g"/>' % (left - .5, top - 4, left - .5, bottom + 4))
    parts.append(text(MARGIN, bottom + 34, "%s, %d threads, %s" % (machine["processor"], adds[0]["threads"], adds[0]["date"]), "quiet"))
    height = bottom + 54
    frame = '<rect class="card" x="0.5" y="0.5" width="%d" height="%d" rx="10"/>' % (WIDTH - 1, height - 1)
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">' % (
        WIDTH, height, WIDTH, height, title)
    return "\n".join([head, "<style>%s</style>" % STYLE, frame, *parts, "</svg>", ""])


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else Results().path
    with open(path) as file:
        document = json.load(file)
    with open(os.path.join(BENCHMARKS, "Results", "spine.svg"), "w") as file:
        file.write(chart(document["machine"], document["figures"]))


if __name__ == "__main__":
    main()

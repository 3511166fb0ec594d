#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Draws Results/join.svg: pairs a second of the join and its peers, from the figures of one machine.

usage: chart.py [RESULTS.json]      (without: those of this machine's processor)

The picture brings its own background and colours for light and dark, so that it can be read on any page.
"""
import json
import os
import sys
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "Peers"))
from results import Results

# What each is called, {} its version.
SERIES = {"ours": "Tessera", "faiss": "faiss {} + filter", "numkong": "numkong {} + numpy", "anonlink": "anonlink {}", "fpsim2": "FPSim2 {}"}
THRESHOLDS = [80, 90]
WIDTH, MARGIN, LABELS, VALUES = 800, 28, 190, 120
BAR, STEP, GROUP_GAP = 20, 28, 46
STYLE = """
.card { fill: #ffffff; stroke: #d0d7de } .axis { stroke: #d0d7de } .peer { fill: #9aa4b0 } .ours { fill: #0b63ce }
text { fill: #1f2328; font: 14px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif }
.title { font-size: 17px; font-weight: 600 } .group, .bold { font-weight: 600 } .quiet { fill: #59636e; font-size: 12.5px }
@media (prefers-color-scheme: dark) {
.card { fill: #151b23; stroke: #3d444d } .axis { stroke: #3d444d } .peer { fill: #7d8896 } .ours { fill: #4c9aff }
text { fill: #f0f6fc } .quiet { fill: #a3adb8 } }
"""


def text(x, y, content, kind=None, anchor="start"):
    style = ' class="%s"' % kind if kind else ""
    return '<text x="%g" y="%g" text-anchor="%s"%s>%s</text>' % (x, y, anchor, style, escape(content))


def rate(million):
    return "%.1f billion" % (million / 1000) if million >= 1000 else "%.0f million" % million


def chart(machine, figures):
    def figure(threshold, name):
        return figures["join.1024.t%d.million_pairs_per_s.%s" % (threshold, name)]

    first = figure(THRESHOLDS[0], "ours")
    full = max(figure(threshold, name)["value"] for threshold in THRESHOLDS for name in SERIES)
    left, scale = MARGIN + LABELS, (WIDTH - 2 * MARGIN - LABELS - VALUES) / full
    rows = format(first["rows"], ",")
    title = "Exact Dice join, pairs compared a second on one core"
    subtitle = "%s × %s records, filters of 1,024 bits; answers checked before times" % (rows, rows)
    parts = [text(MARGIN, 38, title, "title"), text(MARGIN, 60, subtitle, "quiet")]
    y = 96
    for threshold in THRESHOLDS:
        parts.append(text(MARGIN, y, "Similarity of at least %.2f" % (threshold / 100), "group"))
        top = y + 14
        ours = figure(threshold, "ours")["value"]
        names = sorted(SERIES, key=lambda name: -figure(threshold, name)["value"])
        for place, name in enumerate(names):
            known = figure(threshold, name)
            y = top + place * STEP
            middle, length = y + BAR / 2 + 5, max(2, known["value"] * scale)
            kind, weight, label = "peer", None, rate(known["value"]) + " (Tessera is %.0f× as fast)" % (ours / known["value"])
            if name == "ours":
                kind, weight, label = "ours", "bold", rate(known["value"])
            called = SERIES[name].format(known.get("peer", "").split(" ")[-1])
            parts.append(text(left - 12, middle, called, weight, "end"))
            parts.append('<rect class="%s" x="%g" y="%g" width="%.1f" height="%d" rx="3"/>' % (kind, left, y, length, BAR))
            parts.append(text(left + length + 8, middle, label, weight))
        parts.append('<line class="axis" x1="%g" y1="%g" x2="%g" y2="%g"/>' % (left - .5, top - 4, left - .5, y + BAR + 4))
        y += GROUP_GAP + BAR
    footer = "%s, kernel %s, %s; medians of %d rounds in turn" % (machine["processor"], first["kernel"], first["date"], first["rounds"])
    parts.append(text(MARGIN, y - 12, footer, "quiet"))
    height = y + 8
    frame = '<rect class="card" x="0.5" y="0.5" width="%d" height="%d" rx="10"/>' % (WIDTH - 1, height - 1)
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">' % (
        WIDTH, height, WIDTH, height, escape(title))
    return "\n".join([head, "<style>%s</style>" % STYLE, frame, *parts, "</svg>", ""])


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else Results().path
    with open(path) as file:
        document = json.load(file)
    with open(os.path.join(HERE, "Results", "join.svg"), "w") as file:
        file.write(chart(document["machine"], document["figures"]))


if __name__ == "__main__":
    main()

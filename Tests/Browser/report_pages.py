#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Opens report pages in Chromium and checks what a reader's browser makes of them.

    TESSERA_SAMPLE_PAGES=/tmp/pages swift test --filter samplePages
    python3 report_pages.py /tmp/pages/*.html

Needs Chromium and Python's standard library. Checked: the console has no error and no warning; nothing is wider than the window;
labels, headings and contrast, light and dark; the slider, the address (#t=0.85), the Reset button and a drag in a chart
all show the payload's row; the marks move to it; pairs can be judged with keys and clicks, and the table that is
downloaded says what was chosen. Exit 0 if all holds, 1 with a line for each failure, 2 if no browser is found.
"""
import contextlib
import csv
import io
import os
import sys
from pathlib import Path

import page_checks
from chromium import Chromium, Page

# What the page is made of: the payload, the charts' scales and what the numbers in the text show.
READ = """
({
  payload: JSON.parse(document.getElementById("payload").textContent),
  scales: Object.fromEntries([...document.querySelectorAll("svg[data-x]")].map(chart =>
    [chart.id, [chart.dataset.x, chart.dataset.y].map(scale => scale.split(" ").map(Number))])),
  outputs: [...document.querySelectorAll("output[data-show]")].map(e => [e.dataset.show, e.textContent]),
})
"""

# Run in the page, after its own script; their value is what they saw.
DRIVER = """
(() => {
  const seen = [];
  const slider = document.getElementById("slider");
  const look = name => seen.push({
    name, value: Number(slider.value), hash: location.hash, said: slider.getAttribute("aria-valuetext"),
    shown: [...document.querySelectorAll("[data-show]")].map(e => [e.dataset.show, e.textContent]),
    marks: [...document.querySelectorAll("[data-column-x]")].filter(e => e.dataset.columnX)
      .map(e => [e.dataset.columnX, e.dataset.columnY || "", e.getAttribute("transform"), e.ownerSVGElement.id]),
  });
  const set = v => {
    slider.value = v;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  };
  look("start");
  for (const v of [0, Math.floor(slider.max / 3), Number(slider.max)]) { set(v); look("slider"); }
  document.getElementById("reset").click();
  look("reset");
  const dragged = [...document.querySelectorAll("svg.draggable")].map(chart => {
    const box = chart.getBoundingClientRect();
    const point = { clientX: box.left + box.width * 0.7, clientY: box.top + 9, buttons: 1, bubbles: true };
    chart.dispatchEvent(new PointerEvent("pointerdown", point));
    chart.dispatchEvent(new PointerEvent("pointerup", { ...point, buttons: 0 }));
    look("drag");
    return { chart: chart.id, x: 0.7 * chart.viewBox.baseVal.width, row: Number(slider.value),
      column: chart.querySelector(".rule").dataset.columnX };
  });
  return { seen, dragged, max: Number(slider.max), scripted: document.documentElement.classList.contains("interactive"),
    control: getComputedStyle(document.querySelector(".control")).display };
})()
"""

# The same on a page on which pairs are judged: by keys, by a click, back again; then the download is read.
REVIEW_DRIVER = """
(async () => {
  const rows = [...document.querySelectorAll("#review tr[data-csv]")];
  const press = key => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const at = () => rows.indexOf(document.activeElement.closest("tr[data-csv]"));
  const places = [at()];
  for (const key of ["1", "2", "3", "j", "1", "k", "3", "x"]) { press(key); places.push(at()); }
  rows[6].querySelectorAll("input")[1].click();
  const before = document.getElementById("progress").textContent;
  let blob, name;
  URL.createObjectURL = given => { blob = given; return "#"; };
  HTMLAnchorElement.prototype.click = function () { name = this.download; };
  document.getElementById("download").click();
  return { places, before, name, text: await blob.text(), type: blob.type, lines: rows.map(row => row.dataset.csv),
    control: getComputedStyle(document.querySelector(".control")).display };
})()
"""


def written(payload, name, row):
    """What the page must write for a column's row."""
    value = payload["columns"][name][row]
    if name == "threshold":
        return f"{value / payload['scale']:.{payload['digits']}f}"
    if name == "weight":
        return ("weight", value / 1e3)
    if name.split("-")[0] in ("precision", "recall", "f1"):
        return ("share", value / 1e4)
    return f"{value:,}"


def check_shown(payload, row, shown):
    for name, text in shown:
        wanted = written(payload, name, row)
        if isinstance(wanted, tuple) and wanted[0] == "weight":  # bits with their sign, rounded to a tenth
            if abs(float(text) - wanted[1]) > 0.0501 or (text[0] not in "+-") != (wanted[1] == 0):
                yield f"{name} shows {text} in row {row}"
        elif isinstance(wanted, tuple) and wanted[1] < 0:  # nothing to tell
            if text != "–":
                yield f"{name} shows {text} in row {row}"
        elif isinstance(wanted, tuple):  # a percentage, rounded to a tenth
            if not text.endswith("%") or abs(float(text[:-1]) - wanted[1]) > 0.0501:
                yield f"{name} shows {text} in row {row}"
        elif text != wanted:
            yield f"{name} shows {text} instead of {wanted} in row {row}"


def check_marks(read, row, marks):
    columns = read["payload"]["columns"]
    for across, up, transform, chart in marks:
        place = [float(x) for x in transform.removeprefix("translate(").removesuffix(")").split()]
        for axis, name in enumerate((across, up)):
            if not name:
                continue
            low, high, start, end = read["scales"][chart][axis]
            wanted = start + (min(max(columns[name][row], low), high) - low) / (high - low) * (end - start)
            if abs(place[axis] - wanted) > 0.01:
                yield f"the mark of {name} in {chart} stands at {place[axis]} instead of {wanted:.2f}"


@contextlib.contextmanager
def opened(browser, path, problems, fragment="", width=1200):
    """A page as its reader has it; what is wrong whatever is done with it goes to the problems."""
    page = Page(browser)
    page.size(width, 1400)
    page.goto(Path(path).resolve().as_uri() + fragment)
    try:
        yield page
        if page.run("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append(f"the page is wider than its window of {page.run('innerWidth')} pixels")
    finally:
        problems += page.console
        page.close()


def check_review(browser, path, width, problems):
    with opened(browser, path, problems, width=width) as page:
        found = page.run(REVIEW_DRIVER)
    # 1, 2 and 3 choose and go on, j and k go down and up, another key does nothing.
    if found["places"] != [-1, 1, 2, 3, 4, 5, 4, 5, 5]:
        problems.append(f"the keys went to the rows {found['places']}")
    choices = {0: "known", 1: "forbidden", 6: "forbidden"}
    rows = len(found["lines"])
    if found["before"] != f"{len(choices)} of {rows} judged" or found["control"] == "none":
        problems.append(f"the page says {found['before']}")
    wanted = [line + choices.get(row, "") for row, line in enumerate(found["lines"])]
    if found["text"].splitlines()[1:] != wanted or (found["name"], found["type"]) != ("decisions.csv", "text/csv"):
        problems.append("the download is not the table with what was chosen")
    table = list(csv.DictReader(io.StringIO(found["text"])))
    if [row["decision"] for row in table] != [choices.get(row, "") for row in range(rows)]:
        problems.append("the download does not read as CSV")


def check_slider(browser, path, width, problems):
    with opened(browser, path, problems, width=width) as page:
        read, found = page.run(READ), page.run(DRIVER)
    payload = read["payload"]
    rows = len(payload["columns"]["threshold"])
    if not found["scripted"] or found["control"] == "none" or found["max"] != rows - 1:
        problems.append("the slider is hidden or has the wrong range")
    values = [look["value"] for look in found["seen"]]
    if values[:5] != [payload["start"], 0, (rows - 1) // 3, rows - 1, payload["start"]]:
        problems.append(f"the slider went through the rows {values}")
    for look in found["seen"]:
        row = look["value"]
        problems += check_shown(payload, row, look["shown"])
        problems += check_marks(read, row, look["marks"])
        threshold = written(payload, "threshold", row)
        if look["said"] != threshold or look["name"] != "start" and look["hash"] != "#t=" + threshold:
            problems.append(f"{look['name']}: the slider says {look['said']}, the address {look['hash']} at {threshold}")
    for drag in found["dragged"]:
        values = payload["columns"][drag["column"]]
        low, high, start, end = read["scales"][drag["chart"]][0]
        aim = low + (drag["x"] - start) / (end - start) * (high - low)
        # A pixel of slack: the browser lays the chart out in its own units.
        reach = (high - low) / (end - start)
        # Beyond the ends of the slider, the first or last row is meant.
        aim = min(max(aim, values[0]), values[-1])
        if not values[max(0, drag["row"] - 1)] - reach <= aim <= values[drag["row"]] + reach:
            problems.append(f"the drag to {aim:.0f} in {drag['chart']} chose {values[drag['row']]}")
    return payload


def check_addresses(browser, path, payload, problems):
    thresholds = payload["columns"]["threshold"]
    for fragment, row in (
        (f"#t={written(payload, 'threshold', len(thresholds) // 2)}", len(thresholds) // 2),
        ("#t=-99", 0),
        ("#t=1e9", payload["start"]),  # not a plain decimal: ignored
        ("#overview", payload["start"]),
    ):
        with opened(browser, path, problems, fragment) as page:
            outputs = page.run(READ)["outputs"]
        wanted = next(i for i, t in enumerate(thresholds) if t >= thresholds[row])
        problems += [f"{fragment}: {problem}" for problem in check_shown(payload, wanted, outputs)]


def check_page(browser, path, problems):
    with opened(browser, path, problems) as page:
        page_checks.check(page, "page", problems)
        parts = page.run("['review', 'payload'].filter(id => document.getElementById(id))")
    for width in (1400, 500):
        if "review" in parts:
            check_review(browser, path, width, problems)
        elif "payload" in parts:
            payload = check_slider(browser, path, width, problems)
    if "payload" in parts and "review" not in parts:
        check_addresses(browser, path, payload, problems)


def check(browser, path):
    problems = []
    try:
        check_page(browser, path, problems)
    except Exception as error:  # what is not as any of the checks knows it is a failure of the page, and the others still count
        problems.append(repr(error))
    return problems


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        browser = Chromium()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        failures = [f"{os.path.basename(path)}: {problem}" for path in sys.argv[1:] for problem in check(browser, path)]
    finally:
        browser.close()
    print("\n".join(failures) if failures else f"{len(sys.argv) - 1} pages hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

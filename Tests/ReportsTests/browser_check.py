#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Opens report pages in Chromium and checks what a reader's browser makes of them.

    TESSERA_SAMPLE_PAGES=/tmp/pages swift test --filter samplePages
    python3 browser_check.py /tmp/pages/*.html

Needs Chromium and Python's standard library. Checked: the console stays silent; nothing is wider than the window;
the slider, the address (#t=0.85), the Reset button and a drag in a chart all show the payload's row; the marks move to
it; pairs can be judged with keys and clicks, and the table that is downloaded says what was chosen. Exit 0 if all holds, 1 with a line for each failure, 2 if no browser is found.
"""
import csv
import html.parser
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Runs in a copy of the page, after its own script, and leaves what it saw in an attribute of the body.
DRIVER = """
<script>
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
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  document.body.setAttribute("data-seen", JSON.stringify({ seen, wide, dragged, max: Number(slider.max),
    scripted: document.documentElement.classList.contains("interactive"),
    control: getComputedStyle(document.querySelector(".control")).display }));
})();
</script>
"""

# The same in a copy of a page on which pairs are judged: by keys, by a click, back again; then the download is read.
REVIEW_DRIVER = """
<script>
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
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  document.body.setAttribute("data-seen", JSON.stringify({ places, before, name, wide, text: await blob.text(),
    type: blob.type, lines: rows.map(row => row.dataset.csv), control: getComputedStyle(document.querySelector(".control")).display }));
})();
</script>
"""


class Page(html.parser.HTMLParser):
    """The payload, the charts' scales and the driver's findings."""

    def __init__(self, text):
        super().__init__()
        self.payload_text, self.in_payload, self.scales, self.found, self.outputs = "", False, {}, None, []
        self.output = None
        self.feed(text)
        self.payload = json.loads(self.payload_text) if self.payload_text else None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.in_payload = tag == "script" and attributes.get("id") == "payload"
        if tag == "svg" and "data-x" in attributes:
            self.scales[attributes["id"]] = [[float(x) for x in attributes[k].split()] for k in ("data-x", "data-y")]
        if tag == "body" and "data-seen" in attributes:
            self.found = json.loads(attributes["data-seen"])
        self.output = attributes.get("data-show") if tag == "output" else None

    def handle_data(self, data):
        if self.in_payload:
            self.payload_text += data
        if self.output:
            self.outputs.append([self.output, data])

    def handle_endtag(self, tag):
        self.in_payload, self.output = False, None


def open_page(browser, path, fragment="", width=1200):
    with tempfile.TemporaryDirectory() as profile:
        run = subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom",
             f"--user-data-dir={profile}", f"--window-size={width},1400", Path(path).resolve().as_uri() + fragment],
            capture_output=True, text=True, timeout=120, check=True)
    return Page(run.stdout), [line for line in run.stderr.splitlines() if "CONSOLE" in line]


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


def check_marks(page, row, marks):
    columns = page.payload["columns"]
    for across, up, transform, chart in marks:
        place = [float(x) for x in transform.removeprefix("translate(").removesuffix(")").split()]
        for axis, name in enumerate((across, up)):
            if not name:
                continue
            low, high, start, end = page.scales[chart][axis]
            wanted = start + (min(max(columns[name][row], low), high) - low) / (high - low) * (end - start)
            if abs(place[axis] - wanted) > 0.01:
                yield f"the mark of {name} in {chart} stands at {place[axis]} instead of {wanted:.2f}"


def check_review(browser, source):
    with tempfile.TemporaryDirectory() as folder:
        driven = Path(folder) / "page.html"
        driven.write_text(source.replace("</body>", REVIEW_DRIVER + "</body>"), encoding="utf-8")
        for width in (1400, 500):
            page, console = open_page(browser, driven, width=width)
            yield from console
            found = page.found
            if found is None:
                yield "the page's script did not run"
                return
            if found["wide"]:
                yield f"the page is wider than a window of {width} pixels"
            # 1, 2 and 3 choose and go on, j and k go down and up, another key does nothing.
            if found["places"] != [-1, 1, 2, 3, 4, 5, 4, 5, 5]:
                yield f"the keys went to the rows {found['places']}"
            choices = {0: "known", 1: "forbidden", 6: "forbidden"}
            rows = len(found["lines"])
            if found["before"] != f"{len(choices)} of {rows} judged" or found["control"] == "none":
                yield f"the page says {found['before']}"
            wanted = [line + choices.get(row, "") for row, line in enumerate(found["lines"])]
            if found["text"].splitlines()[1:] != wanted or (found["name"], found["type"]) != ("decisions.csv", "text/csv"):
                yield "the download is not the table with what was chosen"
            table = list(csv.DictReader(io.StringIO(found["text"])))
            if [row["decision"] for row in table] != [choices.get(row, "") for row in range(rows)]:
                yield "the download does not read as CSV"


def check(browser, path):
    source = Path(path).read_text(encoding="utf-8")
    if 'id="review"' in source:
        yield from check_review(browser, source)
        return
    if 'id="payload"' not in source:
        _, console = open_page(browser, path)
        yield from console
        return
    with tempfile.TemporaryDirectory() as folder:
        driven = Path(folder) / "page.html"
        driven.write_text(source.replace("</body>", DRIVER + "</body>"), encoding="utf-8")
        for width in (1200, 500):
            page, console = open_page(browser, driven, width=width)
            yield from console
            if page.found is None:
                yield "the page's script did not run"
                return
            if page.found["wide"]:
                yield f"the page is wider than a window of {width} pixels"
    payload, found = page.payload, page.found
    rows = len(payload["columns"]["threshold"])
    if not found["scripted"] or found["control"] == "none" or found["max"] != rows - 1:
        yield "the slider is hidden or has the wrong range"
    values = [look["value"] for look in found["seen"]]
    if values[:5] != [payload["start"], 0, (rows - 1) // 3, rows - 1, payload["start"]]:
        yield f"the slider went through the rows {values}"
    for look in found["seen"]:
        row = look["value"]
        yield from check_shown(payload, row, look["shown"])
        yield from check_marks(page, row, look["marks"])
        threshold = written(payload, "threshold", row)
        if look["said"] != threshold or look["name"] != "start" and look["hash"] != "#t=" + threshold:
            yield f"{look['name']}: the slider says {look['said']} and the address {look['hash']} at {threshold}"
    thresholds = payload["columns"]["threshold"]
    for drag in found["dragged"]:
        values = payload["columns"][drag["column"]]
        low, high, start, end = page.scales[drag["chart"]][0]
        aim = low + (drag["x"] - start) / (end - start) * (high - low)
        # A pixel of slack: the browser lays the chart out in its own units.
        reach = (high - low) / (end - start)
        # Beyond the ends of the slider, the first or last row is meant.
        aim = min(max(aim, values[0]), values[-1])
        if not values[max(0, drag["row"] - 1)] - reach <= aim <= values[drag["row"]] + reach:
            yield f"the drag to {aim:.0f} in {drag['chart']} chose {values[drag['row']]}"
    for fragment, row in (
        (f"#t={written(payload, 'threshold', rows // 2)}", rows // 2),
        ("#t=-99", 0),
        ("#t=1e9", payload["start"]),  # not a plain decimal: ignored
        ("#overview", payload["start"]),
    ):
        page, console = open_page(browser, path, fragment)
        yield from console
        wanted = next(i for i, t in enumerate(thresholds) if t >= thresholds[row])
        for problem in check_shown(payload, wanted, page.outputs):
            yield f"{fragment}: {problem}"


def main():
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("no Chromium found", file=sys.stderr)
        return 2
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    failures = [f"{os.path.basename(path)}: {problem}" for path in sys.argv[1:] for problem in check(browser, path)]
    print("\n".join(failures) if failures else f"{len(sys.argv) - 1} pages hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

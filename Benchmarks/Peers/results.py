# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Figures: printed as `name value` lines and kept as JSON, one file a processor model."""
import datetime
import json
import os
import platform
import re
import sys
import time

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Results")


def processor():
    """Model, family and model number: virtual machines often give no more than a brand as the name."""
    known = {}
    with open("/proc/cpuinfo") as file:
        for line in file:
            key, _, value = line.partition(":")
            known.setdefault(key.strip(), value.strip())
    name = re.sub(r"\((R|TM)\)|CPU|Processor|@.*", "", known.get("model name", platform.machine()), flags=re.IGNORECASE)
    name = " ".join(name.split())
    if "cpu family" in known:
        name += " family %s model %s" % (known["cpu family"], known["model"])
    return name


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class Results:
    def __init__(self):
        self.machine = {
            "processor": processor(), "architecture": platform.machine(), "cores": os.cpu_count(),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)}
        self.path = os.path.join(FOLDER, slug(self.machine["processor"]) + ".json")
        self.figures = {}
        self.complete = True
        if os.path.exists(self.path):
            with open(self.path) as file:
                self.figures = json.load(file)["figures"]

    def add(self, name, value, digits=2, **details):
        """Prints the figure, replaces it in the file, and keeps how it was measured."""
        print(name, "%.*f" % (digits, value), flush=True)
        self.figures[name] = {"value": round(value, digits),
                              "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
                              **{key: detail for key, detail in details.items() if detail is not None}}
        self._write()

    def attempt(self, measure, *arguments):
        """One measure: when it fails the others still run, and the process ends with an error."""
        began = time.monotonic()
        try:
            measure(self, *arguments)
            note("%s took %.0f s" % (measure.__name__, time.monotonic() - began))
        except Exception as error:
            self.complete = False
            note("%s failed: %s: %s" % (measure.__name__, type(error).__name__, error))

    def _write(self):
        os.makedirs(FOLDER, exist_ok=True)
        with open(self.path + ".partial", "w") as file:
            json.dump({"machine": self.machine, "figures": dict(sorted(self.figures.items()))}, file, indent=1)
            file.write("\n")
        os.replace(self.path + ".partial", self.path)


def note(text):
    print(text, file=sys.stderr, flush=True)

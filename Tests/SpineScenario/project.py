# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""A project of the town's agencies and one linkage unit, done with the real programs."""
import csv
import json
import os
import shutil
import subprocess


class Refused(Exception):
    """A program ended with another status than 0."""

    def __init__(self, command, status, message):
        super().__init__("%s: status %d: %s" % (" ".join(command), status, message.strip()))
        self.status, self.message = status, message


class Project:
    """Parties, their keys and files under `folder`; the town's extracts are under `town`."""

    def __init__(self, programs, folder, town, profile="field"):
        self.programs, self.folder, self.town, self.store = programs, folder, town, os.path.join(folder, "store")
        os.makedirs(folder)
        self.log = open(os.path.join(folder, "log.txt"), "w")
        self.schema, self.key = self.path("schema.json"), self.path("project.key")
        self.agency("schema", "init", "--for", profile, "-o", self.schema)
        self.agency("key", "new", "--project", "town", "-o", self.key)
        self.linker("identity", "new", "unit", "--folder", folder)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def run(self, program, *arguments):
        command = [program, *map(str, arguments)]
        done = subprocess.run([os.path.join(self.programs, program), *command[1:]], capture_output=True, text=True)
        self.log.write("$ %s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
        self.log.flush()
        # 3 is "done, some rows rejected": no row of the town should be.
        if done.returncode != 0:
            raise Refused(command, done.returncode, done.stderr)
        return done.stdout

    def agency(self, *arguments):
        return self.run("tessera-agency", *arguments)

    def linker(self, *arguments):
        return self.run("tessera-linker", *arguments)

    def card(self, name):
        if not os.path.exists(self.path(name + ".card")):
            self.agency("identity", "new", name, "--folder", self.folder)
        return self.path(name + ".card")

    def encoded(self, name, year):
        """The agency's encoding file of a year, made when it is first wanted."""
        file = self.path("%s-%s.tessera" % (name, year))
        if not os.path.exists(file):
            self.card(name)
            self.agency("encode", os.path.join(self.town, str(year), name + ".csv"), "--schema", self.schema, "--key", self.key,
                        "--identity", self.path(name + ".identity"), "--to", self.path("unit.card"), "-o", file)
        return file

    def tokens(self, name, year):
        """record_id → row token of an encoding file."""
        table = self.path("%s-%s.tokens.csv" % (name, year))
        if not os.path.exists(table):
            self.agency("tokens", self.encoded(name, year) + ".rowmap", "--identity", self.path(name + ".identity"), "-o", table)
        with open(table, newline="") as file:
            return {row["record_id"]: row["row_token"] for row in csv.DictReader(file)}

    # The spine; every command but the first names the store.

    def init(self, *options):
        self.linker("spine", "init", self.store, "--project", "town", "--identity", self.path("unit.identity"), *options)

    def spine(self, command, *arguments):
        return self.linker("spine", command, self.store, *arguments, "--identity", self.path("unit.identity"))

    def add(self, name, year, *options):
        self.spine("add", self.encoded(name, year), "--agency", self.card(name), *options)

    def refresh(self, name, year, *options):
        self.spine("refresh", self.encoded(name, year), "--agency", self.card(name), *options)

    def receive(self, folder, extracts):
        """Gives every agency its ids, as FOLDER/AGENCY.csv, and the researcher FOLDER/crosswalk.csv."""
        results = self.path("results-" + os.path.basename(folder))
        self.spine("ids", "--output", results)
        os.makedirs(folder, exist_ok=True)
        shutil.copy(os.path.join(results, "crosswalk.csv"), folder)
        for name, year in extracts.items():
            self.agency("receive", os.path.join(results, "results", name + ".tessera"), "--identity", self.path(name + ".identity"),
                        "--from", self.path("unit.card"), "--map", self.encoded(name, year) + ".rowmap",
                        "-o", os.path.join(folder, name + ".csv"))

    def status(self):
        return json.loads(self.linker("spine", "status", self.store, "--json"))

    def counts(self):
        """Records of the current extract of every dataset that is not withdrawn, as the store counts them."""
        return {dataset["name"]: dataset["records"] for dataset in self.status()["datasets"] if not dataset["isWithdrawn"]}

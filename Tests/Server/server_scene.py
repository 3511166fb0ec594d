# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""A server, and agencies that encode small extracts of Massachusetts-20k for it."""
import csv
import time
import urllib.parse
from pathlib import Path

from unit import Unit

DATA = Path(__file__).resolve().parents[2] / "Benchmarks" / "Data" / "massachusetts-20k"
# The agencies, who is the spine, and how many of the town's people each may draw on.
AGENCIES = {"apcd": ("spine", 1500), "hospital": ("contributor", 1500), "shelter": ("contributor", 6000)}
PROJECT = "homes-2026"


class Scene(Unit):
    """The linkage unit, with the agencies' files beside its folder."""

    def __init__(self, programs, folder):
        self.files = Path(folder)
        self.files.mkdir(parents=True)
        super().__init__(programs, self.files / "server")

    def start(self):
        super().start()
        # Browsers know this name as safe.
        self.address = self.address.replace("127.0.0.1", "localhost")
        return self

    def stop(self):
        """Seconds until the server had ended after SIGTERM."""
        begun = time.monotonic()
        super().stop()
        return time.monotonic() - begun

    def agency(self, *arguments):
        self.run("tessera-agency", *map(str, arguments))

    def encode(self):
        """Three agencies' identities and encoding files."""
        self.agency("schema", "init", "--for", "record", "-o", self.files / "schema.json")
        self.agency("key", "new", "--project", PROJECT, "-o", self.files / "project.key")
        with open(DATA / "truth.csv", newline="") as file:
            people = {(row["agency"], row["record_id"]): row["person_id"] for row in csv.DictReader(file)}
        for name, (_, limit) in AGENCIES.items():
            self.agency("identity", "new", name, "--folder", self.files)
            with open(DATA / (name + ".csv"), newline="") as file:
                rows = list(csv.DictReader(file))
            chosen = [row for row in rows if int(people[name, row["record_id"]][1:]) < limit]
            with open(self.files / (name + ".csv"), "w", newline="") as file:
                table = csv.DictWriter(file, rows[0].keys())
                table.writeheader()
                table.writerows(chosen)
            self.encode_table(name, "project.key", name + ".tessera")
        # A file under a key that nobody else has.
        self.agency("key", "new", "--project", PROJECT, "-o", self.files / "other.key")
        self.encode_table("shelter", "other.key", "other-key.tessera")

    def encode_table(self, name, key, output):
        self.agency("encode", self.files / (name + ".csv"), "--schema", self.files / "schema.json", "--key", self.files / key,
                    "--identity", self.files / (name + ".identity"), "--to", self.folder / "unit.card",
                    "-o", self.files / output, "--column", "ssn4=ssn4")

    def card(self, name):
        return (self.files / (name + ".card")).read_text()

    def data(self, name):
        return (self.files / (name + ".tessera")).read_bytes()

    def log_in(self, token):
        """The cookie of a session, got as a browser would."""
        form = self.ask("GET", "/login").headers["Set-Cookie"].split(";")[0]
        body = urllib.parse.urlencode({"form": form.split("=")[1], "token": token})
        answer = self.ask("POST", "/login", body=body, headers={
            "Cookie": form, "Origin": f"https://127.0.0.1:{self.port}", "Content-Type": "application/x-www-form-urlencoded"})
        if answer.status != 303:
            raise RuntimeError("the log-in was refused")
        return answer.headers["Set-Cookie"].split(";")[0]

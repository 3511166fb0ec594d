# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""A server with a folder of its own, and agencies that encode small extracts of Massachusetts-20k for it."""
import csv
import hashlib
import http.client
import json
import ssl
import subprocess
import time
import urllib.parse
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "Benchmarks" / "Data" / "massachusetts-20k"
# The agencies, who is the spine, and how many of the town's people each may draw on.
AGENCIES = {"apcd": ("spine", 1500), "hospital": ("contributor", 1500), "shelter": ("contributor", 6000)}
PROJECT = "homes-2026"


class Scene:
    def __init__(self, server, agency, folder):
        self.server, self.agency, self.folder = server, agency, Path(folder)
        self.folder.mkdir(parents=True)
        made = json.loads(self.run(server, "init", self.folder / "server", "--name", "state-linkage-unit", "--json"))
        self.token = made["token"]
        self.process = None

    def run(self, program, *arguments):
        done = subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True)
        if done.returncode not in (0, 3):  # 3: some rows could not be encoded
            raise RuntimeError("%s %s: %s" % (program, arguments, done.stderr))
        return done.stdout

    def start(self):
        self.log = open(self.folder / "log.jsonl", "a")
        self.process = subprocess.Popen([str(self.server), "serve", str(self.folder / "server"), "--port", "0", "--json"],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.address = json.loads(self.process.stdout.readline())["address"].replace("127.0.0.1", "localhost")
        self.host = urllib.parse.urlsplit(self.address).netloc

    def stop(self):
        """Seconds until the server had ended after SIGTERM."""
        begun = time.monotonic()
        self.process.terminate()
        self.process.wait(60)
        return time.monotonic() - begun

    def encode(self):
        """Three agencies' identities and encoding files."""
        self.run(self.agency, "schema", "init", "--for", "record", "-o", self.folder / "schema.json")
        self.run(self.agency, "key", "new", "--project", PROJECT, "-o", self.folder / "project.key")
        with open(DATA / "truth.csv", newline="") as file:
            people = {(row["agency"], row["record_id"]): row["person_id"] for row in csv.DictReader(file)}
        for name, (_, limit) in AGENCIES.items():
            self.run(self.agency, "identity", "new", name, "--folder", self.folder)
            with open(DATA / (name + ".csv"), newline="") as file:
                rows = list(csv.DictReader(file))
            chosen = [row for row in rows if int(people[name, row["record_id"]][1:]) < limit]
            with open(self.folder / (name + ".csv"), "w", newline="") as file:
                table = csv.DictWriter(file, rows[0].keys())
                table.writeheader()
                table.writerows(chosen)
            self.encode_table(name, "project.key", name + ".tessera")
        # A file under a key that nobody else has.
        self.run(self.agency, "key", "new", "--project", PROJECT, "-o", self.folder / "other.key")
        self.encode_table("shelter", "other.key", "other-key.tessera")

    def encode_table(self, name, key, output):
        self.run(self.agency, "encode", self.folder / (name + ".csv"), "--schema", self.folder / "schema.json", "--key",
                 self.folder / key, "--identity", self.folder / (name + ".identity"), "--to",
                 self.folder / "server" / "unit.card", "-o", self.folder / output, "--column", "ssn4=ssn4")

    def card(self, name):
        return (self.folder / (name + ".card")).read_text()

    def connect(self):
        return http.client.HTTPSConnection(self.host, context=ssl._create_unverified_context(), timeout=120)

    def request(self, method, path, body=None, headers=None):
        """One request on a connection of its own: status, headers, body."""
        connection = self.connect()
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, answer.headers, data

    def api(self, token, method, path, body=None, headers=None):
        body = json.dumps(body) if isinstance(body, dict) else body
        status, _, data = self.request(method, path, body, {"Authorization": "Bearer " + token, **(headers or {})})
        if status >= 300:
            raise RuntimeError("%s %s: %d %s" % (method, path, status, data))
        return json.loads(data) if data else None

    def open_upload(self, file, token):
        data = (self.folder / (file + ".tessera")).read_bytes()
        made = self.api(token, "POST", f"/v1/projects/{PROJECT}/uploads",
                        {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        return f"/v1/projects/{PROJECT}/uploads/" + made["upload"], data

    def finish_upload(self, path, data, token):
        self.api(token, "PATCH", path, data, {"Upload-Offset": "0"})
        return self.api(token, "POST", path + "/complete")

    def log_in(self, token):
        """The cookie of a session, got as a browser would."""
        _, headers, page = self.request("GET", "/login")
        form = headers["Set-Cookie"].split(";")[0]
        body = urllib.parse.urlencode({"form": form.split("=")[1], "token": token})
        status, headers, _ = self.request("POST", "/login", body, {
            "Cookie": form, "Origin": "https://" + self.host, "Content-Type": "application/x-www-form-urlencoded"})
        if status != 303:
            raise RuntimeError("the log-in was refused")
        return headers["Set-Cookie"].split(";")[0]

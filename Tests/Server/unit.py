# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""A real server in a folder of its own, for scripts that try to break it; and agencies with real files."""

import hashlib
import http.client
import json
import os
import random
import signal
import sqlite3
import ssl
import subprocess
import time
from pathlib import Path

PROBLEMS = []
# The exit status of an encoding that left rows out.
SOME_REJECTED = 3


def check(condition, text):
    """Notes what is not as it should be; the script goes on to find the rest."""
    if not condition:
        PROBLEMS.append(text)
        print(f"FAULT: {text}", flush=True)
    return condition


def finish(title):
    """Says how it went, and ends the script."""
    print(f"{title}: {'no fault' if not PROBLEMS else f'{len(PROBLEMS)} faults'}", flush=True)
    raise SystemExit(1 if PROBLEMS else 0)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        try:
            return self.json.get("code", "")
        except ValueError:
            return ""


class Unit:
    """The linkage unit: its folder, its server while it runs, and its operator."""

    def __init__(self, programs, folder, **configuration):
        self.programs, self.folder = Path(programs), Path(folder)
        self.process = None
        self.address = self.port = self.context = None
        self.environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", OPENBLAS_NUM_THREADS="1")
        made = self.run("tessera-server", "init", str(self.folder), "--name", "unit", "--json")
        self.operator = json.loads(made)["token"]
        self.configure(**configuration)

    def run(self, program, *arguments, fails=False):
        done = subprocess.run([self.programs / program, *arguments], capture_output=True, text=True, env=self.environment)
        if done.returncode not in (0, SOME_REJECTED) and not fails:
            raise RuntimeError(f"{program} {arguments[0]}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def configure(self, **configuration):
        path = self.folder / "tessera-server.json"
        settings = json.loads(path.read_text())
        settings.update(configuration)
        path.write_text(json.dumps(settings))

    def start(self):
        self.log = open(self.folder.parent / f"{self.folder.name}.log", "ab")
        self.process = subprocess.Popen(
            [self.programs / "tessera-server", "serve", str(self.folder), "--port", "0", "--json"],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.environment,
        )
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the server did not start: see its log")
        address = json.loads(line)["address"]
        self.address = address
        self.port = int(address.rsplit(":", 1)[1])
        self.context = ssl.create_default_context(cafile=self.folder / "tls.certificate.pem")
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def connection(self, context=None, timeout=60, source=None):
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=context or self.context, timeout=timeout, source_address=source
        )

    def ask(self, method, path, token=None, body=None, headers=None, context=None):
        connection = self.connection(context)
        try:
            headers = dict(headers or {})
            if token:
                headers["Authorization"] = f"Bearer {token}"
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
                headers.setdefault("Content-Type", "application/json")
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def database(self, sql, *values):
        with sqlite3.connect(self.folder / "server.sqlite", timeout=10) as database:
            return database.execute(sql, values).fetchall()

    def memory(self, name="VmHWM"):
        """Kilobytes, as the system counts them."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])

    # What the operator does.

    def project(self, name, **options):
        answer = self.ask("POST", "/v1/projects", self.operator, {"name": name, **options})
        assert answer.status == 201, answer.body
        return name

    def admit(self, project, agency, role="contributor"):
        answer = self.ask(
            "POST", f"/v1/projects/{project}/agencies", self.operator,
            {"name": agency.name, "card": agency.card.read_text(), "role": role},
        )
        assert answer.status == 201, answer.body
        return answer.json["token"]

    def credential(self, project, role, party=None):
        body = {"role": role, **({"party": party} if party else {})}
        answer = self.ask("POST", f"/v1/projects/{project}/credentials", self.operator, body)
        assert answer.status == 201, answer.body
        return answer.json["token"]

    def link(self, project, wait=True, **options):
        run = self.ask("POST", f"/v1/projects/{project}/runs", self.operator, options).json
        return self.wait(project, run["run"]) if wait else run

    def wait(self, project, number, limit=300):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            run = self.ask("GET", f"/v1/projects/{project}/runs/{number}", self.operator).json
            if run["state"] not in ("queued", "running"):
                return run
            time.sleep(0.2)
        raise RuntimeError("the run does not end")

    # What an agency's program does.

    def upload(self, project, token, data, piece=1 << 20, context=None):
        opened = self.open(project, token, data, context)
        if opened.status not in (200, 201):
            return opened
        upload = opened.json
        if "receipt" in upload:
            return opened
        offset = upload["offset"]
        while offset < len(data):
            sent = self.patch(project, token, upload["upload"], data[offset:offset + piece], offset, context)
            if sent.status != 204:
                return sent
            offset = int(sent.headers["Upload-Offset"])
        return self.ask("POST", f"/v1/projects/{project}/uploads/{upload['upload']}/complete", token, context=context)

    def open(self, project, token, data, context=None):
        wish = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        return self.ask("POST", f"/v1/projects/{project}/uploads", token, wish, context=context)

    def patch(self, project, token, upload, piece, offset, context=None):
        return self.ask(
            "PATCH", f"/v1/projects/{project}/uploads/{upload}", token, piece, {"Upload-Offset": str(offset)},
            context=context,
        )


SCHEMA = {
    "tessera": "linkage-schema/1", "name": "made-up", "reading": {"recordId": "id"}, "filterLength": 512,
    "features": [
        {"name": "given", "role": "givenName", "column": "first", "bitsPerToken": 8, "keyGroup": "names"},
        {"name": "family", "role": "familyName", "column": "last", "bitsPerToken": 8, "keyGroup": "names"},
        {"name": "dob", "role": "birthDate", "dateFormats": ["yyyy-MM-dd"], "bitsPerToken": 8},
        {"name": "sex", "role": "sex", "bitsPerToken": 10},
    ],
    "vectors": "record",
}


def people(count, seed):
    """A table of invented people."""
    draw = random.Random(seed)
    syllables = ["ka", "ro", "mi", "ten", "sul", "bar", "ne", "lo", "vi", "dan", "fer", "go", "hal", "jun", "pe", "qua"]
    name = lambda: "".join(draw.choice(syllables) for _ in range(draw.randint(2, 4))).capitalize()
    lines = ["id,first,last,dob,sex"]
    for number in range(count):
        day = f"{draw.randint(1930, 2015)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        lines.append(f"{number},{name()},{name()},{day},{draw.choice('FM')}")
    return "\n".join(lines) + "\n"


class Agency:
    """An agency with its identity and one encoding file."""

    def __init__(self, unit, folder, name, project="p", rows=60, seed=1, schema=None, key=None, table=None):
        self.name, self.folder, self.unit = name, Path(folder), unit
        self.folder.mkdir(parents=True, exist_ok=True)
        self.identity = self.folder / f"{name}.identity"
        self.card = self.folder / f"{name}.card"
        if not self.identity.exists():
            unit.run("tessera-agency", "identity", "new", name, "--folder", str(self.folder))
        key = key or self.folder / f"{project}.key"
        if not Path(key).exists():
            unit.run("tessera-agency", "key", "new", "--project", project, "-o", str(key))
        made = lambda kind: self.folder / f"{name}-{project}-{rows}-{seed}.{kind}"
        made("csv").write_text(table or people(rows, seed))
        made("json").write_text(json.dumps(schema or SCHEMA))
        self.path = made("tessera")
        if not self.path.exists():
            unit.run(
                "tessera-agency", "encode", str(made("csv")), "--schema", str(made("json")),
                "--key", str(key), "--identity", str(self.identity), "--to", str(unit.folder / "unit.card"),
                "-o", str(self.path),
            )
        self.data = self.path.read_bytes()

# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Bad input of every kind against a real server: an exact answer, nothing lost, nothing half accepted.

usage: faults.py PROGRAMS FOLDER
"""

import hashlib
import json
import re
import resource
import socket
import ssl
import sys
import threading
from pathlib import Path
from urllib.parse import quote

from unit import SCHEMA, Agency, Unit, check, finish, people

ROUNDS = 200
programs, folder = sys.argv[1], Path(sys.argv[2]).resolve()
folder.mkdir(parents=True)
unit = Unit(programs, folder / "server", limits={"uploadBytes": 8 << 20, "headSeconds": 5}).start()
unit.project("p")
agency = Agency(unit, folder / "agencies", "a")
token = unit.admit("p", agency, "spine")
U = "/v1/projects/p/uploads"


def raw(data, read=True, wait=8):
    """Bytes as they are; what comes back before the connection closes."""
    plain = socket.create_connection(("127.0.0.1", unit.port))
    connection = unit.context.wrap_socket(plain, server_hostname="127.0.0.1")
    connection.settimeout(wait)
    got = b""
    try:
        connection.sendall(data)
        while read:
            piece = connection.recv(65_536)
            if not piece:
                break
            got += piece
    except (TimeoutError, ConnectionError, ssl.SSLError):
        pass
    finally:
        connection.close()
    return got


def status(answer):
    found = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return int(found.group(1)) if found else None


def head(method, path, *lines):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: unit", f"Authorization: Bearer {token}", *lines, "", ""]).encode()


# Sizes and framing.
before = unit.memory()
big = unit.ask("POST", U, token, {"bytes": 9 << 20, "sha256": "0" * 64})
check(big.status == 413, f"a file above the limit is refused before its first byte: {big.status}")
opened = unit.open("p", token, agency.data)
check(opened.status == 201, f"an upload opens: {opened.body}")
upload = opened.json["upload"]
declared = raw(head("PATCH", f"{U}/{upload}", "Upload-Offset: 0", f"Content-Length: {1 << 40}") + b"x" * 1000)
check(status(declared) == 413, f"a length above what was announced is refused before the body: {declared[:80]}")
chunk = b"10000\r\n" + b"y" * 65_536 + b"\r\n"
endless = raw(head("PATCH", f"{U}/{upload}", "Upload-Offset: 0", "Transfer-Encoding: chunked") + chunk * 40)
check(status(endless) in (413, None), f"endless chunks are cut off: {endless[:80]}")
at = unit.ask("GET", f"{U}/{upload}", token).json["offset"]
check(at <= len(agency.data), "no more bytes are kept than were announced")
dropped = unit.ask("DELETE", f"{U}/{upload}", token)
check(dropped.status == 204, f"an unfinished upload is given up: {dropped.status}")
upload = unit.open("p", token, agency.data).json["upload"]
raw(head("PATCH", f"{U}/{upload}", "Upload-Offset: 0", f"Content-Length: {len(agency.data)}") + agency.data[:1000], read=False)
for _ in range(100):
    at = unit.ask("GET", f"{U}/{upload}", token).json["offset"]
    if at == 1000:
        break
check(at == 1000, f"of a body that breaks off, what came stays: {at}")
early = unit.ask("POST", f"{U}/{upload}/complete", token)
while early.code == "upload.busy":
    early = unit.ask("POST", f"{U}/{upload}/complete", token)
check((early.status, early.code) == (409, "upload.offset"), f"an upload that is not whole is not completed: {early.status}")
for offset in ("-1", "1001", "99999999999", "x", ""):
    answer = unit.ask("PATCH", f"{U}/{upload}", token, b"z", {"Upload-Offset": offset})
    check(answer.status in (400, 409, 413), f"offset '{offset}' is refused: {answer.status}")
check(unit.ask("PATCH", f"{U}/{upload}", token, b"z").status == 400, "a missing offset is refused")
for name, data, expected in [
    ("length and chunks", head("POST", U, "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n", {400}),
    ("two lengths", head("POST", U, "Content-Length: 5", "Content-Length: 6") + b"{}   ", {400}),
    ("a header of 100 KB", head("GET", U, "X: " + "x" * 100_000), {400, 431, None}),
    ("2,000 headers", head("GET", U, *[f"X{i}: y" for i in range(2_000)]), {400, 431, None}),
    ("an address of 1 MB", head("GET", "/" + "u" * (1 << 20)), {400, 404, 414, None}),
    ("HTTP/0.9", b"GET /healthz\r\n\r\n", {400, None}),
    ("no HTTP", b"\x00\x01\x02\x03" * 100 + b"\r\n\r\n", {400, None}),
    ("a bad escape", head("GET", "/v1/projects/%zz"), {400, 404}),
    ("a NUL", head("GET", "/v1/projects/%00"), {400, 404}),
    ("a body that is no JSON", head("POST", U, "Content-Length: 4") + b"\xff\xfe{}", {400}),
    ("a deep JSON", head("POST", U, f"Content-Length: {200_000}") + b"[" * 200_000, {400}),
    ("a large JSON", head("POST", U, f"Content-Length: {3 << 20}") + b" " * (3 << 20), {413}),
]:
    answer = status(raw(data))
    check(answer in expected, f"{name}: {answer} instead of {expected}")
check(unit.memory() - before < 32_768, f"memory grew by {unit.memory() - before} kB")

# Names that try to leave the folder.
names = ["..", "../..", "..%2f..%2fetc", "%2e%2e", "%2e%2e%2f", "/etc/passwd", "%2fetc%2fpasswd", "a%00b", "p/../q", ".", "a" * 300, "CON", "p%5c..", "p;ls", "'", '"', "<script>", "%c0%ae%c0%ae", "p\u202e"]
tried = 0
for bad in names:
    shown = quote(bad, safe="%/.;'")
    for path in (f"/v1/projects/{shown}", f"/v1/projects/{shown}/result", f"/v1/projects/p/uploads/{shown}", f"/v1/projects/p/runs/{shown}"):
        answer = unit.ask("GET", path, token)
        # "." and ".." alone may be taken for the list that they lead to; nothing else is there.
        check(answer.status in (400, 404) or b"root:" not in answer.body and answer.status == 200 and bad in (".", "..", "p/../q"), f"{path}: {answer.status}")
        tried += 1
    answer = unit.ask("POST", "/v1/projects", unit.operator, {"name": bad})
    check(answer.status == 400 or bad in ("CON", ".", ".."), f"a project named {bad!r}: {answer.status}")
    answer = unit.ask("POST", "/v1/projects/p/agencies", unit.operator, {"name": bad, "card": agency.card.read_text()})
    check(answer.status == 400, f"an agency named {bad!r}: {answer.status}")
    answer = unit.ask("POST", "/v1/projects/p/credentials", unit.operator, {"role": "researcher", "party": bad})
    check(answer.status == 400 or re.fullmatch(r"[A-Za-z0-9._-]{1,64}", bad), f"a study named {bad!r}: {answer.status}")
    tried += 3
inside = {path.name for path in unit.folder.iterdir()}
known = {"tessera-server.json", "unit.identity", "unit.card", "server.sqlite", "server.sqlite-wal", "server.sqlite-shm", "audit.jsonl", "tls.certificate.pem", "tls.key.pem", "lock", "projects"}
check(inside <= known, f"nothing else lies in the server's folder: {inside - known}")

# Files that are not what they should be.
finished = unit.upload("p", token, agency.data)
check(finished.status == 201, f"the upload goes on where it broke off: {finished.status}")
receipt = finished.json
again = unit.upload("p", token, agency.data)
check(again.status == 200 and again.json["receipt"] == receipt, "the same bytes give the same receipt")
twice = unit.ask("POST", f"{U}/{upload}/complete", token)
check(twice.json == receipt, "completing twice gives the same receipt")
second = Agency(unit, folder / "agencies", "a", seed=2)
slot = unit.upload("p", token, second.data)
check((slot.status, slot.code) == (409, "upload.slot"), f"other bytes in the slot: {slot.status} {slot.code}")


def refused(name, made, code, statuses=(422,)):
    """A new agency sends a file that must not be accepted; and then a good one, which must."""
    party = Agency(unit, folder / "agencies", name)
    mine = unit.admit("p", party)
    answer = unit.upload("p", mine, made(party))
    check(answer.status in statuses and answer.code.startswith(code), f"{name}: {answer.status} {answer.code}")
    good = unit.upload("p", mine, party.data)
    check(good.status == 201, f"{name}: a good file is accepted after it: {good.status} {good.body}")


def flipped(party):
    data = bytearray(party.data)
    data[len(data) * 2 // 3] ^= 1
    return bytes(data)


refused("flip", flipped, "exchange.")
refused("cut", lambda party: party.data[:-10], "exchange.")
refused("longer", lambda party: party.data + b"x", "exchange.")
refused("plain", lambda party: people(50, 3).encode(), "exchange.")
refused("another", lambda party: agency.data, "exchange.")
refused("project", lambda party: Agency(unit, folder / "agencies", "project", project="q").data, "upload.refused")
refused("key", lambda party: Agency(unit, folder / "agencies", "key", key=folder / "other.key", seed=9).data, "mismatch.key")
other = json.loads(json.dumps(SCHEMA))
other["features"][2]["bitsPerToken"] = 9
refused("schema", lambda party: Agency(unit, folder / "agencies", "schema", schema=other, seed=8).data, "mismatch.")
liar = Agency(unit, folder / "agencies", "liar")
mine = unit.admit("p", liar)
wish = {"bytes": len(liar.data), "sha256": hashlib.sha256(b"else").hexdigest()}
lie = unit.ask("POST", U, mine, wish).json["upload"]
unit.patch("p", mine, lie, liar.data, 0)
answer = unit.ask("POST", f"{U}/{lie}/complete", mine)
check((answer.status, answer.code) == (422, "upload.digest"), f"another digest: {answer.status} {answer.code}")

# What the unit refuses or withdraws makes room, and holds nobody up.
answer = unit.ask("DELETE", f"{U}/{receipt['upload']}", unit.operator)
check(answer.status == 204, f"the unit refuses a file that waits: {answer.status} {answer.body}")
check(unit.upload("p", token, second.data).status == 201, "then another file is accepted")
check(unit.ask("POST", "/v1/projects/p/credentials", unit.operator, {"role": "researcher", "party": "project"}).status == 400, "no researcher gets the ids that agencies hold")
leaving = Agency(unit, folder / "agencies", "leaving", rows=70, seed=5)
mine = unit.admit("p", leaving)
check(unit.upload("p", mine, leaving.data).status == 201, "a file that is not linked yet")
waiting = unit.ask("DELETE", "/v1/projects/p/agencies/leaving", unit.operator)
check(waiting.status == 202 and unit.wait("p", waiting.json["run"])["state"] == "completed", "is withdrawn with its agency")
check(unit.open("p", mine, leaving.data + b"x").status == 409, "who may send nothing more")
for _ in range(2):
    run = unit.link("p", unlinked=True)
    check(run["state"] == "completed", f"and the others are linked: {run}")
files = [path for path in (unit.folder / "projects").glob("*/uploads/*")]
check(not files, f"no sealed file outlives its linking, refusal or withdrawal: {len(files)}")
unit.project("gone")
party = Agency(unit, folder / "agencies", "party", project="gone")
mine = unit.admit("gone", party, "spine")
half = unit.open("gone", mine, party.data).json["upload"]
unit.patch("gone", mine, half, party.data[:500], 0)
places = {path.name for path in (unit.folder / "projects").iterdir()}
answer = unit.ask("DELETE", "/v1/projects/gone", unit.operator, {"name": "gone"})
check(answer.status == 200 and answer.json["statement"] == "destruction", f"a project is destroyed: {answer.status}")
check(len(places - {path.name for path in (unit.folder / "projects").iterdir()}) == 1, "with its folder")
check(unit.patch("gone", mine, half, party.data[500:], 500).status == 401, "its credentials are gone with it")

# Eight racers for one slot: one wins.
racing = Agency(unit, folder / "agencies", "racer")
mine = unit.admit("p", racing)
wins = 0
for number in range(ROUNDS):
    data = [bytes([number % 256, racer]) * 50 for racer in range(8)]
    found = []

    def race(racer):
        found.append(unit.open("p", mine, data[racer]))

    threads = [threading.Thread(target=race, args=(racer,)) for racer in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    won = [answer for answer in found if answer.status == 201]
    lost = [answer for answer in found if (answer.status, answer.code) == (409, "upload.slot")]
    wins += len(won) == 1 and len(lost) == 7
    for answer in won:
        unit.ask("DELETE", f"{U}/{answer.json['upload']}", mine)
check(wins == ROUNDS, f"one winner in {wins} of {ROUNDS} rounds")

# No room.
unit.stop()
unit.configure(limits={"uploadBytes": 8 << 20, "spareBytes": 1 << 50}, anonlink="on")
unit.start()
answer = unit.open("p", mine, b"x" * 100)
check((answer.status, answer.code) == (507, "upload.space"), f"no room: {answer.status} {answer.code}")
made = unit.ask("POST", "/api/v1/projects", unit.operator, {"schema": {}, "result_type": "groups"}).json
CLKS = f"/api/v1/projects/{made['project_id']}/clks"
for attempt in range(2):  # The token can be used again.
    answer = unit.ask("POST", CLKS, None, {"clks": ["AAAAAAAAAAA="]}, {"Authorization": made["update_tokens"][0]})
    check(answer.status == 507, f"no room for what anonlink's client sends: {answer.status}")
unit.stop()
unit.configure(limits={"uploadBytes": 8 << 20}, anonlink="off")
unit.start()
resource.prlimit(unit.process.pid, resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))
large = b"q" * (4 << 20)
upload = unit.open("p", mine, large).json["upload"]
answer = unit.patch("p", mine, upload, large, 0)
check(answer.status in (507, 500), f"a file that can't grow: {answer.status}")
at = unit.ask("GET", f"{U}/{upload}", mine).json["offset"]
check(at <= 2 << 20, f"what was acknowledged is what is there: {at}")
unit.kill()
unit.start()
check(unit.ask("GET", f"{U}/{upload}", mine).json["offset"] == at, "killed, the upload is where it was")
unit.stop()
unit.run("tessera-server", "audit", str(unit.folder))
log = (folder / "server.log").read_text()
for secret in (token, token.split("_")[2], unit.operator):
    check(secret not in log, "no token is in the log")
print(f"faults.names_tried {tried}")
print(f"faults.races_with_one_winner {wins}")
finish("bad input")

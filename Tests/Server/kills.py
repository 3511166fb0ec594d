# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""A server that is killed again and again under load: what was acknowledged is there, and a run goes on where it stopped.

usage: kills.py PROGRAMS FOLDER [KILLS]
"""

import http.client
import random
import ssl
import sys
import threading
import time
from pathlib import Path

from unit import Agency, Unit, check, finish

programs, folder = sys.argv[1], Path(sys.argv[2]).resolve()
kills = int(sys.argv[3]) if len(sys.argv) > 3 else 50
folder.mkdir(parents=True)
draw = random.Random(7)
unit = Unit(programs, folder / "server").start()
unit.project("p", threshold="0.8")
agencies = [Agency(unit, folder / "agencies", f"a{number}", rows=400, seed=number) for number in range(2 * kills + 4)]
tokens = [unit.admit("p", agency, "spine" if agency is agencies[0] else "contributor") for agency in agencies]
receipts, lock = {}, threading.Lock()
waiting = list(range(len(agencies)))
stop = threading.Event()


def send():
    """Sends one file after the other, each until it is acknowledged."""
    while not stop.is_set():
        with lock:
            if not waiting:
                return
            number = waiting.pop(0)
        while not stop.is_set():
            try:
                answer = unit.upload("p", tokens[number], agencies[number].data, piece=600)
                receipt = answer.json.get("receipt", answer.json) if answer.status in (200, 201) else None
                if isinstance(receipt, dict) and "signature" in receipt:
                    with lock:
                        receipts[number] = receipt
                    break
                if answer.status not in (409,):
                    check(False, f"an upload under load: {answer.status} {answer.body}")
                    return
            except (OSError, http.client.HTTPException, ssl.SSLError, ValueError):
                time.sleep(0.05)


senders = [threading.Thread(target=send) for _ in range(4)]
[sender.start() for sender in senders]
done = 0
while done < kills:
    time.sleep(draw.uniform(0.01, 0.2))
    unit.kill()
    unit.start()
    done += 1
    with lock:
        known = dict(receipts)
    for number, receipt in known.items():
        found = unit.ask("GET", f"/v1/projects/p/uploads/{receipt['upload']}", tokens[number])
        check(found.status == 200 and found.json.get("receipt") == receipt, f"after kill {done} the receipt of {agencies[number].name} is gone")
    if not waiting and len(receipts) == len(agencies):
        break
for sender in senders:
    sender.join(60)
stop.set()
check(len(receipts) == len(agencies), f"all files are acknowledged in the end: {len(receipts)} of {len(agencies)}")
print(f"kills.during_uploads {done}")

# A run that is killed in its middle goes on.
run = unit.link("p", wait=False)
during = 0
for _ in range(8):
    time.sleep(draw.uniform(0.1, 0.8))
    state = unit.ask("GET", f"/v1/projects/p/runs/{run['run']}", unit.operator).json["state"]
    if state not in ("queued", "running"):
        break
    unit.kill()
    unit.start()
    during += 1
ended = unit.wait("p", run["run"], limit=600)
check(ended["state"] == "completed", f"the run ends well after {during} kills: {ended}")
linked = unit.database("SELECT count(*) FROM upload WHERE state = 'linked'")[0][0]
check(linked == len(agencies), f"every acknowledged file is linked: {linked} of {len(agencies)}")
for agency, token in zip(agencies, tokens):
    check(unit.ask("GET", "/v1/projects/p/result", token).status == 200, f"{agency.name} gets its result")
place = next((unit.folder / "projects").iterdir())

# A copy that is made while the server runs can be served; one without keys shows what was done, and opens nothing.
unit.run("tessera-server", "backup", str(unit.folder), "-o", str(folder / "copy"))
unit.run("tessera-server", "backup", str(unit.folder), "-o", str(folder / "bare"), "--without-keys")
unit.stop()
original, unit.folder = unit.folder, folder / "copy"
unit.start()
answer = unit.ask("GET", "/v1/projects/p/result", tokens[0])
check(answer.status == 200, f"a copy that is served has the results: {answer.status}")
check(unit.ask("GET", "/v1/projects/p/runs", unit.operator).json["runs"][0]["state"] == "completed", "and the runs")
unit.stop()
unit.run("tessera-linker", "spine", "verify", str(unit.folder / "projects" / place.name / "spine"), "--read-data")
unit.folder = original
bare = {path.name for path in (folder / "bare").rglob("*")}
check("unit.identity" not in bare and "keys" not in bare and "tls.key.pem" not in bare, f"no key is in the copy without keys")
unit.run("tessera-server", "audit", str(folder / "bare"))
unit.run("tessera-linker", "spine", "verify", str(place / "spine"), "--read-data", "--identity", str(unit.folder / "unit.identity"))
unit.run("tessera-server", "audit", str(unit.folder))
print(f"kills.during_the_run {during}")
finish("kills")

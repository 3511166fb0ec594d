#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Reads an export of a spine by Specs/spine-export.md alone, with nothing of Tessera: python3 read_export.py FOLDER

Checks the signature (with the openssl program), every digest, the chain of the ledger and that the tables fit each other, and prints
what is in it as JSON.
"""

import csv
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

folder = pathlib.Path(sys.argv[1])
manifest_bytes = (folder / "manifest.json").read_bytes()
manifest = json.loads(manifest_bytes)
assert (manifest["format"], manifest["version"]) == ("tessera-spine-export", 1)

with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    key = bytes.fromhex("302a300506032b6570032100" + manifest["sender"]["signKey"])
    (scratch / "key").write_bytes(key)
    (scratch / "message").write_bytes(b"tessera/file/1\0" + hashlib.sha256(manifest_bytes).digest())
    (scratch / "signature").write_bytes(bytes.fromhex((folder / "manifest.sig").read_text().strip()))
    subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", scratch / "key", "-rawin",
         "-in", scratch / "message", "-sigfile", scratch / "signature"],
        check=True, stdout=subprocess.DEVNULL)

listed = {file["path"]: file for file in manifest["files"]}
present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
assert present == set(listed) | {"manifest.json", "manifest.sig"}, present ^ set(listed)
for path, file in listed.items():
    content = (folder / path).read_bytes()
    assert len(content) == file["bytes"], path
    assert hashlib.sha256(content).hexdigest() == file["sha256"], path

tables = {}
for path in sorted((folder / "tables").iterdir()):
    with open(path, newline="", encoding="utf-8") as lines:
        tables[path.stem] = list(csv.DictReader(lines, strict=True))
settings = {row["name"]: row["value"] for row in tables["setting"]}
assert settings["project"] == manifest["project"]

before = "nothing"
for number, run in enumerate(tables["run"], 1):
    assert int(run["number"]) == number
    text = (folder / "ledger" / f"{number:06}.txt").read_bytes()
    head = text.decode().splitlines()[:4]
    assert head[0] == f"tessera-ledger/1 run {number} {run['kind']}", head
    assert head[3] == f"before {before}", head
    before = hashlib.sha256(text).hexdigest()
    assert before == run["ledger"]
assert len(tables["run"]) == manifest["runs"]

for file in tables["file"]:
    block = (folder / "blocks" / file["digest"]).read_bytes()
    assert hashlib.sha256(block).hexdigest() == file["digest"]
    # Nonce and tag.
    assert len(block) == int(file["bytes"]) + 40
    if file["kind"] == "entities":
        assert int(file["bytes"]) == 4 * int(file["rows"])

keys = (folder / "keys.sealed").read_text().splitlines()
assert keys[0] == "tessera-spine-keys/1"
keys = {name: (kind, sealed) for kind, name, sealed in (line.split(" ") for line in keys[1:])}
expected = {row["keyName"]: "data" for row in tables["dataset"] if row["isWithdrawn"] == "0"}
expected |= {row["keyName"]: "ids" for row in tables["study"]}
assert {name: kind for name, (kind, _) in keys.items()} == expected
assert all(len(bytes.fromhex(sealed)) == 80 for _, sealed in keys.values())

removed = {(row["dataset"], row["row"]) for row in tables["removed"]}
print(json.dumps({
    "project": manifest["project"],
    "runs": len(tables["run"]),
    "entities": max(int(run["firstEntity"]) + int(run["entities"]) for run in tables["run"]),
    "live": {row["name"]: int(row["live"]) for row in tables["dataset"]},
    "gone": len(removed),
    "merged": sum(row["heir"] != "" for row in tables["retired"]),
}, sort_keys=True))

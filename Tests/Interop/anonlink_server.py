# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Drives the real anonlink client against tessera-server, and compares every result with anonlink's own library.

    python anonlink_server.py PATH/TO/tessera-server

The client and the library are those beside the Python that runs this. Everything happens on 127.0.0.1.
"""

import base64
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import anonlink
import requests
from anonlink.candidate_generation import find_candidate_pairs
from anonlink.similarities import dice_coefficient_python
from anonlink.solving import greedy_solve_python
from bitarray import bitarray

CLIENT = Path(sys.executable).with_name("anonlink")
THRESHOLDS = [0.75, 0.9]


class Server:
    """A server on a free port, with the compatible routes open."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        made = subprocess.run(
            [program, "init", folder, "--name", "unit", "--json"], check=True, capture_output=True, text=True
        )
        self.token = json.loads(made.stdout)["token"]
        path = Path(folder, "tessera-server.json")
        settings = json.loads(path.read_text())
        del settings["tls"]
        settings["anonlink"] = "open"
        path.write_text(json.dumps(settings))

    def __enter__(self):
        self.log = open(self.folder + ".log", "w")
        self.process = subprocess.Popen(
            [self.program, "serve", self.folder, "--port", "0", "--json"],
            stdout=subprocess.PIPE, stderr=self.log, text=True,
        )
        self.address = json.loads(self.process.stdout.readline())["address"]
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def client(*words, check=True):
    """Runs a command of the client; returns what it wrote to its output file, or None."""
    with tempfile.NamedTemporaryFile(suffix=".json") as output:
        environment = dict(os.environ, NO_PROXY="127.0.0.1", LC_ALL="C.UTF-8", LANG="C.UTF-8")
        done = subprocess.run(
            [str(CLIENT), *map(str, words), "-o", output.name], capture_output=True, text=True, env=environment
        )
        text = Path(output.name).read_text()
    if check and (done.returncode != 0 or not text):
        sys.exit(f"anonlink {' '.join(map(str, words))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(text) if text else None


def quietly(*words):
    """Runs a command of the client that writes no output file."""
    subprocess.run([str(CLIENT), *map(str, words)], check=True, capture_output=True)


def rows(path):
    """The encodings of a CLK file as bit arrays."""
    encodings = []
    for text in json.loads(Path(path).read_text())["clks"]:
        bits = bitarray(endian="big")
        bits.frombytes(base64.b64decode(text))
        encodings.append(bits)
    return encodings


def candidates(datasets, threshold, blocks=None):
    """What anonlink's own library finds, compared by its Python path, without its limit of pairs a record."""
    return find_candidate_pairs(
        datasets,
        dice_coefficient_python,
        threshold,
        blocking_f=(lambda dataset, row, _: blocks[dataset].get(str(row), [])) if blocks else None,
    )


def scores(found):
    """The library's candidates as the service shows them, in its order, each pair once."""
    similarities, (sets0, sets1), (rows0, rows1) = found
    pairs = {(d0, d1, r0, r1): s for s, d0, d1, r0, r1 in zip(similarities, sets0, sets1, rows0, rows1)}
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return [[[d0, r0], [d1, r1], s] for (d0, d1, r0, r1), s in ordered]


def groups(found):
    """The groups of two records and more that the library's greedy solver makes, in no order."""
    once = {}
    similarities, (sets0, sets1), (rows0, rows1) = found
    for s, *pair in zip(similarities, sets0, sets1, rows0, rows1):
        once[tuple(pair)] = s
    ordered = sorted(once.items(), key=lambda item: (-item[1], item[0]))
    from array import array
    unique = (
        array("d", [s for _, s in ordered]),
        tuple(array("I", [pair[i] for pair, _ in ordered]) for i in (0, 1)),
        tuple(array("I", [pair[i] for pair, _ in ordered]) for i in (2, 3)),
    )
    return {frozenset(map(tuple, group)) for group in greedy_solve_python(unique) if len(group) > 1}


def as_sets(answer):
    return {frozenset(map(tuple, group)) for group in answer["groups"]}


class Project:
    """A project that the client makes, fills and runs."""

    def __init__(self, server, kind, files, schema, blocks=None, binary=False):
        self.server = ["--server", server.address]
        more = ["--blocked"] if blocks else []
        made = client(
            "create-project", *self.server, "--schema", schema, "--type", kind, "--parties", len(files),
            "--name", "interop", *more,
        )
        self.id, self.token, self.receipts = made["project_id"], made["result_token"], []
        for party, file in enumerate(files):
            update = made["update_tokens"][party]
            if binary:
                encodings = b"".join(bits.tobytes() for bits in rows(file))
                size = len(rows(file)[0]) // 8
                answer = requests.post(
                    f"{server.address}/api/v1//projects/{self.id}/binaryclks", data=encodings,
                    headers={
                        "Authorization": update, "Content-Type": "application/octet-stream",
                        "Hash-Count": str(len(encodings) // size), "Hash-Size": str(size),
                    },
                )
                assert answer.status_code == 201, answer.text
                self.receipts.append(answer.json()["receipt_token"])
                continue
            more = ["--blocks", blocks[party]] if blocks else []
            answer = client("upload", *self.server, "--project", self.id, "--apikey", update, *more, file)
            self.receipts.append(answer["receipt_token"])

    def run(self, threshold):
        run = client("create", *self.server, "--project", self.id, "--apikey", self.token, "-t", threshold)
        return run["run_id"]

    def result(self, run, token=None):
        return client(
            "results", *self.server, "--project", self.id, "--apikey", token or self.token, "--run", run, "-w"
        )

    def delete(self, run):
        access = [*self.server, "--project", self.id, "--apikey", self.token]
        quietly("delete", *access, "--run", run)
        assert client("results", *access, "--run", run, check=False) is None, "a deleted run still has a result"
        quietly("delete-project", *access)
        gone = requests.get(f"{self.server[1]}/api/v1/projects/{self.id}", headers={"Authorization": self.token})
        assert gone.status_code == 403, gone.status_code


def people(folder, count, parties):
    """Tables of the same people for several parties, each with persons of its own and with errors, hashed by the client."""
    quietly("generate", count * 2, folder / "all.csv")
    quietly("generate-default-schema", folder / "schema.json")
    header, *lines = (folder / "all.csv").read_text().splitlines()
    draw, files = random.Random(7), []
    for party in range(parties):
        own = lines[: count * 2 // 3] + lines[count * 2 // 3 + party :: parties]
        draw.shuffle(own)
        # A letter more in a name now and then, so that not all scores are 1.
        own = [line if draw.random() < 0.5 else line.replace("a", "aa", 1) for line in own]
        (folder / f"{party}.csv").write_text("\n".join([header, *own]) + "\n")
        quietly("hash", folder / f"{party}.csv", "secret", folder / "schema.json", folder / f"{party}.json")
        files.append(folder / f"{party}.json")
    return files, folder / "schema.json"


def block_files(folder, files):
    """Blocks as the client makes them, for the first two parties."""
    (folder / "blocking.json").write_text(json.dumps({
        "type": "p-sig", "version": 1,
        "config": {
            "blocking-features": [1, 2],
            "filter": {"type": "ratio", "max": 0.5, "min": 0.0},
            "blocking-filter": {"type": "bloom filter", "number-hash-functions": 4, "bf-len": 2048},
            "signatureSpecs": [
                [{"type": "characters-at", "config": {"pos": ["0:2"]}, "feature": 1}],
                [{"type": "characters-at", "config": {"pos": ["0:4"]}, "feature": 2}],
            ],
        },
    }))
    blocks = []
    for party in range(len(files)):
        quietly("block", folder / f"{party}.csv", folder / "blocking.json", folder / f"{party}.blocks")
        blocks.append(folder / f"{party}.blocks")
    return blocks


def check_scores(server, files, schema, blocks=None, binary=False):
    datasets = [rows(file) for file in files]
    maps = [json.loads(Path(path).read_text())["blocks"] for path in blocks] if blocks else None
    project = Project(server, "similarity_scores", files, schema, blocks, binary)
    for threshold in THRESHOLDS:
        run = project.run(threshold)
        found = project.result(run)["similarity_scores"]
        expected = scores(candidates(datasets, threshold, maps))
        assert found == expected, f"{len(found)} scores, not {len(expected)}"
        print(f"  at {threshold}: {len(found):,} scores, equal in value, text and order")
    project.delete(run)


def check_groups(server, files, schema, binary=False):
    project = Project(server, "groups", files, schema, binary=binary)
    for threshold in THRESHOLDS:
        run = project.run(threshold)
        found = as_sets(project.result(run))
        expected = groups(candidates([rows(file) for file in files], threshold))
        assert found == expected, f"{len(found)} groups, not {len(expected)}"
        print(f"  at {threshold}: {len(found):,} groups, equal")
    project.delete(run)


def check_permutations(server, files, schema):
    project = Project(server, "permutations", files, schema)
    run = project.run(0.9)
    mask = project.result(run)["mask"]
    found = [project.result(run, receipt) for receipt in project.receipts]
    sizes = [len(rows(file)) for file in files]
    for answer, size in zip(found, sizes):
        assert sorted(answer["permutation"]) == list(range(size)), "a permutation is none"
        assert answer["rows"] == len(mask) == min(sizes)
    places = [{place: row for row, place in enumerate(answer["permutation"])} for answer in found]
    matched = {frozenset([(0, places[0][i]), (1, places[1][i])]) for i, bit in enumerate(mask) if bit}
    assert matched == groups(candidates([rows(file) for file in files], 0.9)), "other partners"
    print(f"  {len(matched):,} partners of {sizes}, equal")
    project.delete(run)


def check_status(server):
    status = client("status", "--server", server.address)
    assert status["status"] == "ok" and status["project_count"] == 0, status
    version = requests.get(server.address + "/api/v1/version").json()
    assert set(version) >= {"anonlink", "entityservice", "python"}, version
    print("  status and version, and no project is left")


def check_restart(server):
    """Kills a server at work, starts it again, and finds what a run without a break finds."""
    count, size, draw = 12_000, 128, random.Random(11)

    def call(method, path, token=None, **more):
        headers = {"Authorization": token, **more.pop("headers", {})} if token else {}
        answer = requests.request(method, f"{server.address}/api/v1/projects{path}", headers=headers, **more)
        assert answer.status_code < 300, answer.text
        return answer.json()

    with server:
        made = call("POST", "", json={"schema": {}, "result_type": "similarity_scores"})
        path, token = "/" + made["project_id"], made["result_token"]
        for update in made["update_tokens"]:
            call("POST", path + "/binaryclks", update, data=draw.randbytes(count * size), headers={
                "Content-Type": "application/octet-stream", "Hash-Count": str(count), "Hash-Size": str(size)})

        def start():
            return f"{path}/runs/" + call("POST", path + "/runs", token, json={"threshold": 0.57})["run_id"]

        def follow(run, last, ends=("completed",)):
            while True:
                status = call("GET", run + "/status", token)
                stage = status["current_stage"]
                place = (stage["number"], stage.get("progress", {}).get("relative", 0))
                assert place >= last, f"{place} after {last}"
                assert status["state"] != "error", status
                if status["state"] in ends:
                    return place
                last = place
                time.sleep(0.05)

        whole, broken = start(), start()
        follow(whole, (1, 0))
        expected = call("GET", whole + "/result", token)["similarity_scores"]
        place = follow(broken, (1, 0), ("running", "completed"))
        server.process.kill()
        server.process.wait()
    with server:
        follow(broken, place)
        found = call("GET", broken + "/result", token)["similarity_scores"]
        assert found == expected, f"{len(found)} scores, not {len(expected)}"
        print(f"  {len(found):,} scores of a run whose server was killed at {place}, as without")


def check_cut_upload(server):
    """Kills a server in the middle of an upload: nothing of it is left, and the token is good."""
    row = base64.b64encode(bytes(range(128))).decode()
    body = json.dumps({"clks": [row] * 20_000}).encode()
    uploads = Path(server.folder, "anonlink")
    files = lambda: {file for file in uploads.glob("*/uploads/*") if file.is_file()}
    before = files()
    for kills in (True, False):
        with server:
            if kills:
                made = requests.post(
                    server.address + "/api/v1/projects", json={"schema": {}, "result_type": "groups"}
                ).json()
            path = f"{server.address}/api/v1/projects/{made['project_id']}"
            if kills:
                host, port = server.address.removeprefix("http://").split(":")
                with socket.create_connection((host, int(port))) as half:
                    head = f"POST /api/v1/projects/{made['project_id']}/clks HTTP/1.1\r\nHost: {host}\r\n"
                    head += f"Authorization: {made['update_tokens'][0]}\r\nContent-Length: {len(body)}\r\n\r\n"
                    half.sendall(head.encode() + body[: len(body) // 2])
                    while not any(file.stat().st_size for file in files() - before):
                        time.sleep(0.01)
                    server.process.kill()
                    server.process.wait()
                continue
            assert files() == before, "something is left of an upload that was cut off"
            headers = {"Authorization": made["update_tokens"][0]}
            assert requests.post(path + "/clks", data=body, headers=headers).status_code == 201
            project = requests.get(path, headers={"Authorization": made["result_token"]}).json()
            assert project["parties_contributed"] == 1 and not project["error"], project
            print("  nothing was left of it, and its token was good for another")


def main(program):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.monotonic()
        files, schema = people(folder, 300, 3)
        server = Server(program, str(folder / "server"))
        with server:
            print("scores of two parties"), check_scores(server, files[:2], schema)
            print("scores, sent as bytes"), check_scores(server, files[:2], schema, binary=True)
            blocks = block_files(folder, files[:2])
            print("scores within blocks"), check_scores(server, files[:2], schema, blocks)
            print("groups of two parties"), check_groups(server, files[:2], schema)
            print("groups of three parties"), check_groups(server, files, schema)
            print("permutations"), check_permutations(server, files[:2], schema)
            print("service"), check_status(server)
        print("restart"), check_restart(server)
        print("upload whose server was killed"), check_cut_upload(server)
        version = getattr(anonlink, "__version__", "0.15.3")
        print(f"anonlink-client 0.1.5 and anonlink {version}: all equal, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Encodes the same people with Tessera and with clkhash 0.18.3: the figures of `make bench-encode`.

usage: encode_bench.py WORK ROWS_TIMED ROWS_LARGE      (called by encode.sh)

Tessera: the whole program, from CSV to sealed and signed file (or to clkhash's JSON), CPU seconds of user and system. clkhash:
generate_clk_from_csv alone, one process, without sealing, start-up or checks of values, on the first 20,000 of the rows. All take turns, three
rounds, so that a noisy machine is noisy for all; figures are medians.
Encoding alone: from the fields of 100,000 of the people in memory to rows, CPU seconds of one core, all of them having been encoded once before.

Answers are checked before times: sealed files verify, their headers count every row; the mean popcount of six-fields.schema.json's filters is
clkhash's within 2 % (the same kinds of tokens, bits a token and length; names of several words are cut a little differently); with clkhash's own
schema every bit of the first 20,000 rows is clkhash's; encoded alone, rows are those of an encoder that remembers nothing.
"""
import base64
import csv
import io
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import time

from clkhash import clk
from clkhash.schema import from_json_dict

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "Peers"))
from results import Results

WORK, TIMED, LARGE = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
ROUNDS = 3
PEER_ROWS = 20_000
ALONE_ROWS = 100_000
SECRET = "a secret of the benchmark"


def path(name):
    return os.path.join(WORK, name)


def run(*arguments):
    """CPU seconds of the agency's program, its peak memory in MB, and its summary."""
    with open(path("summary.json"), "w+") as summary:
        process = subprocess.Popen(["tessera-agency", "encode", *arguments, "--json"], stdout=summary, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0, "encode failed"
        summary.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.load(summary)


def seal(table, schema):
    for name in os.listdir(WORK):
        if name.startswith("out.tessera"):
            os.unlink(path(name))
    return run(path(table), "--schema", schema, "--key", path("project.key"), "--identity", path("agency.identity"),
               "--to", path("unit.card"), "-o", path("out.tessera"))


def check_sealed(rows):
    header = json.loads(subprocess.run(
        ["tessera-agency", "inspect", path("out.tessera"), "--json"], check=True, capture_output=True).stdout)
    assert header["rowsIn"] == rows and header["rows"] + header["rowsBlank"] + header["rowsRejected"] == rows
    subprocess.run(["tessera-agency", "verify", path("out.tessera"), "--sender", path("agency.card")], check=True, capture_output=True)


def write_clkhash_table():
    with open(path("timed.csv"), newline="") as people, open(path("clkhash.csv"), "w", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(["given", "family", "dob", "sex", "zip", "ssn4"])
        for r in csv.DictReader(people):
            writer.writerow([r["first_name"].lower(), r["last_name"].lower(), r["dob"].replace("-", ""), r["sex"], r["zip"], r["ssn4"]])
    with open(path("secret"), "w") as file:
        file.write(SECRET)


def clkhash_schema():
    return os.path.join(HERE, "six-fields.clkhash.json")


def as_clkhash():
    """CPU seconds of encoding the whole table by clkhash's schema, and the first encodings."""
    if os.path.exists(path("clks.json")):
        os.unlink(path("clks.json"))
    seconds, _, _ = run(path("clkhash.csv"), "--schema", clkhash_schema(), "--secret-file", path("secret"), "--format", "clkhash-json",
                        "-o", path("clks.json"))
    with open(path("clks.json")) as file:
        return seconds, re.findall(r'"([0-9A-Za-z+/]{171}=)"', file.read(200 * PEER_ROWS))[:PEER_ROWS]


def peer():
    """CPU seconds of clkhash, and its filters."""
    with open(clkhash_schema()) as file:
        schema = from_json_dict(json.load(file))
    with open(path("clkhash.csv"), newline="") as file:
        text = io.StringIO("".join(itertools.islice(file, 1 + PEER_ROWS)))
    began = time.process_time()
    filters = clk.generate_clk_from_csv(text, SECRET, schema, validate=False, progress_bar=False, max_workers=1)
    return time.process_time() - began, filters


def bench_programs(results):
    schemas = {"record": "six-fields.schema.json", "hardened": "six-fields-hardened.schema.json"}
    schemas = {name: os.path.join(HERE, file) for name, file in schemas.items()}
    schemas["hardened-strict"] = path("strict.schema.json")
    with open(schemas["hardened"]) as file, open(schemas["hardened-strict"], "w") as strict:
        json.dump({**json.load(file), "profile": "hardened-strict"}, strict)
    write_clkhash_table()
    seconds = {name: [] for name in (*schemas, "clkhash", "peer")}
    for _ in range(ROUNDS):
        for name, schema in schemas.items():
            cpu, _, summary = seal("timed.csv", schema)
            seconds[name].append(cpu)
            check_sealed(TIMED)
            if name == "record":
                popcount = summary["vectors"][0]["meanPopcount"]
        cpu, ours = as_clkhash()
        seconds["clkhash"].append(cpu)
        cpu, theirs = peer()
        seconds["peer"].append(cpu)
        assert ours == [base64.b64encode(f.tobytes()).decode() for f in theirs], "other bits than clkhash's"
        mean = statistics.mean(f.count() for f in theirs)
        assert abs(popcount / mean - 1) < 0.02, (popcount, mean)
    rows = {name: PEER_ROWS if name == "peer" else TIMED for name in seconds}
    rate = {name: rows[name] / statistics.median(times) for name, times in seconds.items()}

    def add(figure, name, value, digits=0, **details):
        results.add(figure, value, digits, rows=rows[name], rounds=ROUNDS, **details,
                    least=round(rows[name] / max(seconds[name])), greatest=round(rows[name] / min(seconds[name])))

    for name in schemas:
        add("encode.%s.per_s_core" % name, name, rate[name])
    add("encode.clkhash.per_s_core", "peer", rate["peer"], peer="clkhash 0.18.3")
    for figure, name in (("encode.record.vs_clkhash", "record"), ("encode.clkhash.vs_clkhash", "clkhash")):
        results.add(figure, rate[name] / rate["peer"], 1, rows=TIMED, rounds=ROUNDS, peer="clkhash 0.18.3", per_s_core=round(rate[name]))


def bench_alone(results):
    with open(path("timed.csv")) as people, open(path("alone.csv"), "w") as table:
        table.writelines(itertools.islice(people, 1 + ALONE_ROWS))
    for name, schema in (("record", "six-fields.schema.json"), ("hardened", "six-fields-hardened.schema.json")):
        runs = []
        for _ in range(ROUNDS):
            line = subprocess.run(["throughput", "encode", path("alone.csv"), os.path.join(HERE, schema)], check=True,
                                  capture_output=True, text=True).stdout
            runs.append({key: float(value) for key, value in (word.split("=") for word in line.split())})
        records, tokens = runs[0]["records"], runs[0]["tokens"]
        seconds = statistics.median(run["seconds"] for run in runs)
        details = {"rows": int(records), "rounds": ROUNDS, "tokens_a_record": round(tokens, 1)}
        results.add("encode.%s.alone_per_s_core" % name, records / seconds, 0, **details)
        results.add("encode.%s.tokens_per_s" % name, records * tokens / seconds, 0, **details)


def bench_memory(results):
    _, peak, _ = seal("large.csv", os.path.join(HERE, "six-fields.schema.json"))
    check_sealed(LARGE)
    results.add("encode.peak_mb_10m" if LARGE == 10_000_000 else "encode.peak_mb_%d" % LARGE, peak, 0, rows=LARGE)


results = Results()
for bench in (bench_programs, bench_alone, bench_memory):
    results.attempt(bench)
sys.exit(0 if results.complete else 1)

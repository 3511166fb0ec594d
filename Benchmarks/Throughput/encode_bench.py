#!/usr/bin/env python3
"""Encodes the same people with Tessera and with clkhash 0.18.3 and prints records a second and a core.

usage: encode_bench.py WORK SCHEMA ROWS_TIMED ROWS_LARGE      (called by encode.sh)

Tessera: the whole program, from CSV to sealed and signed file, CPU seconds of user and system. clkhash: generate_clk_from_csv alone, one
process, without sealing or start-up, on the first 20,000 of the rows. Both cut the fields into the same kind of tokens and set the same number of
bits a token in 1,024 bits. Median of 3.
The answer is checked before the time: the sealed file verifies, its header counts every row, and the mean popcount of the two tools' CLKs
agrees within 2 % (names of several words are cut a little differently).
"""
import csv
import io
import itertools
import json
import os
import statistics
import subprocess
import sys
import time

from clkhash import clk
from clkhash.schema import from_json_dict

work, schema, timed, large = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])


def tessera(table):
    output = os.path.join(work, "out.tessera")
    for name in os.listdir(work):
        if name.startswith("out.tessera"):
            os.unlink(os.path.join(work, name))
    with open(os.path.join(work, "summary.json"), "w") as summary:
        process = subprocess.Popen([
            "tessera-agency", "encode", os.path.join(work, table), "--schema", schema, "--key", f"{work}/project.key",
            "--identity", f"{work}/agency.identity", "--to", f"{work}/unit.card", "-o", output, "--json"],
            stdout=summary, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, "encode failed"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def check(output, rows):
    header = json.loads(subprocess.run(["tessera-agency", "inspect", output, "--json"], check=True, capture_output=True).stdout)
    assert header["rowsIn"] == rows and header["rows"] + header["rowsBlank"] + header["rowsRejected"] == rows
    subprocess.run(["tessera-agency", "verify", output, "--sender", f"{work}/agency.card"], check=True, capture_output=True)


def clkhash_rate(table, rows):
    def feature(name, n, positional, bits):
        return {"identifier": name, "format": {"type": "string", "encoding": "utf-8", "case": "mixed", "minLength": 0},
                "hashing": {"comparison": {"type": "ngram", "n": n, "positional": positional}, "strategy": {"bitsPerToken": bits},
                            "hash": {"type": "blakeHash"}, "missingValue": {"sentinel": "", "replaceWith": ""}}}
    features = [feature("given", 2, False, 20), feature("family", 2, False, 20), feature("dob", 1, True, 17),
                feature("sex", 1, False, 20), feature("zip", 1, True, 14), feature("ssn4", 1, True, 18)]
    kdf = {"type": "HKDF", "hash": "SHA256", "info": "YmVuY2g=", "salt": "YmVuY2hzYWx0", "keySize": 64}
    document = from_json_dict({"version": 3, "clkConfig": {"l": 1024, "kdf": kdf}, "features": features})
    with open(os.path.join(work, table), newline="") as f:
        people = [[r["first_name"].lower(), r["last_name"].lower(), r["dob"].replace("-", ""), r["sex"], r["zip"], r["ssn4"]]
                  for r in itertools.islice(csv.DictReader(f), rows)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["given", "family", "dob", "sex", "zip", "ssn4"], *people])
    text.seek(0)
    began = time.process_time()
    filters = clk.generate_clk_from_csv(text, "secret", document, validate=False, progress_bar=False, max_workers=1)
    return rows / (time.process_time() - began), statistics.mean(f.count() for f in filters)


seconds, output = [], None
for _ in range(3):
    cpu, _, output = tessera("timed.csv")
    seconds.append(cpu)
check(output, timed)
peer = [clkhash_rate("timed.csv", 20_000) for _ in range(3)]
with open(os.path.join(work, "summary.json")) as f:
    popcount = json.load(f)["vectors"][0]["meanPopcount"]
assert abs(popcount / peer[0][1] - 1) < 0.02, (popcount, peer[0][1])
ours, theirs = timed / statistics.median(seconds), statistics.median(r for r, _ in peer)
print(f"encode.record.per_s_core {ours:.0f}")
print(f"encode.clkhash.per_s_core {theirs:.0f}")
print(f"encode.record.vs_clkhash {ours / theirs:.1f}")
_, peak, output = tessera("large.csv")
check(output, large)
print(f"encode.peak_mb_10m {peak:.0f}" if large == 10_000_000 else f"encode.peak_mb_{large} {peak:.0f}")

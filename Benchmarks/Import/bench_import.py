#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Time and memory of `tessera-linker import` at the size of a state.

    bench_import.py PATH/tessera-linker FOLDER [ROWS]

Makes random encodings of 1,024 bits, as CLK JSON and as a table with ids, imports both, and fails above 200 MB of memory.
"""
import base64
import os
import resource
import subprocess
import sys
import time

LINKER, FOLDER = (os.path.abspath(path) for path in sys.argv[1:3])
ROWS = int(sys.argv[3]) if len(sys.argv) > 3 else 7_000_000
BATCH = 100_000
LIMIT = 200_000_000
FORMATS = [("clk-json", "clks.json", []), ("csv", "clks.csv", ["--vector-column", "clk", "--id-column", "row_id"])]


def make():
    with open("clks.json", "wb") as document, open("clks.csv", "wb") as table:
        document.write(b'{"clks": [')
        table.write(b"row_id,source,clk\n")
        for start in range(0, ROWS, BATCH):
            count = min(BATCH, ROWS - start)
            data = os.urandom(count * 128)
            clks = [base64.b64encode(data[i * 128:i * 128 + 128]) for i in range(count)]
            document.write((b", " if start else b"") + b", ".join(b'"%s"' % clk for clk in clks))
            table.write(b"".join(b"%d,a,%s\n" % (start + i, clk) for i, clk in enumerate(clks)))
        document.write(b"]}")


def main():
    os.makedirs(FOLDER, exist_ok=True)
    os.chdir(FOLDER)
    subprocess.run([LINKER, "identity", "new", "unit"], check=True, capture_output=True)
    make()
    for form, name, options in FORMATS:
        began = time.time()
        subprocess.run(
            [
                LINKER, "import", name, "--format", form, *options, "--length", "1024", "--agency", "a", "--project", "p",
                "--scheme", "s", "--recipient", "unit.card", "-o", form,
            ],
            check=True, capture_output=True,
        )
        # The greatest of all programs so far, in kilobytes.
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        print(f"{form}: {ROWS:,} rows in {time.time() - began:.0f} s, at most {memory / 1e6:.0f} MB")
        assert memory <= LIMIT
        os.remove(name)


main()

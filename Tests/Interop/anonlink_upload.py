# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Measures a large JSON upload: the server's greatest memory, and bytes a second.

    python3 anonlink_upload.py PATH/TO/tessera-server [GIGABYTES]

Needs nothing but Python; random encodings of 1,024 bits, sent in chunks over plain HTTP on 127.0.0.1.
"""

import base64
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT_MB = 200


def pieces(size):
    """The pieces of a document of about so many bytes; a thousand encodings, over and over."""
    row = [f'"{base64.b64encode(os.urandom(128)).decode()}"' for _ in range(1_000)]
    piece = ", ".join(row).encode()
    yield b'{"clks": [' + piece
    sent = len(piece)
    while sent < size:
        yield b", " + piece
        sent += len(piece) + 2
    yield b"]}"


def main(program, gigabytes):
    with tempfile.TemporaryDirectory() as folder:
        place = folder + "/server"
        subprocess.run([program, "init", place, "--name", "unit"], check=True, capture_output=True)
        path = Path(place, "tessera-server.json")
        settings = json.loads(path.read_text())
        del settings["tls"]
        settings["anonlink"] = "open"
        path.write_text(json.dumps(settings))
        server = subprocess.Popen(
            [program, "serve", place, "--port", "0", "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        host = json.loads(server.stdout.readline())["address"].removeprefix("http://")
        try:
            connection = http.client.HTTPConnection(host, timeout=3_600)
            body = json.dumps({"schema": {"clkConfig": {"l": 1024}}, "result_type": "groups"})
            connection.request("POST", "/api/v1/projects", body)
            project = json.load(connection.getresponse())
            began = time.monotonic()
            connection.request(
                "POST", f"/api/v1/projects/{project['project_id']}/clks", pieces(int(gigabytes * 1e9)),
                {"Authorization": project["update_tokens"][0], "Content-Type": "application/json"},
                encode_chunked=True,
            )
            answer = connection.getresponse()
            answer.read()
            seconds = time.monotonic() - began
            status = Path(f"/proc/{server.pid}/status").read_text()
            peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
            print(f"{gigabytes:g} GB: {answer.status}, {seconds:.1f} s, {gigabytes * 1e3 / seconds:.0f} MB/s, "
                  f"greatest memory {peak / 1024:.0f} MB")
            return 0 if answer.status == 201 and peak / 1024 <= LIMIT_MB else 1
        finally:
            server.terminate()
            server.wait(60)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 2))

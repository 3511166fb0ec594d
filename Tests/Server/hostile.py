# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Connections that hold the server without using it, beside honest uploads.

usage: hostile.py PROGRAMS FOLDER

1,000 silent ones, 1,000 that trickle a head, 200 that trickle a body, 200 that do not read; each must be closed within its limit
while two honest uploads keep half of their speed. Then 64 agencies at once, and the speed and memory of one.
"""

import asyncio
import hashlib
import logging
import re
import resource
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

from unit import Agency, Unit, check, finish

programs, folder = sys.argv[1], Path(sys.argv[2]).resolve()
folder.mkdir(parents=True)
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
LIMITS = {"headSeconds": 15, "slowSeconds": 20, "leastRate": 1_024, "writeSeconds": 15, "connectionsPerAddress": 500, "spareBytes": 0}
unit = Unit(programs, folder / "server", limits=LIMITS, smallestCount=11).start()
unit.project("p")
COUNT, MEGABYTES = 66, 512
agencies = [Agency(unit, folder / "agencies", f"a{number}") for number in range(COUNT)]
tokens = [unit.admit("p", agency, "spine" if number == 0 else "contributor") for number, agency in enumerate(agencies)]
content = folder / "content"
content.write_bytes(bytes(1 << 20) * MEGABYTES)
digest = hashlib.sha256(content.read_bytes()).hexdigest()


def opened(number, megabytes=MEGABYTES):
    answer = unit.ask("POST", "/v1/projects/p/uploads", tokens[number], {"bytes": megabytes << 20, "sha256": digest})
    assert answer.status == 201, answer.body
    return answer.json["upload"]


def sent(number, upload, megabytes=MEGABYTES):
    """Sends the first megabytes of the content with curl; seconds and exit status."""
    start = time.monotonic()
    command = [
        "curl", "-sf", "--cacert", unit.folder / "tls.certificate.pem", "-X", "PATCH", "-T", "-", "-o", "/dev/null",
        "-H", f"Authorization: Bearer {tokens[number]}", "-H", "Upload-Offset: 0", "-H", "Transfer-Encoding:",
        "-H", f"Content-Length: {megabytes << 20}", "-H", "Expect:", f"{unit.address}/v1/projects/p/uploads/{upload}",
    ]
    with subprocess.Popen(["head", "-c", str(megabytes << 20), content], stdout=subprocess.PIPE) as source:
        status = subprocess.run(command, stdin=source.stdout).returncode
    return time.monotonic() - start, status


def dropped(number, upload):
    unit.ask("DELETE", f"/v1/projects/p/uploads/{upload}", tokens[number])


def pair():
    """Two honest uploads at once; their megabytes a second together."""
    uploads = [opened(0), opened(1)]
    results = [None, None]
    start = time.monotonic()

    def one(number):
        results[number] = sent(number, uploads[number])

    threads = [threading.Thread(target=one, args=(number,)) for number in (0, 1)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    seconds = time.monotonic() - start
    check(all(result[1] == 0 for result in results), f"honest uploads end well: {results}")
    for number in (0, 1):
        dropped(number, uploads[number])
    return 2 * MEGABYTES / seconds


# One connection: speed and memory.
before = unit.memory("VmRSS")
upload = opened(0)
seconds, status = sent(0, upload)
check(status == 0, f"an upload with curl: {status}")
alone = MEGABYTES / seconds
grown = unit.memory() - before
dropped(0, upload)
print(f"server.upload.mb_per_second {alone:.0f}")
print(f"server.upload.memory_growth_mb {grown / 1024:.0f}", flush=True)
check(grown < 64 * 1024, f"memory of one upload: {grown} kB")
idle = pair()
print(f"server.two_uploads.idle_mb_per_second {idle:.0f}", flush=True)

# What the library says of every connection that is closed is what is wanted here.
logging.disable(logging.CRITICAL)
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
closed = {"silent": [], "head": [], "body": [], "unread": []}
failed = []


async def until_closed(kind, reader, start):
    try:
        while await reader.read(1 << 16):
            pass
    except (ConnectionError, ssl.SSLError, OSError):
        pass
    closed[kind].append(time.monotonic() - start)


async def silent(number):
    start = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", unit.port, local_addr=(f"127.0.1.{number // 200 + 1}", 0))
    except OSError as error:
        failed.append(error)
        return
    await until_closed("silent", reader, start)
    writer.close()


async def trickle(kind, number, first, piece):
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", unit.port, ssl=context, local_addr=(f"127.0.2.{number // 200 + 1}", 0), ssl_handshake_timeout=120)
    except (OSError, asyncio.TimeoutError) as error:
        failed.append(error)
        return
    start = time.monotonic()
    ending = asyncio.create_task(until_closed(kind, reader, start))
    try:
        writer.write(first)
        while not ending.done():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(2)
    except (ConnectionError, ssl.SSLError, OSError):
        pass
    await ending
    writer.close()


unread_is_over = None


async def unread(number):
    """Asks for much and takes nothing of it."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", unit.port, ssl=context, local_addr=(f"127.0.3.{number // 200 + 1}", 0), limit=1_024, ssl_handshake_timeout=120)
    except (OSError, asyncio.TimeoutError) as error:
        failed.append(error)
        return
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    writer.transport.pause_reading()
    ask = f"GET /v1/audit?count=5000 HTTP/1.1\r\nHost: unit\r\nAuthorization: Bearer {unit.operator}\r\n\r\n".encode()
    try:
        writer.write(ask * 200)
    except (ConnectionError, ssl.SSLError, OSError):
        pass
    await unread_is_over.wait()
    writer.transport.abort()


def connections():
    """How many connections the server has."""
    text = unit.ask("GET", "/metrics", unit.operator).body.decode()
    return int(re.search(r"^tessera_connections (\d+)", text, re.M).group(1))


async def leave_unread():
    """200 that do not read; the seconds until the server has closed them."""
    global unread_is_over
    unread_is_over = asyncio.Event()
    work = [asyncio.create_task(unread(number)) for number in range(200)]
    await asyncio.sleep(5)
    start = time.monotonic()
    # All others are closed sooner.
    while time.monotonic() - start < 150 and await asyncio.to_thread(connections) >= 10:
        await asyncio.sleep(1)
    closed["unread"] = [time.monotonic() - start] * len(work)
    unread_is_over.set()
    await asyncio.gather(*work)


async def attack():
    head = b"GET /healthz HTTP/1.1\r\nHost: unit\r\n"
    body = b"POST /v1/projects HTTP/1.1\r\nHost: unit\r\nAuthorization: Bearer " + unit.operator.encode() + b"\r\nContent-Length: 1000000\r\n\r\n"
    work = [silent(number) for number in range(1_000)]
    work += [trickle("head", number, head, b"X") for number in range(1_000)]
    work += [trickle("body", number, body, b" ") for number in range(200)]
    await asyncio.gather(*work, leave_unread())


attacker = threading.Thread(target=lambda: asyncio.run(attack()))
attacker.start()
time.sleep(3)
under = pair()
print(f"server.two_uploads.attacked_mb_per_second {under:.0f}", flush=True)
print(f"server.two_uploads.attacked_to_idle {under / idle:.2f}")
check(under >= 0.5 * idle, f"honest uploads keep half of their speed: {under:.0f} of {idle:.0f} MB/s")
attacker.join()
bounds = {"silent": LIMITS["headSeconds"] + 10, "head": LIMITS["headSeconds"] + 10, "body": LIMITS["slowSeconds"] + 10, "unread": LIMITS["writeSeconds"] + 30}
for kind, times in closed.items():
    worst = max(times, default=0)
    print(f"server.hostile.{kind}.connections {len(times)}")
    print(f"server.hostile.{kind}.longest_seconds {worst:.0f}")
    check(times and worst <= bounds[kind], f"{kind}: closed after {worst:.0f} s at the latest, {bounds[kind]} are allowed")
print(f"server.hostile.refused {len(failed)}")
check(unit.ask("GET", "/healthz").status == 200, "the server lives")

# 64 agencies at once.
pieces = 16
uploads = [opened(number, pieces) for number in range(2, 66)]
results = [None] * 64
start = time.monotonic()


def many(place):
    results[place] = sent(place + 2, uploads[place], pieces)


threads = [threading.Thread(target=many, args=(place,)) for place in range(64)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
seconds = time.monotonic() - start
check(all(result and result[1] == 0 for result in results), f"64 uploads end well: {[result for result in results if result and result[1]][:3]}")
print(f"server.64_uploads.mb_per_second {64 * pieces / seconds:.0f}")
print(f"server.peak_mb {unit.memory() / 1024:.0f}")
unit.stop()
content.unlink()
finish("hostile connections")

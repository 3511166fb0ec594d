#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Vectors of the key schedule and the keyed hash, encodings.md §3 and §4: python3 keys.py > keys.tsv

Uses nothing but hashlib and hmac, and bech32m.py for the lines of the key files. One row a result:

check    key file line, project, fingerprint, -,                -,     -,       key check
canary   key file line, project, fingerprint, rows,             -,     -,       canary digest
words    key file line, project, fingerprint, group (UTF-8 hex), token, block b, D(b)
"""
import hashlib
import hmac
import random

import bech32m


def code(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def expand32(prk, info):
    return code(prk, info + b"\x01")  # RFC 5869 §2.3 for one block


source = random.Random("tessera/keys/1")
PROJECTS = ["p", "flu-2026", "A.b_c-9", "x" * 64]
GROUPS = ["givenName", "", "birth date", "naïve"]
TOKENS = [b"", b"_a", b"an", "ö".encode(), b"0:1", bytes(range(55)), bytes(range(64)), bytes(200)]
BLOCKS = [0, 1, 2, 255, 256, 0x01020304, 0xFFFFFFFF]

for project in PROJECTS:
    name = project.encode()
    key, fingerprint = source.randbytes(32), source.randbytes(32)
    line = bech32m.encode("tessera-key-", bytes([len(name)]) + name + key).upper()
    start = [line, project, fingerprint.hex()]
    prk = code(fingerprint, key)
    check = expand32(prk, b"tessera/check/1")
    print("check", *start, "-", "-", "-", code(check, b"key\x00" + fingerprint + name)[:16].hex(), sep="\t")
    for size in [0, 16, 16 * 136]:
        rows = source.randbytes(size)
        print("canary", *start, rows.hex(), "-", "-", code(check, b"canary\x00" + rows).hex(), sep="\t")
    for group in GROUPS:
        group_key = expand32(prk, b"tessera/group/1\x00" + group.encode())
        for token in TOKENS:
            block = source.choice(BLOCKS)
            result = code(group_key, block.to_bytes(4, "little") + token)
            print("words", *start, group.encode().hex(), token.hex(), block, result.hex(), sep="\t")

#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Codes that show which secret of clkhash's an agency has: python3 make_secret_check.py > secret_check.json

The secret goes through Argon2id (RFC 9106; of the package cryptography 44 or later) before anything is made of it.
"""
import hashlib
import hmac
import json

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

CASES = [
    (b"q0f4RrXr3xXfUQmVb8Tq0xk4yqgZ1b5F8h2c7n0vJ0E=", "p", bytes(32)),
    (b"chicken", "state-2026", bytes(range(32))),
    (bytes(range(256)), "A.b_c-d", hashlib.sha256(b"fingerprint").digest()),
]


def codes(secret, project, fingerprint, rows):
    scope = fingerprint + project.encode()
    salt = hashlib.sha256(b"tessera/clkhash-secret/1\0" + scope).digest()[:16]
    key = Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=256 * 1024).derive(secret)
    check = hmac.digest(key, b"key\0" + scope, "sha256")[:16]
    canary = hmac.digest(key, b"canary\0" + rows, "sha256")
    return {"keyCheck": check.hex(), "canaryDigest": canary.hex()}


print(json.dumps([
    {"secret_hex": secret.hex(), "project": project, "fingerprint": fingerprint.hex(), "rows_hex": "0102",
     **codes(secret, project, fingerprint, b"\1\2")}
    for secret, project, fingerprint in CASES
], indent=1))

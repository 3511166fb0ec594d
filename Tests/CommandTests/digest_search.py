#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Search files for unkeyed digests of known values: digest_search.py VALUES FILE... [--beside TEXT...]

VALUES has a line `hex<TAB>label` a value. Eight bytes of a digest in a row are a hit, raw, in hex or in base64 (both alphabets, any
alignment). With --beside every value is also taken with each of the texts, hex, before and after it. Prints a line
`label<TAB>file<TAB>algorithm` a hit; nothing if there is none.
"""
import hashlib
import re
import sys

WINDOW = 8
ALGORITHMS = {
    name: getattr(hashlib, name)
    for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
}
for size in (16, 20, 32):
    ALGORITHMS[f"blake2b-{8 * size}"] = lambda data, size=size: hashlib.blake2b(data, digest_size=size)
ALGORITHMS["sha256-twice"] = lambda data: hashlib.sha256(hashlib.sha256(data).digest())
BASE64 = {c: i for i, c in enumerate(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}
BASE64.update({ord("-"): 62, ord("_"): 63})


def readings(data):
    """The bytes as they are, and every run of hex digits or of base64 as what it stands for."""
    yield data
    for run in re.findall(rb"[0-9a-fA-F]{16,}", data):
        for start in (0, 1):
            digits = run[start:]
            yield bytes.fromhex(digits[:len(digits) // 2 * 2].decode())
    for run in re.findall(rb"[A-Za-z0-9+/_-]{11,}", data):
        for start in range(4):
            number = 0
            symbols = run[start:]
            for symbol in symbols:
                number = number << 6 | BASE64[symbol]
            spare = 6 * len(symbols) % 8
            yield (number >> spare).to_bytes(6 * len(symbols) // 8, "big")


def windows(path):
    with open(path, "rb") as file:
        data = file.read()
    return {part[i:i + WINDOW] for part in readings(data) for i in range(len(part) - WINDOW + 1)}


def main():
    arguments = sys.argv[1:]
    beside = []
    if "--beside" in arguments:
        at = arguments.index("--beside")
        beside = [bytes.fromhex(text) for text in arguments[at + 1:]]
        arguments = arguments[:at]
    found = {path: windows(path) for path in arguments[1:]}
    anywhere = set().union(*found.values())
    with open(arguments[0]) as values:
        for line in values:
            digits, label = line.rstrip("\n").split("\t")
            value = bytes.fromhex(digits)
            for text in [value] + [value + b for b in beside] + [b + value for b in beside]:
                for name, algorithm in ALGORITHMS.items():
                    digest = algorithm(text).digest()
                    heads = [digest[i:i + WINDOW] for i in range(0, len(digest) - WINDOW + 1, WINDOW)]
                    if anywhere.isdisjoint(heads):
                        continue
                    for path in sorted(path for path, parts in found.items() if not parts.isdisjoint(heads)):
                        print(label, path, name, sep="\t")


main()

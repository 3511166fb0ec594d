#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes canonical.txt: pairs of lines, a JSON document in a loose form and the same in canonical form.

The canonical form is that of Specs/exchange-format.md §1, as Python's json module writes it: its code-point order of
keys is the byte order of their UTF-8. Made once with: python3 canonical.py
"""

import json
import pathlib
import random

ALPHABET = "aAbBzZ019_- \"\\/\b\f\n\r\t\x00\x01\x1f\x7f\u00e9\u0308\u2028\u212a\ud7ff\ue000\ufffd\U0001f600\U0010ffff"


def text(source):
    return "".join(source.choice(ALPHABET) for _ in range(source.randrange(6)))


def document(source, depth):
    kind = source.randrange(4 if depth == 0 else 7)
    if kind == 0:
        return source.choice([None, True, False])
    if kind == 1:
        return source.choice([0, 1, -1, 10, 2**53, -(2**53), 2**63 - 1, -(2**63), source.randrange(-(10**9), 10**9)])
    if kind in (2, 3):
        return text(source)
    if kind == 4:
        return [document(source, depth - 1) for _ in range(source.randrange(5))]
    return {text(source): document(source, depth - 1) for _ in range(source.randrange(6))}


def main():
    source = random.Random(20)
    with open(pathlib.Path(__file__).with_name("canonical.txt"), "wb") as output:
        for number in range(200):
            value = document(source, 4)
            if number % 2:
                loose = json.dumps(value, ensure_ascii=True, separators=(" ,\t", " :  "))
            else:
                loose = json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).replace("/", "\\/")
            strict = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            output.write(f"{loose}\n{strict}\n".encode("utf-8"))


if __name__ == "__main__":
    main()

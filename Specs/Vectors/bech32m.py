#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Bech32m vectors with Tessera's human-readable parts: python3 bech32m.py > bech32m.tsv

The checksum is computed as BIP 173 defines it, by dividing polynomials over GF(32), not by the usual table of constants.
Columns: human-readable part, data in hex, text in small letters.
"""
import random

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
# g(x) = x^6 + 29x^5 + 22x^4 + 20x^3 + 21x^2 + 29x + 18
GENERATOR = [1, 29, 22, 20, 21, 29, 18]
CLOSING = 0x2BC830A3  # BIP 350


def times(a, b):
    """Product in GF(32), elements being polynomials over GF(2) modulo x^5 + x^3 + 1."""
    product = 0
    for bit in range(5):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= 0b101001 << (bit - 5)
    return product


def checksum(part, symbols):
    codes = [ord(c) for c in part]
    word = [1] + [c >> 5 for c in codes] + [0] + [c & 31 for c in codes] + symbols + [0] * 6
    for start in range(len(word) - 6):
        factor = word[start]
        for offset, term in enumerate(GENERATOR):
            word[start + offset] ^= times(factor, term)
    return [r ^ (CLOSING >> 5 * (5 - i) & 31) for i, r in enumerate(word[-6:])]


def encode(part, data):
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    symbols = [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]
    return part + "1" + "".join(ALPHABET[s] for s in symbols + checksum(part, symbols))


assert encode("a", b"") == "a1lqfn3a" and encode("?", b"") == "?1v759aa"  # from BIP 350

if __name__ == "__main__":
    source = random.Random("tessera/bech32m/1")
    for part in ("tessera-key-", "tessera-identity-", "tessera-party-"):
        for length in [0, 1, 2, 3, 4, 5, 34, 41, 97, 129, 200]:
            data = source.randbytes(length)
            print(part, data.hex(), encode(part, data), sep="\t")

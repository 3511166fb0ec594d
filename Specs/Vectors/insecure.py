# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes insecure.json: encodings and hardenings of the literature that do not protect, for research only.

python3 insecure.py          writes the file; running it again changes no byte
python3 insecure.py --check  writes nothing, and fails if the file would change

No exchange format depends on these. A case's `scheme` says what it shows; the functions below are the definition. In
them a key is that of the group "insecure" under a fingerprint of zeros, and a filter is a text of bits; in the file
filters are hex.
"""

import hmac
import itertools
import random
import struct

import make
import reference as ref

SPEC = "encodings.md sections 4 and 5, and the definitions in insecure.py"
PROJECT_KEYS = make.K1, make.K2


def words(key, message):
    """The keyed stream: 64-bit words without end."""
    for block in itertools.count():
        yield from struct.unpack(">4Q", hmac.digest(key, struct.pack("<I", block) + message, "sha256"))


def named(key, purpose, content=b""):
    return words(key, purpose.encode() + b"\0" + content)


def below(stream, bound):
    """Uniform below a bound: words of the last, incomplete run of `bound` numbers are passed over."""
    return next(word % bound for word in stream if word < 2**64 // bound * bound)


def permutation(stream, count):
    order = list(range(count))
    for place in range(count - 1, 0, -1):
        other = below(stream, place + 1)
        order[place], order[other] = order[other], order[place]
    return order


def xor(a, b):
    return "".join("01"[x != y] for x, y in zip(a, b, strict=True))


def bloom(key, tokens, k, length):
    ones = {word % length for token in tokens for word in itertools.islice(words(key, token), k)}
    return "".join("01"[i in ones] for i in range(length))


def fold(bits):
    return xor(bits[: len(bits) // 2], bits[len(bits) // 2 :])


def balance(key, bits):
    both = bits + xor(bits, "1" * len(bits))
    return "".join(both[i] for i in permutation(named(key, "test/balance"), len(both)))


def rule90(bits):
    return "".join("01"[bits[i - 1] != bits[(i + 1) % len(bits)]] for i in range(len(bits)))


def flips(key, bits, rate, file, record):
    stream = named(key, "insecure/flips/1", struct.pack("<Q", record) + file)
    return xor(bits, "".join("01"[next(stream) < rate * 2**64] for _ in bits))


def sources(key, length, field_bits, weights):
    """Of each bit: the field and the bit it is taken from."""
    exact = [(length * w // sum(weights), length * w % sum(weights)) for w in weights]
    shares = [share for share, _ in exact]
    for field in sorted(range(len(weights)), key=lambda f: -exact[f][1])[: length - sum(shares)]:
        shares[field] += 1
    stream = named(key, "insecure/rbf/1")
    drawn = [(f, below(stream, field_bits[f])) for f, share in enumerate(shares) for _ in range(share)]
    return [drawn[i] for i in permutation(stream, length)]


def diffuse(key, bits, length, t):
    stream, out = named(key, "insecure/diffusion/1"), ""
    for _ in range(length):
        chosen = set()
        while len(chosen) < t:
            chosen.add(below(stream, len(bits)))
        out += "01"[sum(bits[i] == "1" for i in chosen) % 2]
    return out


def tabulation(key, tokens, length):
    stream, out = named(key, "insecure/tabulation/1"), ""
    for _ in range(length):
        tables = [[next(stream) for _ in range(256)] for _ in range(8)]
        values = []
        for token in tokens:
            value = 0
            for table, byte in zip(tables, struct.pack(">Q", next(words(key, token))), strict=True):
                value ^= table[byte]
            values.append(value)
        out += "01"[min(values) % 2]
    return out


def two_step(key, tokens, k, columns):
    rows = [bloom_row(key, tokens, j, columns) for j in range(k)]
    numbers = []
    for column in range(columns):
        bits = "".join(row[column] for row in rows)
        if "1" in bits:
            bits += "0" * (-k % 8)
            numbers.append(next(named(key, "insecure/two-step/1", struct.pack("<I", column) + pack(bits))))
    return sorted(numbers)


def bloom_row(key, tokens, j, columns):
    ones = {next(itertools.islice(words(key, token), j, None)) % columns for token in tokens}
    return "".join("01"[i in ones] for i in range(columns))


def markov(names, tokens, t):
    following = {}
    for name in names:
        for first, second in itertools.pairwise(name):
            following.setdefault(first, []).append(second)
    salted = set(tokens)
    for token in tokens:
        next_ones = following.get(token, [])
        salted |= set(sorted(set(next_ones), key=lambda n: (-next_ones.count(n), n.encode()))[:t])
    return sorted(salted, key=str.encode)


def bigrams(name):
    return [a + b for a, b in itertools.pairwise("_" + name + "_")]


def pack(bits):
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def filters():
    """Filters of some lengths and fills, the extremes among them."""
    draw = random.Random(90)
    yield from ("0" * 16, "1" * 16, "1" + "0" * 15, "0" * 15 + "1", "10" * 32)
    for length in (16, 48, 128):
        for fill in (0.1, 0.5):
            yield "".join("01"[draw.random() < fill] for _ in range(length))


def token_lists():
    """Tokens as a file has them: text in ASCII, no token twice, in byte order."""
    yield ["a"]
    for name in ("anna", "maximilian", "o brien"):
        yield sorted(set(bigrams(name)))


def cases():
    made = []

    def add(scheme, expected, **given):
        if isinstance(expected, str):
            expected = pack(expected).hex()
        made.append({"scheme": scheme, **given, "expected": expected})

    for project_key in PROJECT_KEYS:
        key, under = ref.group_key(project_key, bytes(32), "insecure"), {"projectKey": project_key.hex()}
        for count in (1, 2, 3, 8, 40):
            add("permutation", permutation(named(key, "test/order"), count), **under, count=count)
        for bits in filters():
            name = pack(bits).hex()
            if project_key == PROJECT_KEYS[0]:
                add("fold", fold(bits), filter=name)
                add("rule90", rule90(bits), filter=name)
            add("balance", balance(key, bits), **under, filter=name)
            for per_mille, file, record in ((0, b"", 0), (50, b"a", 1), (500, b"agency-b", 2**40 + 7)):
                given = {**under, "filter": name, "perMille": per_mille, "file": file.hex()}
                add("flips", flips(key, bits, per_mille / 1000, file, record), **given, record=record)
            for length, t in ((16, 1), (64, 5), (128, 16)):
                add("diffusion", diffuse(key, bits, length, t), **under, filter=name, length=length, t=t)
        for length, field_bits, weights in (
            (64, [64], [1]),
            (64, [16, 32, 64], [1, 1, 1]),
            (256, [64, 128, 64, 8], [50, 30, 19, 0]),
        ):
            drawn = sources(key, length, field_bits, weights)
            given = {**under, "length": length, "fieldBits": field_bits, "weights": weights}
            add("sampling", [list(source) for source in drawn], **given)
        for tokens in token_lists():
            given = {**under, "tokens": tokens}
            coded = [token.encode() for token in tokens]
            add("bloom", bloom(key, coded, 10, 256), **given, bitsPerToken=10, length=256)
            salt = b"1985"
            salted = [struct.pack("<I", len(salt)) + salt + token for token in coded]
            add("salt", bloom(key, salted, 5, 128), **given, salt=salt.decode(), bitsPerToken=5, length=128)
            add("tabulation", tabulation(key, coded, 32), **given, length=32)
            for k, columns in ((1, 10), (8, 50), (15, 100)):
                numbers = [f"{number:016x}" for number in two_step(key, coded, k, columns)]
                add("two-step", numbers, **given, hashes=k, columns=columns)
    names = ["anna", "hanna", "anton", "nathan", "annette", "joanna", "anand"]
    for tokens in ([], ["an"], ["zz"], bigrams("ann"), ["na", "at"]):
        for t in (0, 1, 2, 10):
            add("markov", markov(map(bigrams, names), tokens, t), names=names, tokens=tokens, predictions=t)
    return made


if __name__ == "__main__":
    make.write("insecure.json", SPEC, [{"id": f"{c['scheme']}-{n:03}", **c} for n, c in enumerate(cases(), 1)], "insecure.py")

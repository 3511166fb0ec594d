# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Similarities of texts as rapidfuzz 3.14.6 gives them: python3 make_texts.py > texts.tsv

Columns: two texts, Jaro-Winkler similarity, optimal string alignment distance.
"""
import random
from rapidfuzz.distance import OSA, JaroWinkler

draw = random.Random(7)
pairs = [("martha", "marhta"), ("dixon", "dicksonx"), ("ca", "abc"), ("", ""), ("", "a"), ("a", ""), ("ab", "ba"),
         ("19871203", "19870312"), ("jellyfish", "smellyfish"), ("x" * 64, "x" * 63 + "y")]
while len(pairs) < 300:
    alphabet = draw.choice(["ab", "abcd", "0123456789", "abcdefghijklmnopqrstuvwxyz"])
    text = "".join(draw.choices(alphabet, k=draw.choice([3, 5, 8, 12, 30, 64])))
    other = list(text)
    for _ in range(draw.randrange(6)):
        at = draw.randrange(len(other)) if other else 0
        edit = draw.randrange(4)
        if edit == 0 and len(other) < 64: other.insert(at, draw.choice(alphabet))
        if edit == 1 and other: del other[at]
        if edit == 2 and other: other[at] = draw.choice(alphabet)
        if edit == 3 and at + 1 < len(other): other[at], other[at + 1] = other[at + 1], other[at]
    if draw.random() < 0.2: draw.shuffle(other)
    pairs.append((text, "".join(other)))
for first, second in pairs:
    print(first, second, f"{JaroWinkler.similarity(first, second):.12f}", OSA.distance(first, second), sep="\t")

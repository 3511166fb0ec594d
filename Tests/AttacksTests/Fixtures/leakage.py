# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Makes leakage.tsv and similarities.tsv by NumPy. usage: leakage.py FOLDER

Bit (row, column) is (next >> 33) % 100 < 10 + 80 * column / bits, or that of the column before where column % 5 is 1; one draw a
bit, row after row, from SplitMix64(seed). Token t of person p is there if (next >> 33) % 7 < 3, from SplitMix64(seed) as well.
Made with NumPy 2.4.6.
"""
import sys
import numpy as np
from assignment import splitmix64


def bits_of(rows, bits, seed):
    draws = splitmix64(seed)
    matrix = np.zeros((rows, bits))
    for row in range(rows):
        for column in range(bits):
            drawn = (next(draws) >> 33) % 100 < 10 + 80 * column // bits
            matrix[row, column] = matrix[row, column - 1] if column % 5 == 1 else drawn
    return matrix


with open(sys.argv[1] + "/leakage.tsv", "w") as out:
    print("seed\trows\tbits\tfill\tgini\tentropy\tdeviation\tgreatest\tbeyond\tsnr\tlength", file=out)
    for seed, rows, bits in [(1, 100, 64), (2, 333, 128), (3, 70, 192)]:
        m = bits_of(rows, bits, seed)
        p = m.mean(axis=0)
        gini = np.abs(p[:, None] - p[None, :]).sum() / (2 * bits * p.sum())
        entropy = np.mean(-p * np.log2(p) - (1 - p) * np.log2(1 - p))
        deviation = p.std() / np.sqrt(p.mean() * (1 - p.mean()) / rows)
        r = np.corrcoef(m.T)
        upper = np.abs(r[np.triu_indices(bits, 1)])
        snr = 2 * (upper**2).sum() / bits - (bits - 1) / rows
        length = np.corrcoef(m.sum(axis=1), np.arange(rows))[0, 1]
        beyond = np.mean(upper > 5 / np.sqrt(rows))
        print(seed, rows, bits, m.mean(), gini, entropy, deviation, upper.max(), beyond, snr, length, sep="\t", file=out)

with open(sys.argv[1] + "/similarities.tsv", "w") as out:
    print("person\tother\tdice\tcosine\tcentred\tideal2\tideal3centred", file=out)
    draws = splitmix64(4)
    m = np.array([(next(draws) >> 33) % 7 < 3 for _ in range(12 * 70)], dtype=float).reshape(12, 70)

    def cosines(x):
        norms = np.linalg.norm(x, axis=1)
        return x @ x.T / np.outer(norms, norms)

    dice = 2 * m @ m.T / (m.sum(axis=1)[:, None] + m.sum(axis=1)[None, :])
    raw, centred = cosines(m), cosines(m - m.mean(axis=0))
    for i in range(12):
        for j in range(12):
            if i != j:
                ideal = [(1 - 2 * np.arccos(c) / np.pi) ** e for c, e in [(raw[i, j], 2), (centred[i, j], 3)]]
                print(i, j, dice[i, j], raw[i, j], centred[i, j], *ideal, sep="\t", file=out)

# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Makes assignment.tsv: the best sums of assignments, by SciPy's solver. usage: assignment.py > assignment.tsv

A line is seed, rows, columns, range, sum. Scores are drawn row after row from SplitMix64(seed): (next >> 33) % range.
Made with NumPy 2.4.6 and SciPy 1.17.1.
"""
import numpy as np
from scipy.optimize import linear_sum_assignment

MASK = (1 << 64) - 1


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def main():
    print("seed\trows\tcolumns\trange\tsum")
    seed = 0
    for rows, columns in [(1, 1), (2, 2), (1, 5), (5, 1), (17, 17), (40, 64), (64, 40), (90, 90), (150, 150), (120, 160)]:
        for span in [2, 10, 1_000, 1 << 20]:
            seed += 1
            draws = splitmix64(seed)
            scores = np.array([(next(draws) >> 33) % span for _ in range(rows * columns)]).reshape(rows, columns)
            chosen = linear_sum_assignment(scores, maximize=True)
            print(seed, rows, columns, span, scores[chosen].sum(), sep="\t")


if __name__ == "__main__":
    main()

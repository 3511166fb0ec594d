// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport

/// Random bytes with about `share` of 256 of their bits set.
func randomFilter(bytes: Int, share: UInt8, _ random: inout SplitMix64) -> [UInt8] {
    (0..<bytes).map { _ in
        (0..<8).reduce(0) { byte, _ in byte << 1 | (UInt8.random(in: 0...255, using: &random) < share ? 1 : 0) }
    }
}

/// Random row tokens.
func randomTokens(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
    (0..<16 * count).map { _ in UInt8.random(in: 0...255, using: &random) }
}

/// A matrix of the given rows; no rows give a matrix of `bytes` a row.
func matrix(_ rows: [[UInt8]], bytes: Int = 8) throws -> FilterMatrix {
    let matrix = try FilterMatrix(rows: rows.count, bits: 8 * (rows.first?.count ?? bytes))
    for (index, row) in rows.enumerated() {
        unsafe matrix.withUnsafeMutableRow(index) { target in unsafe target.copyBytes(from: row) }
    }
    return matrix
}

/// A dataset of one vector with random tokens.
func dataset(_ name: String, _ rows: [[UInt8]], _ random: inout SplitMix64) throws -> LinkageDataset {
    try LinkageDataset(name: name, tokens: randomTokens(rows.count, &random), filters: matrix(rows))
}

extension AllPairs {
    /// The pairs as comparable rows of numbers: dataset A, row A, dataset B, row B, common bits, sum of set bits.
    static func numbers(
        in input: LinkageInput,
        threshold: SimilarityThreshold,
        pairLimit: Int = .max,
        control: RunControl = RunControl(),
        tuning: JoinTuning = JoinTuning()
    ) throws -> [[UInt32]] {
        try find(in: input, threshold: threshold, pairLimit: pairLimit, control: control, tuning: tuning).flatMap {
            found in
            let (first, second) = (found.datasets.first, found.datasets.second)
            return found.pairs.map { pair in
                let sum =
                    input.datasets[first].popcounts[Int(pair.rowA)] + input.datasets[second].popcounts[Int(pair.rowB)]
                return [UInt32(first), pair.rowA, UInt32(second), pair.rowB, pair.intersection, sum]
            }
        }
    }

    /// The pairs of all datasets as candidates.
    static func candidates(in input: LinkageInput, threshold: SimilarityThreshold) throws -> [CandidatePair] {
        try numbers(in: input, threshold: threshold).map {
            CandidatePair(
                datasetA: $0[0],
                rowA: $0[1],
                datasetB: $0[2],
                rowB: $0[3],
                intersection: $0[4],
                popcountSum: $0[5]
            )
        }
    }
}

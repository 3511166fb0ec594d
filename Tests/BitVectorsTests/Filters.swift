// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import TestSupport

/// A matrix of the given rows, all of one length.
func matrix(of rows: [[UInt8]]) throws -> FilterMatrix {
    let matrix = try FilterMatrix(rows: rows.count, bits: 8 * (rows.first?.count ?? 8))
    for (index, row) in rows.enumerated() {
        unsafe matrix.withUnsafeMutableRow(index) { target in unsafe target.copyBytes(from: row) }
    }
    return matrix
}

/// The rows of a matrix.
func rows(of matrix: FilterMatrix) -> [[UInt8]] {
    (0..<matrix.rows).map { row in unsafe matrix.withUnsafeRow(row) { unsafe Array($0) } }
}

/// Random rows of every density, an empty and a full one among them.
func randomRows(_ count: Int, bits: Int, _ random: inout SplitMix64) -> [[UInt8]] {
    (0..<count).map { row in
        (0..<bits / 8).map { _ in
            switch row % 5 {
            case 0: UInt8.random(in: 0...255, using: &random)
            case 1: UInt8.random(in: 0...255, using: &random) & UInt8.random(in: 0...255, using: &random)
            case 2: 0xFF
            case 3: 0
            default: UInt8.random(in: 0...255, using: &random) | UInt8.random(in: 0...255, using: &random)
            }
        }
    }
}

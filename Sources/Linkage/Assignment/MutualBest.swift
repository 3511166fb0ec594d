// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Which pairs of two datasets are the single best of both their records; 8 bytes a record.
///
/// Every pair is shown to it once, then asked for. A record with two equal bests has no best.
struct MutualBest {
    /// For each row its best key + 1, or 0; with `tied` set if two pairs have it.
    private var bestOfA: [UInt64]
    private var bestOfB: [UInt64]
    private static let tied: UInt64 = 1 << 63

    init(rowsA: Int, rowsB: Int) {
        bestOfA = [UInt64](repeating: 0, count: rowsA)
        bestOfB = [UInt64](repeating: 0, count: rowsB)
    }

    /// Takes note of a pair.
    mutating func see(_ rowA: Int, _ rowB: Int, key: UInt64) {
        Self.see(key, &bestOfA[rowA])
        Self.see(key, &bestOfB[rowB])
    }

    /// Whether a pair of this key is the best of both.
    func isBest(_ rowA: Int, _ rowB: Int, key: UInt64) -> Bool { bestOfA[rowA] == key + 1 && bestOfB[rowB] == key + 1 }

    private static func see(_ key: UInt64, _ best: inout UInt64) {
        let known = best & ~tied
        if key + 1 > known { best = key + 1 } else if key + 1 == known { best = known | tied }
    }
}

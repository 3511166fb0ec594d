// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// How a comparison is cut so that it stays within a number of bytes.
///
/// Filters that fit are held in memory as a whole; others are read tile by tile. Estimates are upper bounds of what is
/// allocated for the purpose, not of what the operating system counts.
package struct MemoryBudget: Sendable, Equatable {
    /// What is there for the whole process.
    package let bytes: Int
    package let threads: Int

    package init(bytes: Int, threads: Int) {
        self.bytes = bytes
        self.threads = max(1, threads)
    }

    /// Comparisons of a tile, about half a minute for two threads: little is lost with one, and little is spent on files.
    private static let tileComparisons = 1 << 38
    /// The program itself and what does not grow with the data.
    private static let baseBytes = 64 << 20
    /// Row token, popcount, and the state of assignment, for each record.
    private static let recordBytes = 16 + 4 + 28
    /// Candidate pairs of match weights, a record, and its values and places in what finds them, a vector; measured on a million records
    /// beside another, where one vector took 1,200 and seven took 1,700.
    private static let weightBytes = 1_000
    private static let vectorWeightBytes = 100
    /// A sketch has at most about as many bytes as its filter, and a rank.
    private static let rankBytes = 16
    /// Rows of a tile below which reading files again and again would take longer than comparing.
    private static let leastTileRows = 4_096

    /// Bytes for pairs on their way to a file: an eighth, for every thread its own.
    package var pairBytes: Int { bytes / 8 }

    /// Pairs that a thread may hold, of 12 bytes, which it holds up to four times while they are sorted and written.
    package var heldPairs: Int { min(max(pairBytes / threads / 48, 1 << 14), 1 << 21) }

    /// Bytes that records take whether their filters are in memory or not.
    private func fixedBytes(_ rows: [Int]) -> Int {
        Self.baseBytes + pairBytes + rows.reduce(0) { $0 + $1 * Self.recordBytes }
    }

    /// Whether all filters of all datasets can stay in memory together.
    package func holdsAll(rows: [Int], bits: Int) -> Bool {
        fixedBytes(rows) + filterBytes(rows, bits) <= bytes
    }

    /// Bytes of all filters, and of the sketches of the largest dataset.
    private func filterBytes(_ rows: [Int], _ bits: Int) -> Int {
        rows.reduce(0) { $0 + $1 * (bits / 8) } + (rows.max() ?? 0) * (bits / 8 + Self.rankBytes)
    }

    /// Checks that links by match weights are found within the budget, as far as that is known beforehand: what candidate pairs take
    /// depends on the data.
    ///
    /// - Parameter vectors: how many are compared.
    /// - Throws: `scoring.memory` with the least budget that would do.
    package func checkWeights(rows: [Int], bits: Int, vectors: Int) throws(LinkageError) {
        let ofRecord = bits / 8 + Self.recordBytes + Self.weightBytes + vectors * Self.vectorWeightBytes
        let least = Self.baseBytes + rows.reduce(0) { $0 + $1 * ofRecord }
        guard least <= bytes, holdsAll(rows: rows, bits: bits) else {
            // An eighth is kept for pairs on their way to files.
            throw .scoringMemory(least: max(least, (fixedBytes(rows) - pairBytes + filterBytes(rows, bits)) / 7 * 8))
        }
    }

    /// How each pair of datasets is cut.
    ///
    /// - Parameters:
    ///   - isApproximate: whether tiles are searched by tables, which costs less the larger they are.
    ///   - most: the most rows of a tile, for tests and for those who distribute tiles; nil for no limit.
    /// - Throws: `linkage.memory` with the least budget that would do.
    package func tileRows(
        rows: [Int],
        bits: Int,
        pairs: [DatasetPair],
        isApproximate: Bool = false,
        most: Int? = nil
    ) throws(LinkageError) -> [JoinPlan.TileRows] {
        let isResident = holdsAll(rows: rows, bits: bits)
        let filter = bits / 8
        // Two sides and the sketches of the second.
        let rowBytes = 3 * filter + Self.rankBytes
        let free = bytes - fixedBytes(rows)
        let greatest = isResident ? Int(UInt32.max) : max(0, free / rowBytes)
        guard greatest >= Self.leastTileRows || rows.allSatisfy({ $0 <= greatest }) else {
            // Seven eighths of the least budget are for what is not pairs on their way.
            let least = (fixedBytes(rows) - pairBytes + Self.leastTileRows * rowBytes) / 7 * 8
            throw LinkageError(
                .memory,
                "the memory budget is too small for these datasets",
                remedy: "allow at least --memory \(least / (1 << 20) + 1)M",
                exitCode: .usage
            )
        }
        return pairs.map { pair in
            let limit = max(1, min(greatest, most ?? greatest))
            var second = min(limit, max(1, rows[pair.second]))
            let most = isApproximate ? Int.max : Self.tileComparisons
            var first = min(limit, max(1, rows[pair.first]), max(Self.leastTileRows, most / second))
            if pair.isWithin {
                // One grid for both sides, so that tiles on its diagonal are the only ones to halve.
                first = min(limit, max(1, rows[pair.first]), Int(Double(most).squareRoot()))
                second = first
            }
            return JoinPlan.TileRows(first: first, second: second)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Synchronization

/// For some records of one dataset, the two greatest similarities to the records of another.
final class NearestTwo: Sendable {
    /// The greatest and the second greatest similarity of a record, in ten-thousandths rounded down.
    struct Neighbours: Sendable, Equatable {
        var best: Int
        var second: Int
    }

    /// Rows in a kernel call.
    ///
    /// 1,040 and not 1,024: rows of counts a multiple of 4 KiB apart would share cache sets.
    private static let queryRows = 64
    private static let candidateRows = 1_040

    private let queries: FilterMatrix
    private let queryPopcounts: [UInt32]
    private let candidates: FilterMatrix
    private let candidatePopcounts: [UInt32]
    private let kernel: BitKernel
    private let next = Atomic(0)
    private let found: Mutex<[Neighbours]>

    /// Gathers the rows to look up.
    ///
    /// - Parameters:
    ///   - rows: rows of dataset number `first`.
    ///   - second: the number of the other dataset; no rows in it give similarities of 0.
    init(_ input: LinkageInput, rows: [Int], of first: Int, in second: Int) throws(BitVectorError) {
        queries = try input.filters[first].selecting(rows)
        queryPopcounts = rows.map { input.popcounts[first][$0] }
        candidates = input.filters[second]
        candidatePopcounts = input.popcounts[second]
        kernel = input.kernel
        found = Mutex([Neighbours](repeating: Neighbours(best: 0, second: 0), count: rows.count))
    }

    /// The neighbours of each row, in the order of the rows; nil if the run was cancelled.
    func neighbours(_ control: RunControl) -> [Neighbours]? {
        control.onThreads { self.work(control) }
        if control.isCancelled?() ?? false { return nil }
        return found.withLock { $0 }
    }

    private func work(_ control: RunControl) {
        var counts: [UInt32] = []
        while !(control.isCancelled?() ?? false) {
            let start = next.add(Self.queryRows, ordering: .relaxed).oldValue
            guard start < queries.rows else { return }
            let rows = start..<min(start + Self.queryRows, queries.rows)
            var nearest = [Pair](repeating: Pair(), count: rows.count)
            for first in stride(from: 0, to: candidates.rows, by: Self.candidateRows) {
                let others = first..<min(first + Self.candidateRows, candidates.rows)
                kernel.intersections((queries, rows), (candidates, others), into: &counts)
                for index in nearest.indices {
                    let row = counts[index * others.count..<(index + 1) * others.count]
                    nearest[index].take(row, queryPopcounts[rows.lowerBound + index], candidatePopcounts[others])
                }
            }
            let done = nearest.map(\.quantised)
            found.withLock { $0.replaceSubrange(rows, with: done) }
        }
    }

    /// The two greatest similarities so far as fractions c / s, compared by cross multiplication.
    private struct Pair {
        private var best = (intersection: UInt64(0), sum: UInt64(1))
        private var second = (intersection: UInt64(0), sum: UInt64(1))

        mutating func take(_ counts: ArraySlice<UInt32>, _ popcount: UInt32, _ popcounts: ArraySlice<UInt32>) {
            for (count, other) in zip(counts, popcounts) {
                let intersection = UInt64(count)
                let sum = UInt64(popcount) + UInt64(other)
                guard intersection * second.sum > second.intersection * sum else { continue }
                if intersection * best.sum > best.intersection * sum {
                    second = best
                    best = (intersection, sum)
                } else {
                    second = (intersection, sum)
                }
            }
        }

        var quantised: Neighbours {
            Neighbours(
                best: Int(20_000 * best.intersection / best.sum),
                second: Int(20_000 * second.intersection / second.sum)
            )
        }
    }
}

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
    private let measure: SimilarityMeasure
    private let kernel: BitKernel
    private let nearest: Mutex<[Nearest]>

    /// Gathers the rows to look up.
    ///
    /// - Parameters:
    ///   - rows: rows of dataset number `first`, ascending.
    init(_ input: LinkageInput, rows: [Int], of first: Int) throws(LinkageError) {
        queries = try input.datasets[first].filters(of: rows)
        queryPopcounts = rows.map { input.datasets[first].popcounts[$0] }
        measure = input.measure
        kernel = input.kernel
        nearest = Mutex([Nearest](repeating: Nearest(), count: rows.count))
    }

    /// The neighbours of each row among all rows of a dataset, in the order of the rows; no rows there give similarities of 0.
    ///
    /// - Throws: `linkage.cancelled`, or what reading rows throws.
    func neighbours(in dataset: LinkageDataset, _ control: RunControl) throws(LinkageError) -> [Neighbours] {
        for block in dataset.blocks() {
            let side = try TileSide(dataset, rows: block)
            let next = Counter()
            control.onThreads { self.work(side, next, control) }
            if control.isCancelled?() ?? false { throw .cancelled }
        }
        return nearest.withLock { $0.map(\.quantised) }
    }

    /// Queries taken so far; shared by the threads.
    private final class Counter: Sendable {
        private let value = Atomic(0)
        func take(_ count: Int) -> Int { value.add(count, ordering: .relaxed).oldValue }
    }

    private func work(_ side: TileSide, _ next: Counter, _ control: RunControl) {
        var counts: [UInt32] = []
        while !(control.isCancelled?() ?? false) {
            let start = next.take(Self.queryRows)
            guard start < queries.rows else { return }
            let rows = start..<min(start + Self.queryRows, queries.rows)
            var nearest = self.nearest.withLock { Array($0[rows]) }
            for others in side.rows.pieces(of: Self.candidateRows) {
                kernel.intersections((queries, rows), (side.matrix, others), into: &counts)
                for index in nearest.indices {
                    let row = counts[index * others.count..<(index + 1) * others.count]
                    nearest[index].take(
                        row,
                        queryPopcounts[rows.lowerBound + index],
                        side.popcounts[others],
                        measure,
                        bits: queries.bits
                    )
                }
            }
            self.nearest.withLock { $0.replaceSubrange(rows, with: nearest) }
        }
    }

    /// The two greatest similarities so far.
    private struct Nearest: Sendable {
        private var best = Similarity.zero
        private var second = Similarity.zero

        mutating func take(
            _ counts: ArraySlice<UInt32>,
            _ popcount: UInt32,
            _ popcounts: ArraySlice<UInt32>,
            _ measure: SimilarityMeasure,
            bits: Int
        ) {
            for (count, other) in zip(counts, popcounts) {
                let similarity = measure.similarity(intersection: count, popcountSum: popcount + other, bits: bits)
                guard second < similarity else { continue }
                if best < similarity {
                    second = best
                    best = similarity
                } else {
                    second = similarity
                }
            }
        }

        var quantised: Neighbours { Neighbours(best: best.tenThousandths, second: second.tenThousandths) }
    }
}

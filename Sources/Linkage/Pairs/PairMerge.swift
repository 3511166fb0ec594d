// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The pairs of many tiles as one stream.
package struct PairMerge: SortedStream {
    private var merge: SortedMerge<FoundPair>

    /// What a merge on disk gives, in a type of its own: called through a protocol, a generic one would not be specialised.
    init(_ merge: SortedMerge<FoundPair>) { self.merge = merge }

    /// Merges the results of tiles; memory is that of one batch a stream, and each reader keeps a file open.
    ///
    /// - Parameter tiles: streams with no pair in common, or reading throws `tile.overlap`.
    package init(tiles: [any PairStream]) { merge = SortedMerge(tiles, repeats: .fault(.overlap)) }

    /// Merges streams that may have pairs in common; each is given once.
    package init(runs: [any PairStream]) { merge = SortedMerge(runs, repeats: .same) }

    package mutating func next(into batch: inout [FoundPair]) throws(LinkageError) -> Bool {
        try merge.next(into: &batch)
    }
}

/// Streams one after the other, each opened when the one before has ended: the bands of a plan, say, of which each has many tiles.
package struct PairSequence: SortedStream {
    private let count: Int
    private let open: (Int) throws(LinkageError) -> any PairStream
    private var opened = 0
    private var stream: any PairStream = SortedArray<FoundPair>([])
    private var last: FoundPair?

    /// Chains streams; none is opened yet.
    ///
    /// - Parameters:
    ///   - count: the number of streams.
    ///   - open: opens a stream by its number; each begins after the end of the one before, or reading throws `tile.overlap`.
    package init(count: Int, open: @escaping (Int) throws(LinkageError) -> any PairStream) {
        self.count = count
        self.open = open
    }

    package mutating func next(into batch: inout [FoundPair]) throws(LinkageError) -> Bool {
        while true {
            if try stream.next(into: &batch) {
                if let last, let first = batch.first, !(last < first) { throw .overlap }
                last = batch.last
                return true
            }
            guard opened < count else { return false }
            stream = try open(opened)
            opened += 1
        }
    }
}

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

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Found pairs in any order, some found more than once, to be given back in order, each once.
///
/// For searches that meet a pair by several ways. Any thread may append. Pairs beyond the memory limit go to files without names,
/// encrypted under a key of this process; if memory suffices there are no files.
package final class PairRuns: Sendable {
    private let sort: ExternalSort<FoundPair>

    /// - Parameters:
    ///   - memoryLimit: bytes for pairs, in sorting and in giving back.
    ///   - folder: where the files are made.
    ///   - threads: how many threads append at once.
    package init(memoryLimit: Int, folder: String, threads: Int = 1) {
        sort = ExternalSort(memoryLimit: memoryLimit, folder: folder, threads: threads)
    }

    /// Adds pairs in any order; hand over some thousands at a time.
    ///
    /// - Throws: `sealing.spill`, for want of space mostly.
    package func append(_ pairs: [FoundPair]) throws(LinkageError) { try sort.append(pairs[...]) }

    /// All pairs in order, each once; call it when no thread appends any more.
    package func sorted() throws(LinkageError) -> any PairStream { PairMerge(try sort.sorted()) }
}

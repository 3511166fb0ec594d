// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Sorted runs in files without names, encrypted under keys of this process, few enough to be merged in the memory given.
struct SpilledRuns<Element: RadixSortable> {
    /// A run: blocks of a file, in order.
    private struct Run {
        let file: SpillFile
        let blocks: [SpillFile.Block]
    }

    private let folder: String
    private let blockElements: Int
    private let fanIn: Int
    /// Runs of level n + 1 are merged from `fanIn` runs of level n.
    private var levels: [[Run]] = []
    private var firstFile: SpillFile?

    /// - Parameters:
    ///   - folder: where the files are made.
    ///   - memoryLimit: bytes that a merge of all runs may take.
    init(folder: String, memoryLimit: Int) {
        self.folder = folder
        let blockBytes = min(max(memoryLimit / 1_024, 64), 1 << 18)
        blockElements = max(1, blockBytes / MemoryLayout<Element>.stride)
        // A block in memory and, while it is read, once more as it is in the file.
        fanIn = max(2, memoryLimit / (2 * blockBytes))
    }

    var isEmpty: Bool { levels.isEmpty }

    /// Writes a sorted run.
    ///
    /// - Throws: `sealing.spill`, for want of space mostly.
    mutating func add(_ elements: [Element]) throws(LinkageError) {
        // All runs of the first level share a file, until they are merged.
        let file = if let firstFile { firstFile } else { try newFile() }
        firstFile = file
        var stream = SortedArray(elements)
        try add(write(&stream, to: file), level: 0)
    }

    /// All runs, each as a stream.
    func streams() -> [any SortedStream<Element>] {
        levels.joined().map { RunReader<Element>(file: $0.file, blocks: $0.blocks[...]) }
    }

    private mutating func add(_ run: Run, level: Int) throws(LinkageError) {
        if level == levels.count { levels.append([]) }
        levels[level].append(run)
        guard levels.joined().count > fanIn else { return }
        // Up to the lowest level with more than one run, so that a run is merged with its like and not over and over.
        let top = levels.firstIndex { $0.count > 1 } ?? levels.count - 1
        let runs = levels[...top].joined().map { RunReader<Element>(file: $0.file, blocks: $0.blocks[...]) }
        var merge = SortedMerge<Element>(runs, repeats: .same)
        let merged = try write(&merge, to: newFile())
        for lower in 0...top { levels[lower] = [] }
        firstFile = nil
        if top + 1 == levels.count { levels.append([]) }
        levels[top + 1].append(merged)
    }

    private func write(
        _ stream: inout some SortedStream<Element>,
        to file: SpillFile
    ) throws(LinkageError) -> Run {
        var blocks: [SpillFile.Block] = []
        var batch: [Element] = []
        while try stream.next(into: &batch) {
            for start in stride(from: 0, to: batch.count, by: blockElements) {
                let part = batch[start..<min(start + blockElements, batch.count)]
                do throws(SealingError) {
                    var result: Result<SpillFile.Block, SealingError>?
                    unsafe part.withUnsafeBytes { bytes in
                        result = Result { () throws(SealingError) in try unsafe file.append(bytes) }
                    }
                    if let block = try result?.get() { blocks.append(block) }
                } catch { throw LinkageError(error) }
            }
        }
        return Run(file: file, blocks: blocks)
    }

    private func newFile() throws(LinkageError) -> SpillFile {
        do throws(SealingError) { return try SpillFile(beside: "\(folder)/") } catch { throw LinkageError(error) }
    }
}

/// Reads a run back, block by block.
private struct RunReader<Element: RadixSortable>: SortedStream {
    let file: SpillFile
    var blocks: ArraySlice<SpillFile.Block>

    mutating func next(into batch: inout [Element]) throws(LinkageError) -> Bool {
        batch.removeAll(keepingCapacity: true)
        guard let block = blocks.popFirst() else { return false }
        var failure: SealingError?
        unsafe batch = Array(unsafeUninitializedCapacity: block.count / MemoryLayout<Element>.stride) { target, count in
            do throws(SealingError) {
                try unsafe file.read(block, into: UnsafeMutableRawBufferPointer(target))
                count = target.count
            } catch { failure = error }
        }
        if let failure { throw LinkageError(failure) }
        return true
    }
}

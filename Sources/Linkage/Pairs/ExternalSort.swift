// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Sorts more elements than memory holds; any thread may append.
///
/// Elements gather in buffers, one for each thread that appends at once. A full buffer is sorted and goes to disk as a run; at the
/// end the runs and what the buffers hold are merged. What fits the buffers never sees a file.
final class ExternalSort<Element: RadixSortable>: Sendable {
    private struct Buffer {
        var elements: [Element] = []
        var scratch: [Element] = []

        /// Sorts, and keeps of equal elements one.
        mutating func sort() {
            RadixSort.sort(&elements, scratch: &scratch)
            var kept = 0
            for place in elements.indices where kept == 0 || elements[kept - 1] < elements[place] {
                elements[kept] = elements[place]
                kept += 1
            }
            elements.removeLast(elements.count - kept)
        }
    }

    private final class Slot: Sendable {
        let buffer = Mutex(Buffer())
    }

    private let slots: [Slot]
    private let capacity: Int
    private let runs: Mutex<SpilledRuns<Element>>

    /// - Parameters:
    ///   - memoryLimit: bytes for elements, those to sort and those in a merge.
    ///   - folder: where files without names are made if it does not suffice.
    ///   - threads: how many append at once.
    init(memoryLimit: Int, folder: String, threads: Int = 1) {
        slots = (0..<max(1, threads)).map { _ in Slot() }
        // Half for the buffers and their scratch space, half for the merge of what lies on disk.
        capacity = max(1, memoryLimit / 2 / (2 * MemoryLayout<Element>.stride * slots.count))
        runs = Mutex(SpilledRuns(folder: folder, memoryLimit: memoryLimit / 2))
    }

    /// Adds elements in any order.
    ///
    /// - Throws: `sealing.spill`, for want of space mostly.
    func append(_ elements: ArraySlice<Element>) throws(LinkageError) {
        for slot in slots {
            let done: Void? = try slot.buffer.withLockIfAvailable { buffer throws(LinkageError) in
                try fill(&buffer, elements)
            }
            if done != nil { return }
        }
        try slots[0].buffer.withLock { buffer throws(LinkageError) in try fill(&buffer, elements) }
    }

    /// All elements in order, each once; the sorter is empty afterwards.
    func sorted() throws(LinkageError) -> SortedMerge<Element> {
        var streams = runs.withLock { $0.streams() }
        for slot in slots {
            let elements = slot.buffer.withLock { buffer in
                buffer.sort()
                defer { buffer = Buffer() }
                return buffer.elements
            }
            if !elements.isEmpty { streams.append(SortedArray(elements)) }
        }
        return SortedMerge(streams, repeats: .same)
    }

    private func fill(_ buffer: inout Buffer, _ elements: ArraySlice<Element>) throws(LinkageError) {
        var rest = elements
        while !rest.isEmpty {
            let part = rest.prefix(capacity - buffer.elements.count)
            let needed = buffer.elements.count + part.count
            // Growing by doubling might end far above the capacity.
            if needed > buffer.elements.capacity { buffer.elements.reserveCapacity(min(capacity, 2 * needed)) }
            buffer.elements += part
            rest = rest.dropFirst(part.count)
            guard buffer.elements.count == capacity else { continue }
            buffer.sort()
            let sorted = buffer.elements
            try runs.withLock { runs throws(LinkageError) in try runs.add(sorted) }
            buffer.elements.removeAll(keepingCapacity: true)
        }
    }
}

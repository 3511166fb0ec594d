// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Many sorted streams as one, by a tournament of their next elements; O(log k) an element.
struct SortedMerge<Element: Comparable & BitwiseCopyable & Sendable>: SortedStream {
    /// What an element in two streams is.
    enum Repeats { case same, fault(LinkageError) }

    /// The most elements of a batch.
    private static var batchElements: Int { 4_096 }

    private let repeats: Repeats
    private var streams: [any SortedStream<Element>]
    /// What was read of each stream, and how much of it is used.
    private var batches: [[Element]]
    private var places: [Int]
    /// The next element of each stream; nil at its end.
    private var heads: [Element?]
    /// A tree with the streams as leaves, inner nodes from 1: the stream that lost there; at 0 the winner of all.
    private var losers: [Int] = []
    private var last: Element?

    /// Merges streams; nothing is read yet.
    init(_ streams: [any SortedStream<Element>], repeats: Repeats) {
        self.repeats = repeats
        self.streams = streams
        batches = [[Element]](repeating: [], count: streams.count)
        places = [Int](repeating: 0, count: streams.count)
        heads = [Element?](repeating: nil, count: streams.count)
    }

    mutating func next(into batch: inout [Element]) throws(LinkageError) -> Bool {
        batch.removeAll(keepingCapacity: true)
        guard !streams.isEmpty else { return false }
        if losers.isEmpty { try begin() }
        while batch.count < Self.batchElements, let element = heads[losers[0]] {
            if let last, !(last < element) {
                if case .fault(let fault) = repeats { throw fault }
            } else {
                batch.append(element)
                last = element
            }
            try advance(losers[0])
            replay(losers[0])
        }
        return !batch.isEmpty
    }

    private mutating func begin() throws(LinkageError) {
        for stream in streams.indices { try advance(stream) }
        let count = streams.count
        losers = [Int](repeating: 0, count: count)
        var winners = [Int](repeating: 0, count: count) + streams.indices
        for node in (1..<max(count, 1)).reversed() {
            let (left, right) = (winners[2 * node], winners[2 * node + 1])
            let isLeft = precedes(left, right)
            winners[node] = isLeft ? left : right
            losers[node] = isLeft ? right : left
        }
        losers[0] = count == 1 ? 0 : winners[1]
    }

    /// Plays the matches of a stream that has a new element, from its leaf to the root.
    private mutating func replay(_ stream: Int) {
        var winner = stream
        var node = (stream + losers.count) / 2
        while node > 0 {
            if precedes(losers[node], winner) { swap(&losers[node], &winner) }
            node /= 2
        }
        losers[0] = winner
    }

    @inline(__always)
    private func precedes(_ left: Int, _ right: Int) -> Bool {
        guard let leftHead = heads[left] else { return false }
        guard let rightHead = heads[right] else { return true }
        return leftHead < rightHead
    }

    /// Takes the next element of a stream.
    private mutating func advance(_ stream: Int) throws(LinkageError) {
        if places[stream] == batches[stream].count {
            places[stream] = 0
            guard try streams[stream].next(into: &batches[stream]) else {
                heads[stream] = nil
                return
            }
        }
        heads[stream] = batches[stream][places[stream]]
        places[stream] += 1
    }
}

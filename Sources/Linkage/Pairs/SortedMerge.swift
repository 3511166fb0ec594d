// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Many sorted streams as one, by a tournament of their next elements; O(log k) an element.
struct SortedMerge<Element: Comparable & BitwiseCopyable & Sendable>: SortedStream {
    /// What an element in two streams is.
    enum Repeats { case same, fault(LinkageError) }

    /// The next element of a stream in the tournament.
    private struct Contender {
        var element: Element
        var stream: Int
        /// Whether the stream has no element left; then it loses to all others.
        var isOver = false

        @inline(__always)
        func precedes(_ other: Self) -> Bool { !isOver && (other.isOver || element < other.element) }
    }

    /// The most elements of a batch.
    private static var batchElements: Int { 4_096 }
    /// Elements of each stream that lie ready for the tournament.
    private static var stagedElements: Int { 64 }

    private let repeats: Repeats
    private var streams: [any SortedStream<Element>]
    /// What was read of each stream, and how much of it was staged.
    private var batches: [[Element]]
    private var used: [Int]
    /// The next elements of all streams, `stagedElements` for each; of stream s those in `places[s]..<ends[s]`.
    private var staged: [Element] = []
    private var places: [Int]
    private var ends: [Int]
    /// A tree with the streams as leaves, inner nodes from 1: who lost there; at 0 the winner of all.
    private var tree: [Contender] = []
    private var isBegun = false
    private var last: Element?

    /// Merges streams; nothing is read yet.
    init(_ streams: [any SortedStream<Element>], repeats: Repeats) {
        self.repeats = repeats
        self.streams = streams
        batches = [[Element]](repeating: [], count: streams.count)
        used = [Int](repeating: 0, count: streams.count)
        places = used
        ends = used
    }

    mutating func next(into batch: inout [Element]) throws(LinkageError) -> Bool {
        batch.removeAll(keepingCapacity: true)
        if !isBegun { try begin() }
        guard var winner = tree.first else { return false }
        while batch.count < Self.batchElements, !winner.isOver {
            if let last, !(last < winner.element) {
                if case .fault(let fault) = repeats { throw fault }
            } else {
                batch.append(winner.element)
                last = winner.element
            }
            try advance(&winner)
            // The matches from the stream's leaf to the root are played anew.
            var node = (winner.stream + tree.count) / 2
            while node > 0 {
                if tree[node].precedes(winner) { swap(&tree[node], &winner) }
                node /= 2
            }
        }
        tree[0] = winner
        return !batch.isEmpty
    }

    /// Takes the next element of the contender's stream.
    @inline(__always)
    private mutating func advance(_ contender: inout Contender) throws(LinkageError) {
        let stream = contender.stream
        if places[stream] == ends[stream], try !stage(stream) {
            contender.isOver = true
            return
        }
        contender.element = staged[places[stream]]
        places[stream] &+= 1
    }

    /// Has more elements of a stream ready; false at its end.
    private mutating func stage(_ stream: Int) throws(LinkageError) -> Bool {
        if used[stream] == batches[stream].count {
            used[stream] = 0
            guard try streams[stream].next(into: &batches[stream]) else { return false }
        }
        let count = min(Self.stagedElements, batches[stream].count - used[stream])
        let start = stream * Self.stagedElements
        for place in 0..<count { staged[start + place] = batches[stream][used[stream] + place] }
        used[stream] += count
        places[stream] = start
        ends[stream] = start + count
        return true
    }

    /// Plays the first matches.
    private mutating func begin() throws(LinkageError) {
        isBegun = true
        for stream in streams.indices { _ = try streams[stream].next(into: &batches[stream]) }
        // Where there is no element at all, there is nothing to do.
        guard let any = batches.lazy.compactMap(\.first).first else { return }
        staged = [Element](repeating: any, count: streams.count * Self.stagedElements)
        var winners: [Contender] = []
        for stream in streams.indices {
            winners.append(Contender(element: any, stream: stream))
            try advance(&winners[stream])
        }
        // Nodes of the tree first, then the leaves.
        tree = winners
        winners += winners
        for node in stride(from: streams.count - 1, to: 0, by: -1) {
            let (left, right) = (winners[2 * node], winners[2 * node + 1])
            let isRight = right.precedes(left)
            winners[node] = isRight ? right : left
            tree[node] = isRight ? left : right
        }
        tree[0] = winners[1]
    }
}

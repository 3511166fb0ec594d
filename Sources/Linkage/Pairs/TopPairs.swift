// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The pairs that are among the k most similar of both their records: every record keeps at most k in each pair of datasets.
///
/// A record's pairs are ordered by similarity, descending, then by the other's row; within a dataset those of lower and of higher rows
/// count together. A pair stays if it is among the first k of either side's order. The pairs are read several times and never held:
/// once to count, once for each part of the records with more than k pairs, whose k best similarities must fit the memory,
/// and once for each stream. Besides, a record costs 4 bytes, one with more than k pairs 12 more (16 while a stream is read).
package struct TopPairs {
    private let source: PairSource
    private let cuts: Cuts

    /// Reads the pairs and finds where each record's k best end.
    ///
    /// - Parameters:
    ///   - limit: k, at least 1.
    ///   - source: pairs in order.
    ///   - memoryLimit: bytes for the best similarities of records.
    ///   - isCancelled: asked now and then.
    package init(
        limit: Int,
        of source: PairSource,
        memoryLimit: Int,
        isCancelled: (() -> Bool)? = nil
    ) throws(LinkageError) {
        precondition(limit >= 1, "at least one pair a record")
        self.source = source
        let isWithin = source.datasetA == source.datasetB
        var cuts = Cuts(
            startB: isWithin ? 0 : source.popcountsA.count,
            records: source.popcountsA.count + (isWithin ? 0 : source.popcountsB.count)
        )
        try source.forEach(isCancelled: isCancelled) { pair, _ throws(LinkageError) in cuts.count(pair) }
        cuts.number(limit: limit)
        let part = max(1, memoryLimit / (limit * MemoryLayout<UInt64>.stride))
        for start in stride(from: 0, to: cuts.keys.count, by: part) {
            var best = BestKeys(limit: limit, slots: start..<min(start + part, cuts.keys.count))
            try source.forEach(isCancelled: isCancelled) { pair, key throws(LinkageError) in
                let (slotA, slotB) = cuts.slots(of: pair)
                best.take(key, slot: slotA)
                best.take(key, slot: slotB)
            }
            best.cut(&cuts)
        }
        self.cuts = cuts
    }

    /// The pairs that stay, in order.
    package func stream() throws(LinkageError) -> any PairStream {
        Stream(stream: try source.open(), source: source, cuts: cuts)
    }

    private struct Stream: SortedStream {
        var stream: any PairStream
        let source: PairSource
        var cuts: Cuts
        var read: [FoundPair] = []

        init(stream: any PairStream, source: PairSource, cuts: Cuts) {
            self.stream = stream
            self.source = source
            self.cuts = cuts
        }

        mutating func next(into batch: inout [FoundPair]) throws(LinkageError) -> Bool {
            batch.removeAll(keepingCapacity: true)
            while batch.isEmpty, try stream.next(into: &read) {
                for pair in read {
                    if cuts.admit(pair, try source.key(of: pair)) { batch.append(pair) }
                }
            }
            return !batch.isEmpty
        }
    }
}

/// Where the k best pairs of each record end.
private struct Cuts {
    /// Where the records of dataset B begin, after those of A; 0 within one dataset.
    let startB: Int
    /// For each record the number of its pairs, later its number among those with more than k; `none` for the others.
    private var places: [UInt32]
    /// For each record with more than k pairs, the key of its k-th best.
    var keys: [UInt64] = []
    /// How many of equal key are among the best and not met yet.
    var left: [UInt32] = []
    private static let none = UInt32.max

    init(startB: Int, records: Int) {
        self.startB = startB
        places = [UInt32](repeating: 0, count: records)
    }

    mutating func count(_ pair: FoundPair) {
        places[Int(pair.rowA)] += 1
        places[startB + Int(pair.rowB)] += 1
    }

    /// Numbers the records with more than `limit` pairs.
    mutating func number(limit: Int) {
        var slots: UInt32 = 0
        for record in places.indices {
            let isOver = Int(places[record]) > limit
            places[record] = isOver ? slots : Self.none
            slots += isOver ? 1 : 0
        }
        keys = [UInt64](repeating: 0, count: Int(slots))
        left = [UInt32](repeating: 0, count: Int(slots))
    }

    /// The numbers of the pair's two records; those of records with few pairs are beyond all others.
    func slots(of pair: FoundPair) -> (Int, Int) {
        (Int(places[Int(pair.rowA)]), Int(places[startB + Int(pair.rowB)]))
    }

    /// Whether the next pair, in order, is among the best of both.
    mutating func admit(_ pair: FoundPair, _ key: UInt64) -> Bool {
        let isBestOfA = admit(slot: Int(places[Int(pair.rowA)]), key)
        let isBestOfB = admit(slot: Int(places[startB + Int(pair.rowB)]), key)
        return isBestOfA && isBestOfB
    }

    /// A record meets the others in the order of their rows, so of equal similarities the first are the better ones.
    private mutating func admit(slot: Int, _ key: UInt64) -> Bool {
        guard slot < keys.count, key <= keys[slot] else { return true }
        guard key == keys[slot], left[slot] > 0 else { return false }
        left[slot] -= 1
        return true
    }
}

/// The k greatest keys of each of some records: heaps with the least on top.
private struct BestKeys {
    private let limit: Int
    private let slots: Range<Int>
    private var heaps: [UInt64]
    private var counts: [UInt32]

    init(limit: Int, slots: Range<Int>) {
        self.limit = limit
        self.slots = slots
        heaps = [UInt64](repeating: 0, count: limit * slots.count)
        counts = [UInt32](repeating: 0, count: slots.count)
    }

    /// Takes note of a key; of slots that are not among these nothing is noted.
    mutating func take(_ key: UInt64, slot: Int) {
        guard slots.contains(slot) else { return }
        let start = (slot - slots.lowerBound) * limit
        let count = Int(counts[slot - slots.lowerBound])
        if count < limit {
            counts[slot - slots.lowerBound] += 1
            rise(key, from: count, start)
        } else if key > heaps[start] {
            sink(key, start)
        }
    }

    /// The least of the best of each record, and how many are equal to it.
    func cut(_ cuts: inout Cuts) {
        for slot in slots {
            let heap = heaps[(slot - slots.lowerBound) * limit..<(slot - slots.lowerBound + 1) * limit]
            cuts.keys[slot] = heap[heap.startIndex]
            cuts.left[slot] = UInt32(heap.count { $0 == heap[heap.startIndex] })
        }
    }

    private mutating func rise(_ key: UInt64, from node: Int, _ start: Int) {
        var node = node
        while node > 0, heaps[start + (node - 1) / 2] > key {
            heaps[start + node] = heaps[start + (node - 1) / 2]
            node = (node - 1) / 2
        }
        heaps[start + node] = key
    }

    private mutating func sink(_ key: UInt64, _ start: Int) {
        var node = 0
        while 2 * node + 1 < limit {
            var child = 2 * node + 1
            if child + 1 < limit, heaps[start + child + 1] < heaps[start + child] { child += 1 }
            guard heaps[start + child] < key else { break }
            heaps[start + node] = heaps[start + child]
            node = child
        }
        heaps[start + node] = key
    }
}

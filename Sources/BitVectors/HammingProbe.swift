// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels

/// What a search by hash tables did; the same whatever the threads and the cuts.
package struct HammingCounts: Hashable, Sendable {
    /// Pairs of equal keys, counted in every table.
    package var agreeing = 0
    /// Pairs of near sketches among them, which were compared in full.
    package var compared = 0
    /// Pairs found, each counted once.
    package var found = 0

    package init() {}

    package static func += (left: inout Self, right: Self) {
        left.agreeing += right.agreeing
        left.compared += right.compared
        left.found += right.found
    }
}

/// What a search by hash tables looks for.
package struct HammingQuest: Sendable {
    /// Which pairs to keep.
    package var rule: DistanceRule
    /// The tables' positions, in their order.
    package var masks: HammingMasks
    /// The most bits of a sketch in which a pair may differ.
    package var limits: SketchLimits
    /// Makes a comparison within a dataset.
    ///
    /// Where both sides are of one dataset, what to add to a row of the first side to compare it with a row of the second: only
    /// pairs of a lower first row are looked for. Nil between two datasets.
    package var withinShift: Int?

    package init(rule: DistanceRule, masks: HammingMasks, limits: SketchLimits, withinShift: Int?) {
        self.rule = rule
        self.masks = masks
        self.limits = limits
        self.withinShift = withinShift
    }
}

/// The search of two stores for pairs, part by part; one a thread.
@safe package final class HammingProbe {
    private static let survivorRoom = 8_192
    private static let greatestBucketBits = 20

    private let queries: HammingStore
    private let candidates: HammingStore
    private let quest: HammingQuest
    private let kernel: HammingKernel
    private var part: Int?
    private var sorted: [tessera_entry] = []
    private var starts: [UInt32] = []
    private var bucketBits = 0
    private var survivors = [tessera_survivor](repeating: tessera_survivor(), count: survivorRoom)
    private var matches = [tessera_match](repeating: tessera_match(), count: survivorRoom)
    private var waiting = 0

    package init(_ queries: HammingStore, _ candidates: HammingStore, _ quest: HammingQuest, kernel: HammingKernel) {
        precondition(queries.partBits == candidates.partBits, "stores of different parts")
        precondition(queries.matrix.bits == candidates.matrix.bits, "filters of different lengths")
        self.queries = queries
        self.candidates = candidates
        self.quest = quest
        self.kernel = kernel
    }

    /// Forgets what it knows of the stores, which were filled anew.
    package func reset() { part = nil }

    /// Finds pairs of a part that are in `table`, and in none before it.
    ///
    /// - Parameters:
    ///   - part: the number of the part.
    ///   - slice: which of the candidates' entries: slice s of n takes every n-th block from the s-th on.
    ///   - table: the number of the table that both stores hold.
    ///   - found: called with every pair.
    ///   - checkpoint: called now and then; false ends the search.
    /// - Returns: what was done, and whether to the end.
    package func search(
        part: Int,
        slice: (index: Int, of: Int),
        table: Int,
        found: (BitKernel.Match) -> Void,
        checkpoint: () -> Bool
    ) -> (counts: HammingCounts, finished: Bool) {
        if self.part != part { sort(part) }
        var counts = HammingCounts()
        var goesOn = true
        var index = 0
        unsafe candidates.forEachBlock(of: part) { block in
            defer { index += 1 }
            guard goesOn, index % slice.of == slice.index, let others = block.baseAddress else { return }
            var cursor = tessera_cursor()
            while goesOn, cursor.entry < block.count {
                unsafe probe(others, block.count, &cursor)
                // A block rarely has more than a few survivors; they wait until it pays to fetch their rows.
                guard waiting >= Self.survivorRoom / 2 else { continue }
                confirm(table, &counts, found)
                goesOn = checkpoint()
            }
            counts.agreeing += Int(cursor.agreeing)
        }
        confirm(table, &counts, found)
        return (counts, goesOn && checkpoint())
    }

    /// Orders the queries' entries of a part by further bits of their keys, about one entry a bucket.
    private func sort(_ part: Int) {
        let count = queries.count(part: part)
        bucketBits = min(max(Int.bitWidth - count.leadingZeroBitCount, 1), Self.greatestBucketBits)
        let partBits = UInt32(queries.partBits)
        let shift = UInt32(32 - bucketBits)
        if sorted.count < count { sorted = [tessera_entry](repeating: tessera_entry(), count: count + count / 4) }
        starts.removeAll(keepingCapacity: true)
        // Bucket i is counted at i + 2 and placed at i + 1, which leaves its start at i + 1 and that of the first at 0.
        starts.append(contentsOf: repeatElement(0, count: 1 << bucketBits + 2))
        unsafe starts.withUnsafeMutableBufferPointer { starts in
            unsafe queries.forEachBlock(of: part) { block in
                for index in block.indices {
                    let entry = unsafe block[index]
                    unsafe starts[Int((entry.key &<< partBits) &>> shift) + 2] += 1
                }
            }
            for index in starts.indices.dropFirst(2) { unsafe starts[index] += starts[index - 1] }
            unsafe sorted.withUnsafeMutableBufferPointer { sorted in
                unsafe queries.forEachBlock(of: part) { block in
                    for index in block.indices {
                        let entry = unsafe block[index]
                        let bucket = Int((entry.key &<< partBits) &>> shift) + 1
                        unsafe sorted[Int(starts[bucket])] = entry
                        unsafe starts[bucket] += 1
                    }
                }
            }
        }
        self.part = part
    }

    /// Adds pairs to those that wait.
    private func probe(_ others: UnsafePointer<tessera_entry>, _ count: Int, _ cursor: inout tessera_cursor) {
        waiting += unsafe sorted.withUnsafeBufferPointer { sorted in
            unsafe starts.withUnsafeBufferPointer { starts in
                unsafe survivors.withUnsafeMutableBufferPointer { survivors in
                    guard let entries = sorted.baseAddress, let starts = starts.baseAddress,
                        let room = survivors.baseAddress
                    else {
                        cursor.entry = count
                        return 0
                    }
                    return unsafe quest.limits.withLimits { limits in
                        unsafe kernel.table.probe(
                            tessera_buckets(
                                entries: entries,
                                starts: starts,
                                part_bits: UInt32(queries.partBits),
                                bucket_bits: UInt32(bucketBits)
                            ),
                            others,
                            count,
                            tessera_filter(
                                limits: limits,
                                ordered: quest.withinShift != nil,
                                shift: Int64(quest.withinShift ?? 0)
                            ),
                            room + waiting,
                            survivors.count - waiting,
                            &cursor
                        )
                    }
                }
            }
        }
    }

    /// Compares the pairs that wait.
    private func confirm(_ table: Int, _ counts: inout HammingCounts, _ found: (BitKernel.Match) -> Void) {
        guard waiting > 0 else { return }
        let kept = unsafe withRows { queryRows, candidateRows in
            unsafe quest.masks.masks.withUnsafeBufferPointer { masks in
                unsafe survivors.withUnsafeBufferPointer { survivors in
                    unsafe matches.withUnsafeMutableBufferPointer { matches in
                        guard let masks = masks.baseAddress, let survivors = survivors.baseAddress,
                            let matches = matches.baseAddress
                        else { return 0 }
                        return unsafe quest.limits.withLimits { limits in
                            unsafe kernel.table.confirm(
                                queryRows,
                                candidateRows,
                                queries.matrix.words,
                                quest.rule.table,
                                masks,
                                table,
                                limits,
                                survivors,
                                waiting,
                                matches
                            )
                        }
                    }
                }
            }
        }
        counts.compared += waiting
        counts.found += kept
        waiting = 0
        for match in matches[..<kept] {
            found(
                BitKernel.Match(
                    query: Int(match.query),
                    candidate: Int(match.candidate),
                    intersection: match.intersection
                )
            )
        }
    }

    private func withRows(_ body: (UnsafePointer<UInt64>, UnsafePointer<UInt64>) -> Int) -> Int {
        unsafe queries.matrix.withUnsafeBytes { queryRows in
            unsafe candidates.matrix.withUnsafeBytes { candidateRows in
                guard let first = queryRows.baseAddress, let second = candidateRows.baseAddress else { return 0 }
                return unsafe body(
                    first.assumingMemoryBound(to: UInt64.self),
                    second.assumingMemoryBound(to: UInt64.self)
                )
            }
        }
    }
}

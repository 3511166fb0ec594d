// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Takes rows of one length, and gives them back in an order drawn at random, all orders equally likely.
///
/// Each row goes to a random bucket; at the end each bucket is shuffled, and the buckets follow each other (Sandelius,
/// JRSS B 24:2, 1962). What does not fit the buckets' memory goes encrypted to a file without a name. Memory is about
/// `buckets × bucketBytes + loadBytes` for any number of rows, and twice that if a bucket is dealt again.
@safe final class ShuffledSpool {
    let rowBytes: Int
    private(set) var rows = 0
    private let random: RandomStream
    private let path: String
    private let tuning: Tuning
    /// The most rows that a bucket holds in memory.
    private let bucketRows: Int
    private var buckets: [Bucket]
    private let memory: RawBuffer
    private var spill: SpillFile?

    private struct Bucket {
        var rowsInMemory = 0
        var blocks: [SpillFile.Block] = []
        var rows = 0
    }

    /// - Parameters:
    ///   - rowBytes: at least 1.
    ///   - path: the output, whose folder takes the file that rows spill to.
    init(rowBytes: Int, beside path: String, random: RandomStream, tuning: Tuning) {
        self.rowBytes = rowBytes
        self.path = path
        self.random = random
        self.tuning = tuning
        bucketRows = max(1, tuning.bucketBytes / rowBytes)
        // Fewer buckets for very long rows: the memory for all stays the same.
        let count = max(2, min(tuning.buckets, tuning.buckets * tuning.bucketBytes / (bucketRows * rowBytes)))
        buckets = Array(repeating: Bucket(), count: count)
        memory = RawBuffer(count: count * bucketRows * rowBytes)
    }

    /// A place for the next row, to be filled before anything else is done with the spool.
    ///
    /// - Throws: `sealing.spill`.
    func place() throws(SealingError) -> UnsafeMutableRawBufferPointer {
        let number = random.next(below: buckets.count)
        if buckets[number].rowsInMemory == bucketRows { try flush(number) }
        let start = (number * bucketRows + buckets[number].rowsInMemory) * rowBytes
        buckets[number].rowsInMemory += 1
        buckets[number].rows += 1
        rows += 1
        return unsafe memory[start..<start + rowBytes]
    }

    /// Gives every row to `body`, once.
    func drain(
        to body: (UnsafeRawBufferPointer) throws(SealingError) -> Void
    ) throws(SealingError) {
        for number in buckets.indices {
            if buckets[number].rows * rowBytes <= max(tuning.loadBytes, bucketRows * rowBytes) {
                try unsafe drainLoaded(number, to: body)
            } else {
                try unsafe drainDealtAgain(number, to: body)
            }
        }
    }

    /// Shuffles a bucket in memory (Durstenfeld, CACM 7:7, 1964).
    private func drainLoaded(
        _ number: Int,
        to body: (UnsafeRawBufferPointer) throws(SealingError) -> Void
    ) throws(SealingError) {
        let count = buckets[number].rows
        guard count > 0 else { return }
        var loaded = memory
        var start = number * bucketRows * rowBytes
        if !buckets[number].blocks.isEmpty {
            loaded = RawBuffer(count: count * rowBytes)
            start = 0
            var end = 0
            try unsafe forEachPiece(of: number) { piece throws(SealingError) in
                unsafe loaded[end..<end + piece.count].copyMemory(from: piece)
                end += piece.count
            }
        }
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, random.next(below: last + 1)) }
        for row in order {
            let offset = start + row * rowBytes
            try unsafe body(UnsafeRawBufferPointer(loaded[offset..<offset + rowBytes]))
        }
    }

    /// Deals the rows of a bucket that is too large to buckets of its own.
    private func drainDealtAgain(
        _ number: Int,
        to body: (UnsafeRawBufferPointer) throws(SealingError) -> Void
    ) throws(SealingError) {
        let again = ShuffledSpool(rowBytes: rowBytes, beside: path, random: random, tuning: tuning)
        try unsafe forEachPiece(of: number) { piece throws(SealingError) in
            for offset in stride(from: 0, to: piece.count, by: rowBytes) {
                try unsafe again.place().copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: piece[offset..<offset + rowBytes])
                )
            }
        }
        try unsafe again.drain(to: body)
    }

    /// The rows of a bucket, first those in the file, then those in memory.
    private func forEachPiece(
        of number: Int,
        _ body: (UnsafeRawBufferPointer) throws(SealingError) -> Void
    ) throws(SealingError) {
        let bucket = buckets[number]
        if let spill, !bucket.blocks.isEmpty {
            let buffer = RawBuffer(count: bucketRows * rowBytes)
            for block in bucket.blocks {
                let piece = unsafe buffer[0..<block.count]
                try unsafe spill.read(block, into: piece)
                try unsafe body(UnsafeRawBufferPointer(piece))
            }
        }
        let start = number * bucketRows * rowBytes
        try unsafe body(UnsafeRawBufferPointer(memory[start..<start + bucket.rowsInMemory * rowBytes]))
    }

    private func flush(_ number: Int) throws(SealingError) {
        if spill == nil { spill = try SpillFile(beside: path) }
        guard let spill else { return }
        let start = number * bucketRows * rowBytes
        let bytes = unsafe memory[start..<start + buckets[number].rowsInMemory * rowBytes]
        buckets[number].blocks.append(try unsafe spill.append(UnsafeRawBufferPointer(bytes)))
        buckets[number].rowsInMemory = 0
    }
}

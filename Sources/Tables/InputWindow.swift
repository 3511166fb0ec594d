// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files

/// A stretch of an input that moves forward and grows until it holds the whole current record.
@safe
struct InputWindow: ~Copyable {
    private let input: InputFile
    private let limit: Int
    private var capacity: Int
    /// The file offset of the window's first byte.
    private var base = 0
    /// The bytes, with the sentinel of `RecordSplitter` at `end`.
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    /// The index of the first byte that is not consumed.
    private(set) var start = 0
    /// The index after the last byte that was read.
    private(set) var end = 0
    /// Whether the input ends at `end`.
    private(set) var isLast = false

    /// Bytes after `capacity`: what a finder that stops at the sentinel may read.
    private static let slack = ByteFinder.stride

    /// An empty window.
    ///
    /// - Parameters:
    ///   - capacity: bytes it holds at first, at least 1.
    ///   - limit: bytes that a record may need, line end included; the window never grows beyond it.
    init(_ input: InputFile, capacity: Int, limit: Int) {
        self.input = input
        self.capacity = capacity
        self.limit = max(limit, capacity)
        unsafe bytes = Self.allocate(capacity)
        markEnd()
    }

    deinit { unsafe bytes.deallocate() }

    /// Bytes that are read and not consumed.
    var pending: Int { end - start }

    /// The file offset of an index.
    func offset(of index: Int) -> Int { base + index }

    /// Moves past a record; its bytes stay valid until more are read.
    mutating func consume(to next: Int) { start = next }

    /// Drops what is consumed and fills the window, doubling it if it is full.
    ///
    /// Filling it whole, whatever the size of single reads, bounds how often a long record is split anew.
    mutating func readMore() throws(FileError) {
        if start > 0 {
            unsafe bytes.update(from: bytes + start, count: pending)
            base += start
            end -= start
            start = 0
        }
        if end == capacity { grow() }
        while end < capacity {
            let room = unsafe UnsafeMutableRawBufferPointer(start: bytes + end, count: capacity - end)
            let count = try unsafe input.read(into: room)
            if count == 0 {
                isLast = true
                break
            }
            end += count
        }
        markEnd()
    }

    private mutating func grow() {
        let size = min(capacity * 2, limit)
        let larger = unsafe Self.allocate(size)
        unsafe larger.update(from: bytes, count: end)
        unsafe bytes.deallocate()
        unsafe bytes = larger
        capacity = size
    }

    private mutating func markEnd() { unsafe bytes[end] = RecordSplitter.lineFeed }

    private static func allocate(_ size: Int) -> UnsafeMutablePointer<UInt8> {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: size + slack)
        unsafe bytes.initialize(repeating: 0, count: size + slack)
        return unsafe bytes
    }
}

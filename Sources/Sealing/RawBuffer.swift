// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Memory of a fixed size for rows and chunks, released with its owner.
@safe package final class RawBuffer {
    package let base: UnsafeMutableRawPointer
    package let count: Int

    package init(count: Int) {
        unsafe base = .allocate(byteCount: count, alignment: 64)
        self.count = count
    }

    deinit { unsafe base.deallocate() }

    /// All bytes.
    package var bytes: UnsafeMutableRawBufferPointer { unsafe UnsafeMutableRawBufferPointer(start: base, count: count) }

    /// Calls `body` with all bytes; they live until it returns, which `bytes` alone does not promise.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try unsafe body(bytes)
    }

    /// The bytes in a range.
    package subscript(range: Range<Int>) -> UnsafeMutableRawBufferPointer {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "range out of bounds")
        return unsafe UnsafeMutableRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }
}

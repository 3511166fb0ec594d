// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import NIOCore

/// Some bytes of a file, in pieces as a connection takes them.
struct FilePieces: AsyncSequence, Sendable {
    let file: InputFile
    let range: Range<Int>
    /// Told how many bytes of the file were handed over.
    let onBytes: @Sendable (Int) -> Void

    private static let pieceBytes = 1 << 18

    struct AsyncIterator: AsyncIteratorProtocol {
        let file: InputFile
        var place: Int
        let end: Int
        let onBytes: @Sendable (Int) -> Void

        mutating func next() async throws -> ByteBuffer? {
            let count = Swift.min(FilePieces.pieceBytes, end - place)
            guard count > 0 else { return nil }
            var buffer = ByteBuffer()
            let (file, place) = (file, place)
            let read = try unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
                try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]), at: place)
            }
            guard read == count else { throw SendError.network("the file became shorter while it was sent") }
            self.place += count
            onBytes(self.place)
            return buffer
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(file: file, place: range.lowerBound, end: range.upperBound, onBytes: onBytes)
    }
}

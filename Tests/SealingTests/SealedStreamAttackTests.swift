// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Glibc
import Sealing
import TestSupport
import Testing

/// Streams whose signature is valid, but which no honest sender made.
@Suite struct SealedStreamAttackTests {
    private let fixture: StreamFixture
    private static let message = RawStream.message
    private static let final = RawStream.final

    init() throws { fixture = try StreamFixture() }

    private func raw(_ tags: [UInt8], from start: UInt8 = 0) -> RawStream {
        let plain = tags.enumerated().map { index, tag in
            ([UInt8](repeating: start + UInt8(index), count: 4), tag: tag)
        }
        return RawStream(prefix: StreamFixture.prefix, chunks: plain, sealKey: fixture.recipient.card.sealKey)
    }

    /// The kind of fault that reading ends in; nil if it does not.
    private func refusal(of stream: RawStream) throws -> SealingError.Code? {
        let path = try fixture.folder.write(stream.signed(by: fixture.sender), as: "attack")
        do {
            _ = try fixture.read(path, chunkBytes: 4, payloadBytes: 4 * stream.chunks.count)
            return nil
        } catch let error as SealingError {
            #expect(error.position?.file == path)
            return error.kind
        }
    }

    private var good: RawStream { raw([Self.message, Self.message, Self.message, Self.final]) }

    @Test func theUnchangedStreamIsRead() throws { #expect(try refusal(of: good) == nil) }

    @Test(arguments: [(0, 1), (1, 2), (0, 3), (2, 3)])
    func swappedChunksAreRefused(first: Int, second: Int) throws {
        var stream = good
        stream.chunks.swapAt(first, second)
        #expect(try refusal(of: stream) == .chunk)
    }

    @Test(arguments: 0..<3)
    func aDroppedChunkIsRefused(index: Int) throws {
        var stream = good
        stream.chunks.remove(at: index)
        #expect(try refusal(of: stream) == .chunk)
    }

    @Test func aDroppedFinalChunkIsRefused() throws {
        var stream = good
        stream.chunks.removeLast()
        #expect(try refusal(of: stream) == .final)
    }

    @Test(arguments: 0..<4)
    func aDoubledChunkIsRefused(index: Int) throws {
        var stream = good
        stream.chunks.insert(stream.chunks[index], at: index)
        #expect(try refusal(of: stream) == (index == 3 ? .final : .chunk))
    }

    @Test(arguments: 0..<4)
    func aChunkOfAnotherStreamIsRefused(index: Int) throws {
        var stream = good
        stream.chunks[index] = good.chunks[index]
        #expect(try refusal(of: stream) == .chunk)
    }

    @Test func tagsStandWhereTheyMust() throws {
        for first in [Self.final, RawStream.push, RawStream.rekey] {
            #expect(try refusal(of: raw([first, Self.message, Self.final])) == .final)
        }
        #expect(try refusal(of: raw([Self.message, Self.final, Self.final])) == .final)
        for last in [Self.message, RawStream.push, RawStream.rekey] {
            #expect(try refusal(of: raw([Self.message, Self.message, last])) == .final)
        }
    }

    @Test func aStreamThatIsNotBoundToItsPrefixIsRefused() throws {
        let stream = RawStream(
            prefix: StreamFixture.prefix,
            chunks: [([1, 2, 3, 4], tag: Self.final)],
            sealKey: fixture.recipient.card.sealKey,
            bindsPrefix: false
        )
        #expect(try refusal(of: stream) == .chunk)
    }

    /// The body of one stream under the sealed key of another: chunk 0 names the key it belongs to.
    @Test func aBodyUnderAnotherKeyIsRefused() throws {
        var stream = good
        stream.chunks = good.chunks
        #expect(try refusal(of: stream) == .chunk)
    }

    @Test func aChangeBetweenTheTwoReadingsIsRefused() throws {
        let (path, _) = try fixture.write([UInt8](repeating: 1, count: 12), chunkBytes: 4)
        let offset = StreamFixture.prefix.count + 104 + 21 + 3
        let error = #expect(throws: SealingError.self) {
            try fixture.read(path, chunkBytes: 4, payloadBytes: 12) {
                let file = unsafe try #require(fopen(path, "r+b"))
                unsafe fseek(file, offset, SEEK_SET)
                unsafe fputc(0x5A, file)
                unsafe fclose(file)
            }
        }
        #expect(error?.kind == .chunk)
        #expect(error?.position?.byte == offset - 3)
    }

    @Test func aFileThatShrinksBetweenTheTwoReadingsIsRefused() throws {
        let (path, _) = try fixture.write([UInt8](repeating: 1, count: 12), chunkBytes: 4)
        let error = #expect(throws: SealingError.self) {
            try fixture.read(path, chunkBytes: 4, payloadBytes: 12) {
                let result = unsafe truncate(path, StreamFixture.prefix.count + 110)
                #expect(result == 0)
            }
        }
        #expect(error?.kind == .truncated)
    }
}

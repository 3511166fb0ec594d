// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Exchange
import Faults
import Files
import Glibc
import Sealing
import TestSupport
import Testing

/// Encoding files opened by rows, against the rows that were written and the same files opened whole.
@Suite struct EncodedRowsTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    /// Where the vectors stand in a row of the fixture, after its presence mask of 8 bytes.
    private static let places = [8..<24, 24..<32]

    /// The filters of the rows of a file, in its order, from the rows that were written.
    private func filters(
        _ written: (path: String, rowOfToken: [RowToken: [UInt8]]),
        _ vectors: [Int] = [0, 1]
    ) throws -> [[UInt8]] {
        let tokens = try fixture.open(written.path).tokens
        return try (0..<written.rowOfToken.count).map { index in
            let row = try #require(written.rowOfToken[tokens.rowToken(at: index)])
            return vectors.flatMap { row[Self.places[$0]] }
        }
    }

    /// Chunks of less than three rows: most ranges begin, end and lie across them.
    @Test(arguments: [[0], [1], [0, 1], [1, 0]], [true, false])
    func everyRangeIsThatOfTheRowsWritten(vectors: [Int], isResident: Bool) throws {
        let written = try fixture.write(ExchangeFixture.rows(17, seed: 1))
        let expected = try filters(written, vectors)
        let rows = try fixture.openRows(written.path, vectors: vectors, isResident: isResident)
        #expect((rows.filters != nil) == isResident)
        #expect(rows.filters?.rowArrays ?? expected == expected)
        for start in 0...17 {
            for end in start...17 {
                let matrix = try rows.load(start..<end)
                #expect(matrix.rows == end - start && matrix.bits == rows.bits)
                #expect(matrix.rowArrays == Array(expected[start..<end]))
            }
        }
    }

    @Test(arguments: [0, 1, 2, 3, 100], [true, false])
    func whatAWholeOpeningGivesComesToo(count: Int, isResident: Bool) throws {
        let writer = try fixture.writer(tuning: ExchangeFixture.tiny)
        for row in ExchangeFixture.rows(count, seed: 2) { _ = try writer.append(row) }
        let (header, _) = try writer.finish(rowsIn: count, rowsRejected: 0, rowsBlank: 0)
        let path = fixture.folder.file("sealed")
        let dataset = try fixture.open(path)
        let rows = try fixture.openRows(path, isResident: isResident)
        #expect(rows.header == header && rows.sender == fixture.agency.card)
        #expect(try rows.digest == SHA256.digest(of: Array(fixture.bytes(of: path).dropLast(64))))
        #expect(rows.tokens == dataset.tokens && rows.bits == 192)
        #expect(rows.presence == dataset.presence && rows.presence == (0..<count).flatMap { dataset.row($0).prefix(8) })
        let expected = (0..<count).map { Array(dataset.row($0).dropFirst(8)) }
        #expect(try rows.load(0..<count).rowArrays == expected)
        #expect(rows.popcounts.map { Int($0) } == expected.map(ScalarOracle.popcount))
    }

    /// More rows than are counted together when filters do not stay, and chunks of the usual length.
    @Test func bitsOfManyRowsAreCountedWhateverStays() throws {
        let written = try fixture.write(ExchangeFixture.rows(16_500, seed: 3), tuning: Tuning())
        let expected = try filters(written, [1])
        let kept = try fixture.openRows(written.path, vectors: [1], isResident: true)
        let rows = try fixture.openRows(written.path, vectors: [1])
        #expect(rows.popcounts.map { Int($0) } == expected.map(ScalarOracle.popcount))
        #expect(rows.popcounts == kept.popcounts && rows.tokens == kept.tokens)
        #expect(try rows.presence == fixture.open(written.path).presence && rows.presence == kept.presence)
        for range in [0..<1, 1_364..<1_367, 8_191..<8_193, 16_499..<16_500] {
            #expect(try rows.load(range).rowArrays == Array(expected[range]))
        }
    }

    /// Chunks of a file that is damaged after the opening: what lies before is read, what lies there or after is not.
    @Test func damageAfterTheOpeningIsFoundByWhatReachesIt() throws {
        let written = try fixture.write(ExchangeFixture.rows(17, seed: 1))
        let expected = try filters(written)
        let kept = try fixture.openRows(written.path, isResident: true)
        let rows = try fixture.openRows(written.path)
        let file = try fixture.bytes(of: written.path)
        let chunks = file.count - 64 - (17 * 48 + 9 * 17)
        let descriptor = unsafe open(written.path, O_WRONLY)
        defer { close(descriptor) }
        for chunk in 0..<9 {
            let start = chunks + chunk * 117
            #expect(unsafe pwrite(descriptor, [file[start + 9] ^ 0x10], 1, start + 9) == 1)
            // Rows of which no byte lies in this chunk or a later one.
            let sound = chunk * 100 / 48
            if sound > 0 { #expect(try rows.load(0..<sound).rowArrays == Array(expected[..<sound])) }
            for range in [0..<sound + 1, sound..<sound + 1, 16..<17] {
                let error = #expect(throws: ExchangeError.self) { try rows.load(range) }
                #expect(error?.kind == .chunk && error?.exitCode == .damagedFile)
                #expect(error?.position?.file == written.path && error?.position?.byte == start)
            }
            #expect(kept.filters?.rowArrays == expected)
            #expect(unsafe pwrite(descriptor, [file[start + 9]], 1, start + 9) == 1)
        }
        #expect(try rows.load(0..<17).rowArrays == expected)
    }

    /// Another file of the same sender and size, sound by itself, is written over the opened one.
    @Test func anotherFileInItsPlaceIsRefused() throws {
        let path = try fixture.write(ExchangeFixture.rows(17, seed: 1)).path
        let rows = try fixture.openRows(path)
        let other = try fixture.bytes(of: fixture.write(ExchangeFixture.rows(17, seed: 2), as: "other").path)
        let descriptor = unsafe open(path, O_WRONLY)
        defer { close(descriptor) }
        #expect(unsafe pwrite(descriptor, other, other.count, 0) == other.count)
        for range in [0..<1, 3..<9, 0..<17] {
            let error = #expect(throws: ExchangeError.self) { try rows.load(range) }
            #expect(error?.kind == .chunk && error?.exitCode == .damagedFile)
        }
    }

    @Test func aFileThatShrinksAfterTheOpeningIsRefused() throws {
        let written = try fixture.write(ExchangeFixture.rows(17, seed: 1))
        let expected = try filters(written)
        let rows = try fixture.openRows(written.path)
        let size = try fixture.bytes(of: written.path).count
        #expect(unsafe truncate(written.path, size - 64 - 117) == 0)
        #expect(try rows.load(0..<14).rowArrays == Array(expected[..<14]))
        let error = #expect(throws: ExchangeError.self) { try rows.load(16..<17) }
        #expect(error?.kind == .truncated && error?.exitCode == .damagedFile)
    }

    /// What takes the name of the opened file, or takes it away, changes nothing.
    @Test func theOpenedFileIsReadWhateverHasItsName() throws {
        let written = try fixture.write(ExchangeFixture.rows(17, seed: 1))
        let expected = try filters(written)
        let rows = try fixture.openRows(written.path)
        let other = try fixture.write(ExchangeFixture.rows(17, seed: 2), as: "other").path
        #expect(unsafe rename(other, written.path) == 0)
        #expect(try rows.load(0..<17).rowArrays == expected)
        #expect(unsafe unlink(written.path) == 0)
        #expect(try rows.load(2..<5).rowArrays == Array(expected[2..<5]))
    }

    @Test func manyThreadsLoadAtOnce() async throws {
        let written = try fixture.write(ExchangeFixture.rows(60, seed: 1))
        let expected = try filters(written)
        let rows = try fixture.openRows(written.path)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for start in 0..<16 {
                group.addTask {
                    try (start..<start + 40).allSatisfy {
                        try rows.load(start..<$0).rowArrays == Array(expected[start..<$0])
                    }
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}

extension FilterMatrix {
    /// Each row's bytes.
    fileprivate var rowArrays: [[UInt8]] { (0..<rows).map { unsafe withUnsafeRow($0) { unsafe Array($0) } } }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import Files
import Sealing
import TestSupport
import Testing

@Suite struct RowMapTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    private static let draft = RowMapHeader.Draft(
        project: "demo-2026",
        created: "2026-11-21T02:00:00Z",
        tool: "tessera 0.1.0"
    )

    private func writer(tuning: Tuning = Tuning()) throws -> RowMapWriter {
        try RowMapWriter(
            path: fixture.folder.file("map"),
            header: Self.draft,
            identity: fixture.agency,
            tuning: tuning
        )
    }

    private func tokens(_ count: Int) throws -> [RowToken] {
        let writer = try fixture.writer()
        return try ExchangeFixture.rows(count, seed: 1).map { try writer.append($0) }
    }

    @Test(arguments: [0, 1, 30, 1000], [Tuning(), ExchangeFixture.tiny])
    func idsComeBackInTheTablesOrder(count: Int, tuning: Tuning) throws {
        var random = SplitMix64(seed: 4)
        let tokens = try tokens(count)
        // Ids of any bytes, also none, also longer than a chunk.
        let ids = (0..<count).map { row in
            (0..<(row == 7 ? 3000 : Int.random(in: 0...20, using: &random))).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
        }
        let writer = try writer(tuning: tuning)
        for (token, id) in zip(tokens, ids) {
            try unsafe id.withUnsafeBytes { try unsafe writer.append(token: token, id: $0) }
        }
        let written = try writer.finish(encodings: [UInt8](100..<132))

        let map = try RowMap.open(path: fixture.folder.file("map"), identity: fixture.agency)
        #expect(map.header == written)
        #expect(map.header.encodings == [UInt8](100..<132) && map.header.rows == count && map.count == count)
        #expect((0..<count).map { Array(map.id(of: $0)) } == ids)
        #expect((0..<count).map(map.token) == tokens)
    }

    @Test func whatSpillsShowsNoId() throws {
        let writer = try writer(tuning: ExchangeFixture.tiny)
        for token in try tokens(50) {
            try unsafe Array("hospital number 4711".utf8).withUnsafeBytes {
                try unsafe writer.append(token: token, id: $0)
            }
        }
        let spilled = try OpenFiles.nameless(in: fixture.folder.path).flatMap { try OpenFiles.content(of: $0) }
        #expect(spilled.count > 1000)
        for piece in ["hosp", "numb", "4711"] { #expect(!spilled.contains(Array(piece.utf8))) }
        _ = try writer.finish(encodings: [UInt8](repeating: 0, count: 32))
        let file = try fixture.bytes(of: fixture.folder.file("map"))
        for piece in ["hospital", "number"] { #expect(!file.contains(Array(piece.utf8))) }
    }

    @Test func onlyItsAgencyOpensIt() throws {
        _ = try writer().finish(encodings: [UInt8](repeating: 0, count: 32))
        let error = #expect(throws: ExchangeError.self) {
            try RowMap.open(path: fixture.folder.file("map"), identity: fixture.unit)
        }
        #expect(error?.kind == .senderUnknown)
        #expect(error?.exitCode == .untrustedParty)
    }

    @Test func aDigestOfAnotherLengthIsRefused() throws {
        var writer: RowMapWriter? = try writer()
        let error = #expect(throws: ExchangeError.self) { try writer?.finish(encodings: [1, 2]) }
        #expect(error?.kind == .header)
        writer = nil
        #expect(try OpenFiles.names(in: fixture.folder.path).isEmpty)
    }

    /// Lengths that do not lead from row to row to the end of the payload.
    @Test(arguments: [
        (1, [UInt8](repeating: 0, count: 19)), (1, [UInt8](repeating: 0, count: 16) + [0xFF, 0xFF, 0xFF, 0xFF]),
        (1, [UInt8](repeating: 0, count: 16) + [1, 0, 0, 0]), (1, [UInt8](repeating: 0, count: 40)),
        (2, [UInt8](repeating: 0, count: 41)), (0, [UInt8](repeating: 0, count: 20)), (1, []),
    ])
    func rowsThatDoNotFillThePayloadAreRefused(rows: Int, payload: [UInt8]) throws {
        _ = try writer().finish(encodings: [UInt8](repeating: 0, count: 32))
        let file = try fixture.bytes(of: fixture.folder.file("map"))
        let header = String(decoding: file[16..<16 + Int(file[12]) + Int(file[13]) << 8], as: UTF8.self)
            .replacing(#""payloadBytes":0"#, with: #""payloadBytes":\#(payload.count)"#)
            .replacing(#""rows":0"#, with: #""rows":\#(rows)"#)
        let bytes = Array(header.utf8)
        let stream = try SealedStreamWriter(
            output: OutputFile(path: fixture.folder.file("lie")),
            prefix: Array("TESSERA\n".utf8) + [1, 0, 0, 0, UInt8(bytes.count & 255), UInt8(bytes.count >> 8), 0, 0]
                + bytes,
            chunkBytes: 65_536,
            sender: fixture.agency,
            recipient: fixture.agency.card
        )
        try stream.write(payload)
        _ = try stream.finish()
        let error = #expect(throws: ExchangeError.self) {
            try RowMap.open(path: fixture.folder.file("lie"), identity: fixture.agency)
        }
        #expect(error?.kind == (payload.count < 20 * rows ? .header : .rows))
        #expect(error?.exitCode == .damagedFile)
    }
}

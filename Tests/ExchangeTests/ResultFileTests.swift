// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import Files
import Sealing
import TestSupport
import Testing

@Suite struct ResultFileTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    private static let draft = ResultHeader.Draft(
        project: "demo-2026",
        run: [UInt8](0..<16),
        created: "2026-11-21T02:00:00Z",
        tool: "tessera 0.1.0"
    )

    private func writer(draft: ResultHeader.Draft = Self.draft, tuning: Tuning = Tuning()) throws -> ResultFileWriter {
        try ResultFileWriter(
            path: fixture.folder.file("results"),
            header: draft,
            sender: fixture.unit,
            recipient: fixture.agency.card,
            tuning: tuning
        )
    }

    private func open() throws -> ResultRows {
        try ResultFile.open(
            path: fixture.folder.file("results"),
            identity: fixture.agency,
            trusted: [fixture.unit.card]
        )
    }

    /// All sixteen, one row after the other.
    private static func flags(of row: Int) -> ResultFlags { ResultFlags(rawValue: UInt8(row * 5 % 16)) }

    /// The bits of `Specs/exchange-format.md` §1.
    @Test func eachFlagIsItsBit() {
        #expect([ResultFlags.linked, .onSpine, .possible, .sharesID].map(\.rawValue) == [1, 2, 4, 8])
    }

    @Test(arguments: [0, 1, 7, 500], [Tuning(), ExchangeFixture.tiny])
    func everyTokenGetsItsId(count: Int, tuning: Tuning) throws {
        let path = try fixture.write(ExchangeFixture.rows(count, seed: 1)).path
        let tokens = try fixture.open(path).tokens
        var random = SplitMix64(seed: UInt64(count))
        let ids = (0..<count).map { _ in (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let writer = try writer(tuning: tuning)
        for row in 0..<count {
            try writer.append(token: tokens.rowToken(at: row), projectID: ids[row], flags: Self.flags(of: row))
        }
        let (written, _) = try writer.finish()

        let results = try open()
        #expect(results.header == written)
        #expect(results.header.run == [UInt8](0..<16) && results.header.rows == count && results.count == count)
        for row in 0..<count {
            let found = try #require(results.row(of: tokens.rowToken(at: row)))
            #expect(Array(results.projectID(of: found)) == ids[row])
            #expect(results.flags(of: found) == Self.flags(of: row))
            #expect(results.tokens.rowToken(at: found) == tokens.rowToken(at: row))
        }
        // Not in the order in which they were given.
        if count == 500 { #expect(results.tokens != tokens) }
    }

    @Test func aTokenOfAnotherFileIsNotFound() throws {
        let tokens = try fixture.open(fixture.write(ExchangeFixture.rows(2, seed: 1)).path).tokens
        let writer = try writer()
        try writer.append(token: tokens.rowToken(at: 0), projectID: [UInt8](repeating: 1, count: 16), flags: [])
        _ = try writer.finish()
        let results = try open()
        #expect(results.row(of: tokens.rowToken(at: 0)) == 0)
        #expect(results.row(of: tokens.rowToken(at: 1)) == nil)
    }

    @Test func aTokenTwiceIsRefused() throws {
        let tokens = try fixture.open(fixture.write(ExchangeFixture.rows(1, seed: 1)).path).tokens
        let writer = try writer()
        for id in [1, 2] as [UInt8] {
            try writer.append(
                token: tokens.rowToken(at: 0),
                projectID: [UInt8](repeating: id, count: 16),
                flags: .linked
            )
        }
        _ = try writer.finish()
        let error = #expect(throws: ExchangeError.self) { try open() }
        #expect(error?.kind == .rows)
    }

    @Test func onlyTheAgencyOpensIt() throws {
        _ = try writer().finish()
        let error = #expect(throws: ExchangeError.self) {
            try ResultFile.open(
                path: fixture.folder.file("results"),
                identity: fixture.unit,
                trusted: [fixture.unit.card]
            )
        }
        #expect(error?.kind == .recipientOther)
    }

    @Test func aRunOfAnotherLengthIsRefused() throws {
        var draft = Self.draft
        draft.run.removeLast()
        let error = #expect(throws: ExchangeError.self) { try writer(draft: draft) }
        #expect(error?.kind == .header)
    }
}

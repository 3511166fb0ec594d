// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Exchange
import Faults
import Files
import Sealing
import TestSupport
import Testing

@Suite struct EncodingFileTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    @Test(arguments: [0, 1, 2, 3, 50, 257], 1...3 as ClosedRange<UInt64>)
    func rowsOutAreRowsIn(count: Int, seed: UInt64) throws {
        let rows = ExchangeFixture.rows(count, seed: seed)
        let (path, rowOfToken) = try fixture.write(rows)
        let dataset = try fixture.open(path)
        #expect(dataset.header.rows == count)
        #expect(dataset.tokens.count == 16 * count)
        #expect(dataset.presence.count == 8 * count)
        #expect(dataset.vectors.map(\.rows) == [count, count])
        #expect(dataset.vectors.map(\.bits) == [128, 64])
        // As many different tokens as rows, each with the row it was given for: the same multiset.
        #expect(rowOfToken.count == count)
        #expect(dataset.rowOfToken == rowOfToken)
    }

    @Test func whatTheHeaderSaysComesBack() throws {
        let writer = try fixture.writer()
        for row in ExchangeFixture.rows(5, seed: 1) { _ = try writer.append(row) }
        let (written, _) = try writer.finish(rowsIn: 9, rowsRejected: 3, rowsBlank: 1)
        let header = try fixture.open(fixture.folder.file("sealed")).header
        #expect(header == written)
        #expect(header.agency == "county" && header.recipientName == "unit" && header.project == "demo-2026")
        #expect(header.senderSignKey == fixture.agency.card.signKey)
        #expect(header.recipientSealKey == fixture.unit.card.sealKey)
        #expect(header.rows == 5 && header.rowsIn == 9 && header.rowsRejected == 3 && header.rowsBlank == 1)
        #expect(header.features == ["given", "dob"] && header.presenceBytes == 8 && header.rowBytes == 48)
        #expect(header.payloadBytes == 5 * 48 && header.chunkBytes == 100)
        let unverified = try EncodingFile.readHeader(path: fixture.folder.file("sealed"))
        #expect(unverified == .encodings(header))
        #expect(
            try EncodingFile.verify(path: fixture.folder.file("sealed"), trusted: [fixture.agency.card]) == unverified
        )
    }

    /// The first bytes of a file, written out by hand from the specification.
    @Test func theStartIsAsSpecified() throws {
        let (path, _) = try fixture.write(ExchangeFixture.rows(2, seed: 1))
        let digits = { (range: Range<UInt8>) in Hex.encode(range) }
        let header =
            #"{"bitOrder":"msb","canaryDigest":"\#(digits(64..<96))","chunkBytes":100,"#
            + #""created":"2026-11-21T02:00:00Z","features":["given","dob"],"keyCheck":"\#(digits(32..<48))","#
            + #""kind":"encodings","payloadBytes":96,"profile":"bloom","project":"demo-2026","#
            + #""recipient":{"name":"unit","sealKey":"\#(Hex.encode(fixture.unit.card.sealKey))"},"#
            + #""rows":2,"rowsBlank":0,"rowsIn":2,"rowsRejected":0,"schemaFingerprint":"\#(digits(0..<32))","#
            + #""sender":{"name":"county","signKey":"\#(Hex.encode(fixture.agency.card.signKey))"},"#
            + #""similarity":"dice","tool":"tessera 0.1.0","#
            + #""vectors":[{"bits":128,"features":["given","dob"],"name":"clk"},"#
            + #"{"bits":64,"features":["dob"],"name":"dob"}]}"#
        let length = header.utf8.count
        let start: [UInt8] =
            [0x54, 0x45, 0x53, 0x53, 0x45, 0x52, 0x41, 0x0A, 1, 0, 0, 0, UInt8(length & 255), UInt8(length >> 8), 0, 0]
        let file = try fixture.bytes(of: path)
        #expect(Array(file.prefix(16)) == start)
        #expect(String(decoding: file[16..<16 + length], as: UTF8.self) == header)
        #expect(file.count == 16 + length + 80 + 24 + 96 + 17 + 64)
    }

    /// The header says how rows of its profile are compared, and is read back so.
    @Test(arguments: [
        (EncodingProfile.bloom, #""profile":"bloom""#, #""similarity":"dice""#),
        (.hardened, #""profile":"hardened""#, #""similarity":"hamming""#),
        (.hardenedStrict, #""profile":"hardened-strict""#, #""similarity":"hamming""#),
    ])
    func theProfileIsInTheHeader(profile: EncodingProfile, profileText: String, similarityText: String) throws {
        var draft = ExchangeFixture.draft
        draft.profile = profile
        let finished = try fixture.writer("profile", draft: draft).finish(rowsIn: 0, rowsRejected: 0, rowsBlank: 0)
        #expect(finished.header.profile == profile)
        let path = fixture.folder.file("profile")
        #expect(try fixture.open(path).header == finished.header)
        let start = String(decoding: try fixture.bytes(of: path).prefix(1000), as: UTF8.self)
        #expect(start.contains(profileText) && start.contains(similarityText))
    }

    @Test func twoFilesOfTheSameRowsShareNoTokenAndNoBody() throws {
        let rows = ExchangeFixture.rows(20, seed: 1)
        let (one, oneTokens) = try fixture.write(rows, as: "one")
        let (two, twoTokens) = try fixture.write(rows, as: "two")
        #expect(Set(oneTokens.keys).isDisjoint(with: twoTokens.keys))
        let (left, right) = (try fixture.bytes(of: one), try fixture.bytes(of: two))
        #expect(left.count == right.count && left.suffix(1000) != right.suffix(1000))
    }

    @Test func noRowStandsInTheFile() throws {
        let rows = ExchangeFixture.rows(40, seed: 3)
        let (path, rowOfToken) = try fixture.write(rows)
        let file = try fixture.bytes(of: path)
        for row in rows { #expect(!file.contains(Array(row[8..<16]))) }
        for token in rowOfToken.keys { #expect(!file.contains(Array(token.array.prefix(8)))) }
    }

    @Test func countsThatDoNotAddUpAreRefusedAndLeaveNothing() throws {
        let writer = try fixture.writer()
        for row in ExchangeFixture.rows(3, seed: 1) { _ = try writer.append(row) }
        let error = #expect(throws: ExchangeError.self) {
            try writer.finish(rowsIn: 3, rowsRejected: 1, rowsBlank: 0)
        }
        #expect(error?.kind == .header)
        #expect(try OpenFiles.names(in: fixture.folder.path).isEmpty)
    }

    @Test func aDraftThatBreaksTheFormatIsRefusedBeforeTheFirstRow() throws {
        var drafts: [EncodingHeader.Draft] = []
        for change: (inout EncodingHeader.Draft) -> Void in [
            { $0.project = "two words" }, { $0.project = "" }, { $0.keyCheck = [1] }, { $0.schemaFingerprint = [] },
            { $0.canaryDigest.append(0) }, { $0.features = [] }, { $0.features = ["a", "a"] }, { $0.vectors = [] },
            { $0.vectors[0].bits = 100 }, { $0.vectors[0].bits = 65_600 }, { $0.vectors[0].name = "dob" },
            { $0.vectors[0].features = [] }, { $0.vectors[0].features = [2] }, { $0.vectors[0].features = [0, 0] },
            { $0.vectors[0].features = [1] }, { $0.vectors[1].variantOf = 0 }, { $0.vectors[1].variantOf = 2 },
            { $0.vectors[0].variantOf = 0 }, { $0.vectors[0].variantOf = -1 },
            { $0.vectors[1].relativeOf = .init(relation: "mother", vector: 0) },
            { $0.vectors[1].relativeOf = .init(relation: "mother", vector: 1) },
            { $0.vectors[1].relativeOf = .init(relation: "mother", vector: 2) },
            { $0.created = "yesterday" }, { $0.tool = "a\nb" }, { $0.features = (0..<65).map { "f\($0)" } },
        ] {
            var draft = ExchangeFixture.draft
            change(&draft)
            drafts.append(draft)
        }
        for draft in drafts {
            let error = #expect(throws: ExchangeError.self) { try fixture.writer(draft: draft) }
            #expect(error?.kind == .header)
        }
        #expect(try OpenFiles.names(in: fixture.folder.path).isEmpty)
    }

    @Test func whatAVectorHoldsIsReadAgain() throws {
        var draft = ExchangeFixture.draft
        draft.features = ["given", "dob", "nick"]
        draft.vectors = [
            .init(name: "given", bits: 64, features: [0]), .init(name: "nick", bits: 64, features: [2], variantOf: 0),
            .init(name: "all", bits: 128, features: [2, 0, 1]),
            .init(name: "hers", bits: 64, features: [1], relativeOf: .init(relation: "mother", vector: 1)),
        ]
        let writer = try fixture.writer(draft: draft)
        let (header, _) = try writer.finish(rowsIn: 0, rowsRejected: 0, rowsBlank: 0)
        #expect(header.vectors == draft.vectors)
        #expect(try EncodingFile.readEncodingHeader(path: fixture.folder.file("sealed")).vectors == draft.vectors)
    }

    @Test func aDroppedWriterLeavesNothing() throws {
        var writer: EncodingFileWriter? = try fixture.writer(tuning: ExchangeFixture.tiny)
        for row in ExchangeFixture.rows(100, seed: 1) { _ = try writer?.append(row) }
        #expect(try !OpenFiles.names(in: fixture.folder.path).contains("sealed"))
        writer = nil
        #expect(try OpenFiles.names(in: fixture.folder.path).isEmpty)
        #expect(try OpenFiles.nameless(in: fixture.folder.path).isEmpty)
    }

    @Test func anExistingOutputIsRefusedBeforeTheFirstRow() throws {
        let path = try fixture.folder.write(Array("precious".utf8), as: "sealed")
        let error = #expect(throws: ExchangeError.self) { try fixture.writer() }
        #expect(error?.exitCode == .outputExists)
        #expect(try fixture.bytes(of: path) == Array("precious".utf8))
    }

    @Test(arguments: [ExchangeFixture.smallChunks, ExchangeFixture.tiny])
    func aFullDiskIsAnInputOutputFault(tuning: Tuning) throws {
        let writer = try EncodingFileWriter(
            path: "/dev/full",
            header: ExchangeFixture.draft,
            sender: fixture.agency,
            recipient: fixture.unit.card,
            tuning: tuning
        )
        for row in ExchangeFixture.rows(100, seed: 1) { _ = try writer.append(row) }
        let error = #expect(throws: ExchangeError.self) {
            try writer.finish(rowsIn: 100, rowsRejected: 0, rowsBlank: 0)
        }
        #expect(error?.exitCode == .inputOutput)
    }

    /// The greatest row of the format: 64 vectors of 65,536 bits.
    @Test func theLongestRowsFit() throws {
        var draft = ExchangeFixture.draft
        draft.features = (0..<64).map { "f\($0)" }
        draft.vectors = (0..<64).map { .init(name: "v\($0)", bits: 65_536, features: Array(0..<64)) }
        let writer = try fixture.writer(draft: draft, tuning: Tuning())
        let rows = (0..<3).map { [UInt8](repeating: UInt8($0 + 1), count: 8 + 64 * 8192) }
        for row in rows { _ = try writer.append(row) }
        _ = try writer.finish(rowsIn: 3, rowsRejected: 0, rowsBlank: 0)
        let dataset = try fixture.open(fixture.folder.file("sealed"))
        #expect((0..<3).map(dataset.row).sorted { $0[0] < $1[0] } == rows)
    }
}

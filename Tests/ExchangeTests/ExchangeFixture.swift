// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Exchange
import Faults
import Files
import Sealing
import TestSupport
import Testing

/// An agency, a linkage unit, somebody else, and a place for files.
struct ExchangeFixture {
    let agency: Identity
    let unit: Identity
    let stranger: Identity
    let folder: TemporaryFolder

    init() throws {
        agency = try Identity.generate(name: "county")
        unit = try Identity.generate(name: "unit")
        stranger = try Identity.generate(name: "stranger")
        folder = try TemporaryFolder()
    }

    /// Two vectors of 128 and 64 bits: rows of 8 + 16 + 8 bytes.
    static let draft = EncodingHeader.Draft(
        project: "demo-2026",
        schemaFingerprint: [UInt8](0..<32),
        keyCheck: [UInt8](32..<48),
        canaryDigest: [UInt8](64..<96),
        features: ["given", "dob"],
        vectors: [.init(name: "clk", bits: 128, features: [0, 1]), .init(name: "dob", bits: 64, features: [1])],
        created: "2026-11-21T02:00:00Z",
        tool: "tessera 0.1.0"
    )
    static let rowBytes = 32

    /// Chunks of less than three rows with their tokens.
    static var smallChunks: Tuning {
        var tuning = Tuning()
        tuning.chunkBytes = 100
        return tuning
    }

    /// Buckets of two rows in memory, of which any with more than five is dealt again.
    static var tiny: Tuning {
        var tuning = Tuning()
        tuning.chunkBytes = 1000
        tuning.buckets = 4
        tuning.bucketBytes = 100
        tuning.loadBytes = 250
        return tuning
    }

    static func rows(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in (0..<rowBytes).map { _ in UInt8.random(in: 0...255, using: &random) } }
    }

    func writer(
        _ name: String = "sealed",
        draft: EncodingHeader.Draft = Self.draft,
        tuning: Tuning = Self.smallChunks
    ) throws -> EncodingFileWriter {
        try EncodingFileWriter(
            path: folder.file(name),
            header: draft,
            sender: agency,
            recipient: unit.card,
            tuning: tuning
        )
    }

    /// Writes an encoding file; gives its path and the rows by the tokens that stand for them.
    @discardableResult
    func write(
        _ rows: [[UInt8]],
        as name: String = "sealed",
        tuning: Tuning = Self.smallChunks
    ) throws -> (path: String, rowOfToken: [RowToken: [UInt8]]) {
        let writer = try writer(name, tuning: tuning)
        var rowOfToken: [RowToken: [UInt8]] = [:]
        for row in rows { rowOfToken[try writer.append(row)] = row }
        _ = try writer.finish(rowsIn: rows.count, rowsRejected: 0, rowsBlank: 0)
        return (folder.file(name), rowOfToken)
    }

    func open(_ path: String) throws -> EncodedDataset {
        try EncodingFile.open(path: path, identity: unit, trusted: [stranger.card, agency.card])
    }

    /// Opens a file by rows, both vectors as one long filter unless others are named.
    func openRows(_ path: String, vectors: [Int] = [0, 1], isResident: Bool = false) throws -> EncodedRows {
        try EncodingFile.openRows(
            path: path,
            identity: unit,
            trusted: [stranger.card, agency.card],
            vectors: vectors,
            isResident: isResident
        )
    }

    /// The fault that opening ends in, the same whole and by rows; nil if it does not.
    func refusal(of path: String) throws -> ExchangeError? {
        let whole = try fault { _ = try open(path) }
        let byRows = try fault { _ = try openRows(path) }
        #expect(whole?.kind == byRows?.kind && whole?.description == byRows?.description)
        return whole
    }

    private func fault(_ work: () throws -> Void) throws -> ExchangeError? {
        do {
            try work()
            return nil
        } catch let error as ExchangeError {
            return error
        }
    }

    func bytes(of path: String) throws -> [UInt8] { try InputFile(path: path).readAll(limit: 1 << 24) }
}

extension EncodingFileWriter {
    func append(_ row: [UInt8]) throws -> RowToken { try unsafe row.withUnsafeBytes { try unsafe append(row: $0) } }
}

extension EncodedDataset {
    /// A row as it was appended.
    func row(_ index: Int) -> [UInt8] {
        let bytes = header.presenceBytes
        return vectors.reduce(into: Array(presence[index * bytes..<(index + 1) * bytes])) { row, vector in
            row += unsafe vector.withUnsafeRow(index) { unsafe Array($0) }
        }
    }

    var rowOfToken: [RowToken: [UInt8]] {
        Dictionary((0..<header.rows).map { (tokens.rowToken(at: $0), row($0)) }) { first, _ in first }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Exchange
import JSONText
import Sealing
import TestSupport
import Testing

/// `file-format.json`: whole sealed files, good ones and ones with a single fault.
@Suite struct SealedFileVectors {
    @Test(arguments: cases(of: "file-format.json", holding: "payload"))
    func isOpened(vector: VectorCase) throws {
        let path = try folder.write(vector.bytes("file"), as: "sealed")
        let header = try EncodingFile.readHeader(path: path)
        #expect(try String(decoding: header.jsonValue().canonicalBytes(), as: UTF8.self) == vector.text("header"))
        let rows = try vector.array("rows").map { try #require($0.string) }
        #expect(try opened(path, vector).map(hex) == rows)
    }

    @Test(arguments: cases(of: "file-format.json", holding: "errors"))
    func isRefused(vector: VectorCase) throws {
        let path = try folder.write(vector.bytes("file"), as: "sealed")
        let classes = try vector.array("errors").map { try #require($0.string) }
        do {
            _ = try opened(path, vector)
            Issue.record("the file was opened")
        } catch let error as ExchangeError {
            #expect(try classes.contains(#require(Self.class(of: error))), "refused as \(error.code)")
        }
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The rows of the payload, by the reader of the file's kind.
    private func opened(_ path: String, _ vector: VectorCase) throws -> [[UInt8]] {
        let identity = try Identity.load(path: folder.secret(vector.text("reader")))
        let trusted = try vector.array("senders").map { card in
            try PartyCard.load(path: folder.secret(#require(card.string)))
        }
        switch try EncodingFile.readHeader(path: path) {
        case .encodings:
            let dataset = try EncodingFile.open(path: path, identity: identity, trusted: trusted)
            let masks = dataset.header.presenceBytes
            return (0..<dataset.tokens.count / RowToken.bytes).map { row in
                let start = dataset.tokens.rowToken(at: row).array + dataset.presence[row * masks..<(row + 1) * masks]
                return dataset.vectors.reduce(start) { unsafe $0 + $1.withUnsafeRow(row) { unsafe Array($0) } }
            }
        case .results:
            let results = try ResultFile.open(path: path, identity: identity, trusted: trusted)
            return (0..<results.count).map { row in
                results.tokens.rowToken(at: row).array + results.projectID(of: row) + [results.flags(of: row).rawValue]
            }
        case .rowMap:
            // Sealed by the agency to itself: there is no other sender to trust.
            let map = try RowMap.open(path: path, identity: identity)
            return (0..<map.count).map { row in
                let id = map.id(of: row)
                let length = (0..<4).map { UInt8(truncatingIfNeeded: id.count >> (8 * $0)) }
                return map.token(of: row).array + length + id
            }
        }
    }

    /// The class of the vectors that a fault belongs to.
    private static func `class`(of error: ExchangeError) -> String? {
        switch error.kind {
        case .notTessera: "notTessera"
        case .version: "version"
        // A header of another profile, similarity or bit order is one that version 1 does not know.
        case .header, .profile, .similarity, .bitOrder: "header"
        case .truncated: "truncated"
        case .trailing: "trailing"
        case .senderUnknown: "sender"
        case .recipientOther, .init(rawValue: "sealing.streamKey"): "recipient"
        case .signature: "signature"
        case .chunk: "chunk"
        case .final: "final"
        case .rows: "payload"
        default: nil
        }
    }
}

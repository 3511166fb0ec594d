// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import Sealing
import Spine
import TestSupport

/// A value of a field: 64 of 128 bits that a number draws, without the first few of them.
///
/// Of one number, 64 − a and 64 − b bits have the fewer in common, so their Dice coefficient is 2 (64 − max) / (128 − a − b).
struct Value: Equatable {
    var number: UInt64
    var dropped = 0

    var bytes: [UInt8] {
        var generator = SplitMix64(seed: number)
        var bytes = [UInt8](repeating: 0, count: 16)
        for bit in Array(0..<128).shuffled(using: &generator).prefix(64).dropFirst(dropped) {
            bytes[bit / 8] |= 1 << (bit % 8)
        }
        return bytes
    }
}

/// A record: first name, last name and ZIP code; nil is missing.
typealias Person = [Value?]

/// A person by number, with as many bits dropped from each value: 16 is a link, 24 a possible match with the person itself.
func person(_ number: Int, dropped: Int = 0) -> Person {
    (0..<3).map { Value(number: UInt64(number * 3 + $0), dropped: dropped) }
}

/// A store that links from 0.8 and keeps possible matches from 0.6.
struct SampleStore {
    let folder: TemporaryFolder
    let identity: Identity
    var path: String { folder.file("store") }

    static let format = SpineFormat(
        header: "sample",
        vectors: ["first", "last", "zip"].enumerated().map { place, name in
            ScoredVector(name: name, bits: place * 128..<place * 128 + 128, features: [place])
        },
        measure: .dice,
        presenceBytes: 8
    )

    init() throws {
        folder = try TemporaryFolder()
        identity = try Identity.generate(name: "unit")
        let judge = SpinePolicy.Judge.similarity(
            threshold: try SimilarityThreshold("0.8"),
            possible: try SimilarityThreshold("0.6"),
            recall: nil
        )
        try SpineStore.create(
            folder.file("store"),
            project: "p",
            policy: SpinePolicy(judge: judge),
            identity: identity,
            time: "2026-01-01T00:00:00Z"
        )
    }

    func open() throws -> SpineStore { try SpineStore.open(path, isChanged: true) }

    /// Row tokens count from a number, so that an extract may keep those of the one before.
    private func extract(_ name: String, _ rows: [Person], tokens: [UInt64]) throws -> IncomingExtract {
        let filters = try FilterMatrix(rows: rows.count, bits: Self.format.bits)
        var presence: [UInt8] = []
        for (number, row) in rows.enumerated() {
            unsafe filters.withUnsafeMutableRow(number) { bytes in
                unsafe bytes.copyBytes(from: row.flatMap { $0?.bytes ?? [UInt8](repeating: 0, count: 16) })
            }
            let mask = row.enumerated().reduce(UInt8(0)) { $1.element == nil ? $0 : $0 | 0x80 >> $1.offset }
            presence += [mask] + [UInt8](repeating: 0, count: 7)
        }
        let text = "\(name) \(tokens) \(rows)"
        return IncomingExtract(
            name: name,
            card: try Identity.generate(name: name).card,
            digest: SHA256.digest(of: Array(text.utf8)),
            tokens: tokens.flatMap { number in
                (0..<16).map { $0 < 8 ? 7 : UInt8(truncatingIfNeeded: number >> (8 * UInt64(15 - $0))) }
            },
            presence: presence,
            filters: filters,
            format: Self.format
        )
    }

    func add(_ name: String, role: DatasetRole = .contributor, policy: LinkPolicy = LinkPolicy(), _ rows: [Person])
        throws
    {
        let extract = try extract(name, rows, tokens: (0..<UInt64(rows.count)).map { $0 })
        _ = try Addition(extract, role: role, policy: policy, startsWithoutSpine: true, to: open(), as: identity)
            .run(time: "2026-01-02T00:00:00Z", acceptsUnlinked: false, control: RunControl(threads: 1))
    }

    /// A new extract, in which row i is what it was before if it has the token i.
    func refresh(_ name: String, _ rows: [Person], tokens: [UInt64]) throws {
        _ = try Addition(refreshing: extract(name, rows, tokens: tokens), in: open(), as: identity)
            .run(time: "2026-01-03T00:00:00Z", acceptsUnlinked: false, control: RunControl(threads: 1))
    }

    /// Takes decisions, one a line: `a:0 b:1 known`.
    @discardableResult
    func decide(_ lines: String...) throws -> DecisionSummary {
        let table =
            "record_a,record_b,decision\n"
            + lines.map { $0.split(separator: " ").joined(separator: ",") + "\n" }.joined()
        let requests = try DecisionFile.parse(Array(table.utf8), file: "decisions.csv")
        return try Deciding(requests, file: "decisions.csv", in: open(), as: identity).run(time: "2026-01-04T00:00:00Z")
    }

    /// The entity of every live record, by its name.
    func entities() throws -> [String: UInt32] {
        var entities: [String: UInt32] = [:]
        for part in try open().crosswalk(as: identity).parts {
            for (record, entity) in zip(part.records, part.entities) {
                entities["\(part.dataset.name):\(record)"] = entity
            }
        }
        return entities
    }

    /// The lines of a run's file of the ledger from the fifth on, with ids as the numbers of their entities.
    func ledger(_ run: Int) throws -> [String] {
        let store = try open()
        let cipher = try store.ids(of: SpineStore.ownStudy, as: identity)
        var lines: [String] = []
        for reader in try store.ledger(run...run) {
            try reader.lines { line throws(SpineError) in
                let words = line.split(separator: " ").map { word in
                    word.utf8.count == 32
                        ? Hex.decode(String(word)).flatMap(cipher.number).map { "#\($0)" } ?? "?" : String(word)
                }
                lines.append(words.joined(separator: " "))
            }
        }
        return Array(lines.dropFirst(4))
    }

    func review() throws -> [ReviewPair] { try Review(of: open(), limit: 100, as: identity).pairs }

    /// What a verification of every byte finds wrong.
    func faults() throws -> [String] { try Verification(open(), isRead: true, as: identity).faults }
}

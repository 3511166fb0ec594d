// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import Sealing
import Spine
import TestSupport
import Testing

/// What an agency knows of a person.
struct Sighting: Hashable {
    let person: Int
    /// Of the 80 bits that a person has, how many are others by now: two sightings that differ by d have a Dice coefficient of 1 - d/80.
    var drift = 0
}

/// A store of invented people, linked from a Dice coefficient of 0.8 on.
struct SpineWorld {
    static let bits = 512
    private static let ownBits = 80

    let folder: TemporaryFolder
    let identity: Identity
    let path: String

    static var similarity: SpinePolicy {
        get throws {
            SpinePolicy(
                judge: .similarity(
                    threshold: try SimilarityThreshold(tenThousandths: 8_000),
                    possible: try SimilarityThreshold(tenThousandths: 7_000),
                    recall: nil
                )
            )
        }
    }

    init(_ project: String = "towns", policy: SpinePolicy? = nil) throws {
        folder = try TemporaryFolder()
        identity = try Identity.generate(name: "unit")
        path = folder.file("store")
        try SpineStore.create(
            path,
            project: project,
            policy: policy ?? Self.similarity,
            identity: identity,
            time: "2026-01-01T00:00:00Z"
        )
    }

    /// An encoding file's content; equal arguments give equal rows, and equal tokens.
    ///
    /// - Parameters:
    ///   - extract: the number of the file: tokens are others in each, but for people in `keeping`, whose tokens never change.
    static func extract(
        _ name: String,
        _ people: [Sighting],
        extract: Int = 0,
        keeping: Set<Int> = [],
        header: String = "towns/1"
    ) throws -> IncomingExtract {
        let filters = try FilterMatrix(rows: people.count, bits: bits)
        var tokens: [UInt8] = []
        for (row, sighting) in people.enumerated() {
            unsafe filters.withUnsafeMutableRow(row) { bytes in
                for bit in positions(sighting) { unsafe bytes[bit / 8] |= 0x80 >> UInt8(bit % 8) }
            }
            let number = keeping.contains(sighting.person) ? -1 : extract
            let words = "\(name) \(number) \(sighting.person) \(number < 0 ? 0 : row)"
            tokens += SHA256.digest(of: Array(words.utf8)).prefix(16)
        }
        return IncomingExtract(
            name: name,
            card: try Identity.generate(name: name).card,
            digest: SHA256.digest(of: Array("\(name) \(extract) \(people)".utf8)),
            tokens: tokens,
            presence: [UInt8](repeating: 0xFF, count: 8 * people.count),
            filters: filters,
            format: SpineFormat(
                header: header,
                vectors: [ScoredVector(name: "record", bits: 0..<bits)],
                measure: .dice,
                presenceBytes: 8
            )
        )
    }

    /// The first of a person's bits by their own shuffle, but for the drifted ones, which come from behind.
    private static func positions(_ sighting: Sighting) -> [Int] {
        var random = SplitMix64(seed: UInt64(sighting.person) &* 0x1_0001)
        let order = Array(0..<bits).shuffled(using: &random)
        return Array(order[sighting.drift..<ownBits] + order[ownBits..<ownBits + sighting.drift])
    }

    func open(isChanged: Bool = true) throws -> SpineStore { try SpineStore.open(path, isChanged: isChanged) }

    @discardableResult
    func add(
        _ name: String,
        _ people: [Sighting],
        role: DatasetRole = .contributor,
        policy: LinkPolicy = LinkPolicy(),
        keeping: Set<Int> = []
    ) throws -> AdditionSummary {
        let addition = try Addition(
            Self.extract(name, people, keeping: keeping),
            role: role,
            policy: policy,
            startsWithoutSpine: true,
            to: open(),
            as: identity
        )
        return try addition.run(time: "2026-01-02T00:00:00Z", acceptsUnlinked: false, control: RunControl(threads: 1))
    }

    @discardableResult
    func refresh(_ name: String, _ people: [Sighting], extract: Int = 1, keeping: Set<Int> = []) throws
        -> AdditionSummary
    {
        let extract = try Self.extract(name, people, extract: extract, keeping: keeping)
        let addition = try Addition(refreshing: extract, in: open(), as: identity)
        return try addition.run(time: "2026-01-03T00:00:00Z", acceptsUnlinked: false, control: RunControl(threads: 1))
    }

    func crosswalk() throws -> Crosswalk { try open(isChanged: false).crosswalk(as: identity) }

    /// By row of a dataset's current extract the entity.
    func entities(_ name: String) throws -> [UInt32] {
        try #require(try crosswalk().parts.first { $0.dataset.name == name }).entities
    }

    /// What is wrong with the store.
    func faults() throws -> [String] {
        try Verification(open(isChanged: false), isRead: true, as: identity).faults
    }
}

extension [Sighting] {
    init(_ people: some Sequence<Int>, drift: Int = 0) {
        self = people.map { Sighting(person: $0, drift: drift) }
    }
}

/// The code of the error that some work ends with; nil if it ends well.
func code(of work: () throws -> Void) throws -> String? {
    do {
        try work()
        return nil
    } catch let error as SpineError {
        #expect(!error.message.isEmpty && !(error.remedy ?? "").isEmpty)
        return error.code
    }
}

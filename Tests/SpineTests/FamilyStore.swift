// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import Sealing
import Spine
import TestSupport
import Testing

/// A record of first name, last name, date of birth and ZIP code, and what it says of the mother's.
struct Birth {
    var own: Person
    var mother: Person = [nil, nil, nil, nil]
}

/// A store whose encodings describe mothers: it links from 0.8 on.
struct FamilyStore {
    let folder: TemporaryFolder
    let identity: Identity

    static let names = ["first", "last", "dob", "zip"]
    static let format = SpineFormat(
        header: "families",
        // Mothers stand first, so that no vector of a person is where it would be without them.
        vectors: (0..<8).map { place in
            ScoredVector(
                name: place < 4 ? "mother_\(names[place])" : names[place - 4],
                bits: place * 128..<place * 128 + 128,
                features: [place],
                relativeOf: place < 4 ? .init(relation: "mother", vector: place + 4) : nil
            )
        },
        measure: .dice,
        presenceBytes: 8
    )

    init() throws {
        folder = try TemporaryFolder()
        identity = try Identity.generate(name: "unit")
        let threshold = try SimilarityThreshold("0.8")
        try SpineStore.create(
            folder.file("store"),
            project: "p",
            policy: SpinePolicy(judge: .similarity(threshold: threshold, possible: threshold, recall: nil)),
            identity: identity,
            time: "2026-01-01T00:00:00Z"
        )
    }

    func open(isChanged: Bool = true) throws -> SpineStore {
        try SpineStore.open(folder.file("store"), isChanged: isChanged)
    }

    func add(_ name: String, role: DatasetRole = .contributor, _ rows: [Birth]) throws {
        let filters = try FilterMatrix(rows: rows.count, bits: Self.format.bits)
        var presence: [UInt8] = []
        for (number, row) in rows.enumerated() {
            let values = row.mother + row.own
            unsafe filters.withUnsafeMutableRow(number) { bytes in
                unsafe bytes.copyBytes(from: values.flatMap { $0?.bytes ?? [UInt8](repeating: 0, count: 16) })
            }
            let mask = values.enumerated().reduce(UInt8(0)) { $1.element == nil ? $0 : $0 | 0x80 >> $1.offset }
            presence += [mask] + [UInt8](repeating: 0, count: 7)
        }
        let extract = IncomingExtract(
            name: name,
            card: try Identity.generate(name: name).card,
            digest: SHA256.digest(of: Array(name.utf8)),
            tokens: rows.indices.flatMap { SHA256.digest(of: Array("\(name) \($0)".utf8)).prefix(16) },
            presence: presence,
            filters: filters,
            format: Self.format
        )
        _ = try Addition(extract, role: role, policy: LinkPolicy(), to: open(), as: identity)
            .run(time: "2026-01-02T00:00:00Z", acceptsUnlinked: false, control: RunControl(threads: 1))
    }

    @discardableResult
    func relate(_ relation: String = "mother", dataset: String? = nil) throws -> RelatingSummary {
        try Relating(relation, dataset: dataset, in: open(), as: identity)
            .run(time: "2026-01-03T00:00:00Z", control: RunControl(threads: 1))
    }

    func families() throws -> [Families.Link] { try open().families(as: identity).links }

    /// By row of a dataset its entity.
    func entities(_ name: String) throws -> [UInt32] {
        let part = try #require(try open().crosswalk(as: identity).parts.first { $0.dataset.name == name })
        let rows = zip(part.records, part.entities).sorted { $0.0 < $1.0 }
        return rows.map(\.1)
    }
}

/// Invented births: women with a sister each, who has their last name and lives with them, and their children.
struct Births {
    /// The women, then their sisters.
    private(set) var adults: [Birth] = []
    private(set) var children: [Birth] = []
    /// By child the woman; nil if she is not among the adults.
    private(set) var mothers: [Int?] = []

    /// - Parameters:
    ///   - women: half of them have two children, the others one.
    ///   - strangers: children of women who are not among the adults.
    init(women: Int, strangers: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func value(_ field: UInt64, of count: UInt64) -> Value {
            Value(number: field * 100_000 + UInt64.random(in: 0..<count, using: &random))
        }
        func person(last: Value?, zip: Value?) -> Person {
            [value(1, of: 80), last ?? value(2, of: 300), value(3, of: 6_000), zip ?? value(4, of: 60)]
        }
        /// What is written of somebody: one value in ten is another one, one in ten is mistyped.
        func written(_ person: Person) -> Person {
            person.enumerated().map { field, value in
                switch Int.random(in: 0..<20, using: &random) {
                case 0, 1: Value(number: 900_000 + UInt64(field) * 1_000 + UInt64.random(in: 0..<900, using: &random))
                case 2, 3: Value(number: value?.number ?? 0, dropped: 12)
                default: value
                }
            }
        }
        let others = (0..<strangers).map { _ in person(last: nil, zip: nil) }
        let own = (0..<women).map { _ in person(last: nil, zip: nil) }
        adults = own.map { Birth(own: $0) } + own.map { Birth(own: person(last: $0[1], zip: $0[3])) }
        for (number, woman) in (own + others).enumerated() {
            for _ in 0..<(number < women / 2 ? 2 : 1) {
                children.append(Birth(own: person(last: woman[1], zip: woman[3]), mother: written(woman)))
                mothers.append(number < women ? number : nil)
            }
        }
    }
}

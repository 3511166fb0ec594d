// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Attacks
internal import Encoding
internal import EncodingKeys
internal import Privacy
internal import Reports
internal import Schemas

/// The encodings of a frontier, and what each is worth.
struct FrontierSweep {
    struct Entry {
        let scheme: EncodingScheme
        let family: FrontierReport.Point.Family
        var isShipped = false
    }

    let lab: LabPeople
    let attacked: AttackedPeople
    let seed: UInt64

    var entries: [Entry] {
        let schema = lab.schema
        let mean = attacked.meanTokens
        var entries = [512, 1024, 2048].map { bits in
            Entry(
                scheme: EncodingScheme(schema.plainRecord(bits: bits, meanTokens: mean), name: "record \(bits)"),
                family: .record,
                isShipped: bits == 1024
            )
        }
        entries += [0, 10, 30, 60].map { flips in
            let fields = schema.plainFields(bits: 64, bitsPerToken: 4, flipsPerThousand: flips)
            let name = flips == 0 ? "field 64" : "field 64, \(flips / 10) % flipped"
            return Entry(scheme: EncodingScheme(fields, name: name), family: .field, isShipped: true)
        }
        for (majorities, bits) in [
            (1, 1024), (2, 1024), (2, 2048), (3, 2048), (3, 4096), (3, 5120), (3, 8192), (4, 8192),
        ] {
            let profile = Profile.allCases.first { $0.majority.map { $0 == (bits, majorities) } ?? false }
            let scheme = EncodingScheme.parity(schema, bits: bits, majorities: majorities, name: profile?.rawValue)
            entries.append(Entry(scheme: scheme, family: .hardened, isShipped: profile != nil))
        }
        entries += ResearchScheme.allCases.map { Entry(scheme: $0.scheme(schema, meanTokens: mean), family: .research) }
        return entries
    }

    func point(_ entry: Entry) throws -> FrontierReport.Point {
        let key = try EncodingScheme.randomKey()
        let target = try attacked.target(entry.scheme, key: key)
        var plan = PrivacyAudit.Plan()
        plan.seed = seed
        let half = attacked.count / 2
        return FrontierReport.Point(
            name: entry.scheme.name,
            family: entry.family,
            isShipped: entry.isShipped,
            bits: entry.scheme.bits,
            f1: try linkability(entry.scheme, key: key).f1,
            unseeded: try target.unseeded(plan.matching).found.share,
            known: try target.seeded(plan.knownPlaintext, known: half).found.share
        )
    }

    private func linkability(_ scheme: EncodingScheme, key: ProjectKey) throws -> Linkability {
        let list = lab.list ?? lab.sample
        return try Linkability(
            try scheme.encode(Array(0..<lab.sample.count), of: lab.sample, under: key),
            try scheme.encode(Array(0..<list.count), of: list, under: key),
            measure: scheme.measure,
            truth: (0..<lab.sample.count).map { lab.partners[$0] }
        )
    }
}

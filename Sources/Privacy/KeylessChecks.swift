// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Attacks
internal import BitVectors
internal import Glibc
internal import Reports

/// What frequencies and patterns of bits give away to somebody with a list, and what random flips are worth.
struct KeylessChecks {
    let checks: [PrivacyReport.Check]

    init(_ audit: PrivacyAudit, _ people: AttackedPeople) throws {
        let target = try people.target(audit.scheme, key: audit.key)
        let plain = try people.target(people.control)
        let alignment = try FrequencyAlignment(seed: audit.plan.seed)
            .attack(target.encodings, list: target.list, truth: target.truth, control: audit.control)
        let mined = try PatternMining()
            .attack(target.encodings, list: target.list, truth: target.truth, control: audit.control)
        let control = try PatternMining()
            .attack(plain.encodings, list: plain.list, truth: plain.truth, control: audit.control)
        checks = [
            Self.alignment(alignment), Self.mining(mined, control: control), Self.flips(audit.scheme, target),
        ]
    }

    private static func alignment(_ found: FrequencyAlignmentResult) -> PrivacyReport.Check {
        .init(
            7,
            "Frequencies of bits against those of letters",
            .report,
            finding: "Laid over each other by frequency, bits give away "
                + NumberText.fixed(max(0, found.bits.ownGain), 3)
                + " more of a person’s pairs of letters than of somebody else’s (Jaccard index).",
            needs: "the file and public frequencies of names",
            figures: [
                .init("Jaccard index of the letters found", found.bits.jaccard),
                .init("with the bits in a random order", found.bits.randomJaccard),
                .init("against another person’s letters", found.bits.otherJaccard),
                .init("re-identified by frequent encodings", found.attack.found.share),
                .init("encodings that repeat", found.repeatingShare, isShare: true),
            ]
        )
    }

    private static func mining(_ found: PatternMiningResult, control: PatternMiningResult) -> PrivacyReport.Check {
        .init(
            8,
            "Mining of patterns",
            .init(PrivacyRating(found, control: control).among(rows: found.encodings)),
            finding:
                "Sets of bits that stand for frequent letters gave \(found.found.correct) of \(found.found.targets) people away.",
            needs: "the file and a list of the same people; nobody whose encoding is known",
            figures: [
                .init("re-identified", found.found.share), .init("control", control.found.share),
                .init("by chance", found.found.chance, isShare: true),
                .init("letters with a pattern", Double(found.best.patterns.count)),
            ]
        )
    }

    /// Local differential privacy of single bits (Erlingsson, Pihur and Korolova, CCS 2014), and what is left of it for a row.
    private static func flips(_ scheme: EncodingScheme, _ target: Target) -> PrivacyReport.Check {
        guard scheme.flipsPerThousand > 0 else {
            return .init(
                15,
                "Random flips",
                .report,
                finding: "The schema flips no bits at random.",
                needs: "for information",
                figures: []
            )
        }
        let rate = Double(scheme.flipsPerThousand) / 1_000
        let epsilon = log((1 - rate) / rate)
        return .init(
            15,
            "Random flips",
            .report,
            finding:
                "\(NumberText.fixed(rate * 100, 1)) % of the bits are flipped at random. Each bit is protected a little "
                + "(ε = \(NumberText.fixed(epsilon, 2))), a person hardly: two people's rows differ in hundreds of bits, and the "
                + "protection is that of one bit, not of a person.",
            needs: "for information; see what checks 8 to 10 found in spite of them",
            figures: [
                .init("share flipped", rate, isShare: true), .init("ε of a bit", epsilon),
                .init("ε of a row, all of whose bits may differ", epsilon * Double(target.encodings.bits)),
            ]
        )
    }
}

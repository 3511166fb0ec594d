// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Attacks
internal import BitVectors
internal import Encoding
internal import Reports

/// What somebody finds out who has the key: everything; shown so that nobody forgets it.
struct KeyChecks {
    let checks: [PrivacyReport.Check]

    init(_ audit: PrivacyAudit) throws {
        let people = Array(0..<min(audit.sample.count, audit.plan.people))
        let encodings = try audit.scheme.encode(people, of: audit.sample, under: audit.key)
        let dictionary = try audit.scheme.encode(people, of: audit.sample, under: audit.key)
        let risk = try DisclosureRisk(encodings, population: dictionary)
        let similarities = try encodings.similarities(of: people, to: people, under: audit.scheme.measure)
        let found = people.count { row in
            people.allSatisfy { similarities[row, $0] <= similarities[row, row] }
        }
        let share = Proportion(successes: found, trials: people.count).estimate
        checks = [
            .init(
                11,
                "Disclosure risk with the key",
                .report,
                finding:
                    "To somebody with the key, \(NumberText.fixed(risk.marketerShare * 100, 1)) % of the records are exactly one "
                    + "person's.",
                needs: "the project's key and a list of the population",
                figures: [
                    .init("mean suspicion", risk.mean), .init("median suspicion", risk.median),
                    .init("greatest suspicion", risk.greatest),
                    .init("share of one possible person", risk.marketerShare, isShare: true),
                ]
            ),
            .init(
                13,
                "Dictionary with the key (control)",
                .report,
                finding:
                    "With the key, \(found) of \(people.count) people of a list are found at once: whoever loses the key loses "
                    + "everything that was encoded under it.",
                needs: "the project's key; the linkage unit never has it, and no agency may hand it on",
                figures: [.init("found", share)]
            ),
        ]
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Attacks
internal import BitVectors
internal import Encoding
package import EncodingKeys
package import Reports
internal import Schemas

/// Judges encodings of a table before they leave the agency: what their bits give away, and what attacks find.
///
/// Statistics are taken from all people of the sample, attacks from a part of it. Every attack runs on a plain CLK of the
/// same people as well; where it fails there, its failure here is no evidence (`Specs/privacy-report.md`).
package struct PrivacyAudit {
    /// How much is done.
    package struct Plan: Sendable {
        /// People for statistics.
        package var sample = 100_000
        /// People attacked without a known one, and with few known.
        package var people = 1_000
        /// People attacked with many known.
        package var manyPeople = 2_000
        /// The numbers of known people.
        package var known = [20, 100, 500, 1_000]
        /// What draws depend on.
        package var seed: UInt64 = 1

        package init() {}

        /// Fewer variants than a laboratory tries, so that a report takes two minutes.
        package var matching: GraphMatching {
            var matching = GraphMatching(seed: seed)
            matching.edges = [.all, .above(quantile: 0.9)]
            matching.iterations = GraphMatching.leastIterations
            return matching
        }

        /// The same.
        package var knownPlaintext: KnownPlaintext {
            var attack = KnownPlaintext(seed: seed)
            attack.refinements = [.all]
            attack.iterations = GraphMatching.leastIterations
            return attack
        }
    }

    let scheme: EncodingScheme
    let sample: any People
    let plan: Plan
    let key: ProjectKey
    let control: AttackControl
    /// Told what is done next, from 0.
    private let onStep: (_ done: Int, _ of: Int) throws -> Void

    /// - Parameter key: the project's; what is found hardly depends on it.
    package init(
        _ scheme: EncodingScheme,
        of sample: any People,
        plan: Plan,
        key: ProjectKey,
        control: AttackControl = AttackControl(),
        onStep: @escaping (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
    ) {
        self.scheme = scheme
        self.sample = sample
        self.plan = plan
        self.key = key
        self.control = control
        self.onStep = onStep
    }

    /// Runs all checks.
    ///
    /// - Throws: `privacy.people` for fewer than three different people, `attack.…`; what `onStep` throws.
    package func run(title: String, created: String, tool: String) throws -> PrivacyReport {
        let (checks, attacks) = try run()
        let available = AttackedPeople.available(in: sample)
        return PrivacyReport(
            title: title,
            profile: scheme.name,
            created: created,
            tool: tool,
            rows: sample.encodedRows,
            checks: checks,
            attacks: attacks,
            facts: [
                Fact("people in the sample", String(sample.count)),
                Fact(
                    "people attacked",
                    "\(min(plan.people, available)), with many known \(min(plan.manyPeople, available))"
                ),
                Fact("list of the attacker", "exactly these people, without errors"),
                Fact("seed", String(plan.seed)),
                Fact("intervals", "95 %, Wilson"),
                Fact("attacks", Self.version),
            ]
        )
    }

    /// What the attacks of this version are, so that figures of two versions are not compared.
    private static let version = "1: GRAMPA with projected power iteration; profile, refined profile and ridge"

    private func run() throws -> (checks: [PrivacyReport.Check], attacks: [PrivacyReport.Attack]) {
        let total = 4 + plan.known.count
        try onStep(0, total)
        let statistics = try StatisticalChecks(self)
        try onStep(1, total)
        var attacks: [(known: Int, attack: ControlledAttack?)] = []
        let few = try people(plan.people)
        for known in [0] + plan.known {
            let attacked = known + known <= plan.people ? few : try people(plan.manyPeople)
            attacks.append((known, try attack(attacked, known: known)))
            try onStep(attacks.count + 1, total)
        }
        let checks =
            try statistics.checks + KeylessChecks(self, few).checks + Self.checks(of: attacks, plan)
            + KeyChecks(self).checks
        try onStep(total, total)
        return (checks.sorted { $0.number < $1.number }, attacks.compactMap { $0.attack.map(Self.row) })
    }

    /// As many people as wanted, or all there are.
    private func people(_ wanted: Int) throws(PrivacyError) -> AttackedPeople {
        try AttackedPeople(of: sample, people: min(wanted, AttackedPeople.available(in: sample)))
    }

    /// An attack and its control; nil if there are too few people.
    private func attack(_ people: AttackedPeople, known: Int) throws -> ControlledAttack? {
        guard people.count >= known + Self.leastTargets else { return nil }
        let plain = try people.target(people.control)
        let target = try people.target(scheme, key: key)
        guard known > 0 else {
            return ControlledAttack(
                target: try target.unseeded(plan.matching, control),
                control: try plain.unseeded(plan.matching, control)
            )
        }
        let attack = plan.knownPlaintext
        // What suffices for the control is enough.
        var ridge = attack
        (ridge.penalties, ridge.profiles) = ([30], [])
        var controlled = try plain.seeded(ridge, known: known, control)
        if (controlled.found.share.value ?? 0) < ControlledAttack.leastControlShare {
            controlled = try plain.seeded(attack, known: known, control)
        }
        return ControlledAttack(target: try target.seeded(attack, known: known, control), control: controlled)
    }

    /// The fewest people to find.
    private static let leastTargets = 100

    private static func row(_ attack: ControlledAttack) -> PrivacyReport.Attack {
        let target = attack.target
        let people = "\(target.encodings) people"
        return PrivacyReport.Attack(
            name: target.known == 0 ? "None known, of \(people)" : "\(target.known) known, of \(people)",
            found: target.found.share,
            control: attack.control.found.share,
            chance: target.found.chance
        )
    }

    private static func checks(
        of attacks: [(known: Int, attack: ControlledAttack?)],
        _ plan: Plan
    ) -> [PrivacyReport.Check] {
        let unseeded = attacks.filter { $0.known == 0 }
        let seeded = attacks.filter { $0.known > 0 }
        return [
            check(
                9,
                "Matching without a known person",
                unseeded,
                needs:
                    "a list of names with dates of birth and the like that holds the same people, such as a voter roll; no key, "
                    + "and nobody whose encoding is known"
            ),
            check(
                10,
                "Matching with known people",
                seeded,
                needs:
                    "the same list, and to know for some people which encodings are theirs, for instance of one's own family, or "
                    + "from another source that was linked"
            ),
        ]
    }

    private static func check(
        _ number: Int,
        _ name: String,
        _ attacks: [(known: Int, attack: ControlledAttack?)],
        needs: String
    ) -> PrivacyReport.Check {
        var ratings: [PrivacyRating] = []
        var figures: [PrivacyReport.Figure] = []
        var words: [String] = []
        for (known, attack) in attacks {
            let isJudged = known == 0 || PrivacyRating.judgedKnown.contains(known)
            guard let attack else {
                if isJudged { ratings.append(.tooFewRows) }
                continue
            }
            if let rating = PrivacyRating(attack) { ratings.append(rating.among(rows: attack.target.encodings)) }
            let found = attack.target.found
            let who = known == 0 ? "without a known person" : "with \(known) known"
            figures.append(.init("re-identified \(who), of \(attack.target.encodings)", found.share))
            figures.append(.init("control, \(who)", attack.control.found.share))
            figures.append(.init("by chance, \(who)", found.chance, isShare: true))
            words.append("\(found.correct) of \(found.targets) \(who)")
        }
        let finding =
            words.isEmpty
            ? "There are too few people to try." : "The best variant found " + words.joined(separator: ", ") + "."
        let rating = ratings.max() ?? .tooFewRows
        return .init(number, name, .init(rating), finding: finding, needs: needs, figures: figures)
    }
}

extension PrivacyRating {
    /// The same, but that a control which fails among so few rows only says that they are few.
    func among(rows: Int) -> PrivacyRating { self == .void && rows < Self.leastRows ? .tooFewRows : self }
}

extension PrivacyReport.Verdict {
    init(_ rating: PrivacyRating) {
        self =
            switch rating {
            case .green: .green
            case .amber: .amber
            case .red: .red
            case .tooFewRows: .tooFewRows
            case .void: .void
            }
    }
}

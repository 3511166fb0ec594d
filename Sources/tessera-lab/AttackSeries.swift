// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Attacks
internal import BitVectors
internal import JSONText
internal import Privacy
internal import Reports
internal import Terminal

/// All attacks on one encoding, one after the other, each beside the control.
struct AttackSeries {
    let control: Target
    let target: Target
    let seed: UInt64
    let isQuick: Bool
    let console: Console

    /// What one attack found.
    struct Result {
        let name: String
        let found: Reidentification
        let control: Reidentification?
        /// The variant that found most.
        var best = ""
        /// Whether the attack failed on the control, so that it says nothing.
        var isVoid = false
    }

    private var stopping: AttackControl { AttackControl(isCancelled: { Interruption.isRequested }) }

    func run(known: [Int]) throws -> [Result] {
        let progress = Progress("attacking", unit: .steps, console: console)
        var results: [Result] = []
        let total = known.count + 2
        func add(_ result: Result) {
            results.append(result)
            progress.reached(results.count, of: total)
        }
        for known in known {
            let attack = try matched(known: known)
            add(
                Result(
                    name: known == 0 ? "none known" : "\(known) known",
                    found: attack.target.found,
                    control: attack.control.found,
                    best: attack.target.best.name,
                    isVoid: attack.isVoid
                )
            )
        }
        let alignment = FrequencyAlignment(seed: seed)
        add(
            Result(
                name: "frequency alignment",
                found: try alignment.attack(target.encodings, list: target.list, truth: target.truth).attack.found,
                control: try alignment.attack(control.encodings, list: control.list, truth: control.truth).attack.found
            )
        )
        let mining = PatternMining()
        add(
            Result(
                name: "pattern mining",
                found: try mining.attack(
                    target.encodings,
                    list: target.list,
                    truth: target.truth,
                    control: stopping
                ).found,
                control: try mining.attack(control.encodings, list: control.list, truth: control.truth).found
            )
        )
        progress.finish()
        return results
    }

    /// Whether three encodings cancel each other out more than chance explains.
    func linearity() throws -> LinearityProbe { try LinearityProbe(target.encodings, seed: seed) }

    private func matched(known: Int) throws -> ControlledAttack {
        var plan = PrivacyAudit.Plan()
        plan.seed = seed
        guard known > 0 else {
            let attack = isQuick ? plan.matching : GraphMatching(seed: seed)
            return ControlledAttack(
                target: try target.unseeded(attack, stopping),
                control: try control.unseeded(attack, stopping)
            )
        }
        let attack = isQuick ? plan.knownPlaintext : KnownPlaintext(seed: seed)
        return ControlledAttack(
            target: try target.seeded(attack, known: known, stopping),
            control: try control.seeded(attack, known: known, stopping)
        )
    }
}

extension LinearityProbe {
    /// For people.
    var line: String {
        "linearity: the lightest sum of three lies \(NumberText.fixed(depth, 1)) deviations low, chance explains "
            + NumberText.fixed(expectedDepth, 1)
    }

    var jsonValue: JSONValue {
        ["depth": .number(depth), "expectedDepth": .number(expectedDepth), "rows": .integer(rows)]
    }
}

extension AttackSeries.Result {
    /// For people.
    var lines: [String] {
        let share = text(found.share)
        let plain = control.map { "; control " + text($0.share) } ?? ""
        let note = isVoid ? "; NOT VALID: the control was not re-identified" : ""
        return [
            "\(name): \(found.correct) of \(found.targets) re-identified, \(share)\(plain); chance "
                + NumberText.fixed(found.chance * 100, 2) + " %\(note)" + (best.isEmpty ? "" : "\n   by \(best)")
        ]
    }

    private func text(_ share: Estimate) -> String {
        guard let value = share.value else { return "–" }
        return NumberText.fixed(value * 100, 2) + " % (" + NumberText.fixed(share.interval.lowerBound * 100, 2) + "–"
            + NumberText.fixed(share.interval.upperBound * 100, 2) + ")"
    }

    var jsonValue: JSONValue {
        func value(_ found: Reidentification) -> JSONValue {
            [
                "correct": .integer(found.correct), "targets": .integer(found.targets),
                "share": found.share.value.map(JSONValue.number) ?? .null,
                "interval": .array([
                    .number(found.share.interval.lowerBound), .number(found.share.interval.upperBound),
                ]), "chance": .number(found.chance),
            ]
        }
        return [
            "name": .string(name), "found": value(found), "control": control.map(value) ?? .null,
            "best": .string(best), "valid": .bool(!isVoid),
        ]
    }
}

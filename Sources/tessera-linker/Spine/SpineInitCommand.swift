// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Spine
internal import Terminal

/// Makes an empty spine.
struct SpineInitCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make an empty spine for a project.",
        discussion: """
            What makes a link is decided here and once: what is added in any order is then judged alike. Without --threshold \
            it is match weights, learnt from the data.
            """
    )

    @OptionGroup var store: StoreOptions
    @Option(help: "The project's name, as the agencies' encoding files have it.")
    var project: String
    @OptionGroup var keeper: KeeperOptions
    @Option(help: "Link by one similarity of whole rows, from this on, such as 0.85.")
    var threshold: String?
    @Option(help: "With --threshold: pairs from this similarity on are possible matches, to be reviewed.")
    var possible: String?
    @Option(help: "With --threshold, for millions of records: find this share of the pairs, such as 0.99.")
    var recall: String?
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if threshold == nil, possible != nil || recall != nil {
            throw ValidationError("--possible and --recall go with --threshold")
        }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        let identity = try Identity.load(path: keeper.identity)
        let policy = try policy()
        try SpineStore.create(
            store.store,
            project: project,
            policy: policy,
            identity: identity,
            time: UTCTime.now()
        )
        try console.result(
            text: [
                "an empty spine for \(project): \(policy.words)",
                "its keys are sealed to \(identity.name): without that identity file nobody opens it",
            ],
            json: ["store": .string(store.store), "project": .string(project), "policy": .string(policy.words)]
        )
        return .done
    }

    private func policy() throws -> SpinePolicy {
        guard let policy = try SpinePolicy.of(threshold: threshold, possible: possible, recall: recall) else {
            throw ValidationError("--possible must not be above --threshold")
        }
        return policy
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import Faults
internal import Glibc
internal import JSONText
internal import Sealing
internal import Terminal

/// Identities of parties: a secret file that stays, a public card that travels.
package struct IdentityCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "identity",
        abstract: "Make and show the identity of this party.",
        subcommands: [New.self, Show.self]
    )

    package init() {}
}

extension IdentityCommand {
    /// Makes an identity and its card.
    struct New: PartyCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make NAME.identity (secret, stays here) and NAME.card (public, give it to the others)."
        )

        @Argument(help: "This party's name: letters, digits, '.', '_' and '-'.")
        var name: String

        @Option(help: "The folder to write into.")
        var folder = "."

        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let identity = try Identity.generate(name: name)
            let secret = "\(folder)/\(name).identity"
            let card = "\(folder)/\(name).card"
            try identity.save(path: secret)
            do {
                try identity.card.save(path: card)
            } catch {
                // Nobody could ever send anything to an identity without its card.
                _ = unsafe unlink(secret)
                throw error
            }
            try console.result(
                text: [
                    "identity of \(name): \(secret) (secret, keep it here)",
                    "card of \(name):     \(card) (public, fingerprint \(identity.card.fingerprintText))",
                ],
                json: [
                    "name": .string(name), "identity": .string(secret), "card": .string(card),
                    "fingerprint": .string(identity.card.fingerprintText),
                ]
            )
            return .done
        }
    }

    /// Shows a card, so that two people can compare its fingerprint over the telephone.
    struct Show: PartyCommand {
        static let configuration = CommandConfiguration(abstract: "Show a card's name and fingerprint.")

        @Argument(help: "A card.")
        var card: String

        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let party = try PartyCard.load(path: card)
            try console.result(
                text: ["\(party.name): fingerprint \(party.fingerprintText)"],
                json: ["name": .string(party.name), "fingerprint": .string(party.fingerprintText)]
            )
            return .done
        }
    }
}

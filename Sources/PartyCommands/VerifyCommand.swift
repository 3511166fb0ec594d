// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import Exchange
package import Faults
internal import JSONText
internal import Sealing
package import Terminal

/// Checks a sealed file's structure and signature without opening it.
package struct VerifyCommand: PartyCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a sealed file is whole and signed by the party whose card is given."
    )

    @Argument(help: "A sealed file.")
    var file: String

    @Option(help: "The sender's card; repeat for several parties.")
    var sender: [String]

    @OptionGroup package var printing: PrintingOptions

    package init() {}

    package func execute(on console: Console) throws -> Faults.ExitCode {
        let cards = try sender.map { try PartyCard.load(path: $0) }
        let header = try EncodingFile.verify(path: file, trusted: cards)
        try console.result(
            text: ["\(file): whole, and signed by \(header.common.senderName)"],
            json: ["file": .string(file), "sender": .string(header.common.senderName), "verified": true]
        )
        return .done
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import Exchange
package import Faults
internal import JSONText
package import Terminal

/// Shows the header of a sealed file: all that it says in the clear.
package struct InspectCommand: PartyCommand {
    package static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a sealed file says about itself, and how large its sealed part is.",
        discussion: "Nothing is verified and nothing is opened; 'verify' does the first."
    )

    @Argument(help: "A sealed file.")
    var file: String

    @OptionGroup package var printing: PrintingOptions

    package init() {}

    package func execute(on console: Console) throws -> Faults.ExitCode {
        let header = try EncodingFile.readHeader(path: file)
        var lines = header.lines()
        if case .encodings(let encodings) = header, encodings.profile.isUnverified {
            lines.append("unverified: imported from a file of another tool; schema and key are as they were declared")
        }
        try console.result(text: lines, json: header.jsonValue())
        return .done
    }
}

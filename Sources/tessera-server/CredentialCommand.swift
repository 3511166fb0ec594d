// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import LinkageServer
internal import PartyCommands
internal import Terminal

/// Makes and revokes operators' credentials; those of a project are made through the API or the dashboard.
struct CredentialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credential",
        abstract: "Make, list and revoke credentials of operators.",
        subcommands: [Make.self, List.self, Revoke.self]
    )

    struct Make: PartyCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make another operator's credential; its token is printed this once."
        )
        @Argument(help: "The server's folder.") var folder: String
        @Option(help: "Days until it runs out.") var days = 365
        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let (days, credentials) = (days, try CredentialCommand.open(folder))
            let token = try Waiting.wait { try await credentials.make(.operator, days: days) }
            try console.result(text: [token.text], json: ["token": .string(token.text)])
            return .done
        }
    }

    struct List: PartyCommand {
        static let configuration = CommandConfiguration(abstract: "List the operators' credentials.")
        @Argument(help: "The server's folder.") var folder: String
        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let credentials = try CredentialCommand.open(folder)
            let all = try Waiting.wait { try await credentials.list(of: nil) }
            try console.result(
                text: all.map { entry in
                    "\(entry.id), until \(UTCTime.text(entry.expires))" + (entry.revoked == nil ? "" : ", revoked")
                },
                json: ["credentials": .array(all.map { .string($0.id) })]
            )
            return .done
        }
    }

    struct Revoke: PartyCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a credential, from now on and for good.")
        @Argument(help: "The server's folder.") var folder: String
        @Argument(help: "The credential's name, 16 digits: what stands between the underscores of its token.")
        var credential: String
        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let (credential, credentials) = (credential, try CredentialCommand.open(folder))
            guard try Waiting.wait({ try await credentials.revoke(credential) }) else {
                throw ValidationError("the server has no credential of this name")
            }
            try console.result(text: ["revoked"], json: ["revoked": true])
            return .done
        }
    }

    /// The credentials of a folder, whether it is being served or not.
    static func open(_ folder: String) throws -> Credentials {
        Credentials(try ServerDatabase(path: ServerFolder(path: folder).database), limits: Limits())
    }
}

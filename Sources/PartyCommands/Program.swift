// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import Faults
internal import Glibc
package import Terminal

/// A subcommand that does its work with a terminal and says how it ended.
package protocol PartyCommand: ParsableCommand {
    /// How this command prints.
    var printing: PrintingOptions { get }
    /// Does the work.
    mutating func execute(on console: Console) throws -> Faults.ExitCode
}

extension PartyCommand {
    package mutating func run() throws {
        let console = Console(program: Program.name, json: printing.json)
        let code: Faults.ExitCode
        do {
            code = try execute(on: console)
        } catch let error as ValidationError {
            code = console.report(UsageError(message: error.message))
        } catch {
            code = console.report(Interruption.reason(for: error))
        }
        if code != .done { throw ArgumentParser.ExitCode(code.rawValue) }
    }
}

/// Options of every subcommand.
package struct PrintingOptions: ParsableArguments {
    @Flag(help: "Print one JSON object instead of text; messages become JSON lines on standard error.")
    package var json = false

    package init() {}
}

/// Runs a program from its arguments to its exit status; nothing escapes uncaught.
package enum Program {
    /// The name that messages begin with.
    package static var name: String {
        let path = CommandLine.arguments.first ?? "tessera"
        return path.split(separator: "/").last.map(String.init) ?? path
    }

    /// Parses the arguments and runs the subcommand; never returns.
    ///
    /// A wrong command line ends with status 2 and one message that names the option, not its value.
    package static func run(_ root: any ParsableCommand.Type) -> Never {
        do {
            var command = try root.parseAsRoot()
            try command.run()
            exit(Faults.ExitCode.done.rawValue)
        } catch let status as ArgumentParser.ExitCode {
            exit(status.rawValue)
        } catch {
            if root.exitCode(for: error) == .success { exit(show(root.fullMessage(for: error))) }
            let console = Console(program: name, json: CommandLine.arguments.contains("--json"))
            exit(console.report(UsageError(message: withoutValues(root.message(for: error)))).rawValue)
        }
    }

    /// A message of the parser in one line, without the values that it quotes: a name may have strayed among the arguments.
    private static func withoutValues(_ message: String) -> String {
        // "The value 'X' is invalid for '--option'. Please provide one of 'a' and 'b'": only X came from outside.
        let isOneValue = message.hasPrefix("The value ")
        let parts = message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
        let kept = parts.map { place, part in
            // Every second part stood in quotes; names of options and arguments stay.
            let isValue = isOneValue ? place == 1 : place % 2 == 1 && !part.hasPrefix("-") && !part.hasPrefix("<")
            return isValue ? "…" : String(part)
        }
        let line = kept.joined().split(whereSeparator: \.isNewline).joined(separator: "; ")
        return line.prefix(1).lowercased() + line.dropFirst()
    }

    /// Prints the help or version that was asked for; returns the exit status.
    private static func show(_ text: String) -> Int32 {
        do {
            try StandardOutput().write(text + "\n")
            return Faults.ExitCode.done.rawValue
        } catch {
            return Console(program: name, json: false).report(error).rawValue
        }
    }
}

/// An argument that turns out wrong only when the inputs are known, such as the name of a vector.
private struct UsageError: Fault {
    let message: String
    var code: String { "usage" }
    var remedy: String? { "the same command with --help says what it takes" }
    var position: FaultPosition? { nil }
    var exitCode: Faults.ExitCode { .usage }
}

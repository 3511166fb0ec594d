// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import Faults
internal import Glibc
internal import Terminal

/// A subcommand that `tessera-send` does, a program of its own beside this one: this one holds no code that opens a connection.
package protocol SenderCommand: ParsableCommand {
    /// What `tessera-send` is called with.
    var senderArguments: [String] { get }
}

extension SenderCommand {
    /// Becomes `tessera-send`; returns only if that can't be started.
    package func run() throws {
        let path = SenderProgram.path
        let arguments = [path] + senderArguments
        let copies = unsafe arguments.map { unsafe strdup($0) } + [nil]
        _ = unsafe execv(path, copies)
        let code = Console(program: Program.name, json: arguments.contains("--json")).report(SenderProgram.missing)
        throw ArgumentParser.ExitCode(code.rawValue)
    }
}

/// The program that talks to a server.
enum SenderProgram {
    /// Where it lies: in the folder of this program.
    static var path: String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/tessera-send"
    }

    static let missing = SenderMissing()

    struct SenderMissing: Fault {
        let code = "send.program"
        let message = "the program that talks to servers is not installed"
        let remedy: String? = "put tessera-send into the folder of this program; without it files go by any other way"
        let position: FaultPosition? = nil
        let exitCode = Faults.ExitCode.inputOutput
    }
}

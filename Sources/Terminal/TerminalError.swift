// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why a program stops that is not about its work: its output can't be written, or somebody stopped it.
package struct TerminalError: Fault {
    package let code: String
    package let message: String
    package let remedy: String?
    package let exitCode: ExitCode
    package var position: FaultPosition? { nil }

    /// Standard output is full or closed.
    static func output(reason: String) -> TerminalError {
        TerminalError(
            code: "output.write",
            message: "standard output cannot be written: \(reason)",
            remedy: "check where the output goes and that there is space, then run again",
            exitCode: .inputOutput
        )
    }

    /// The user or the system asked the program to stop.
    static let interrupted = TerminalError(
        code: "interrupted",
        message: "interrupted; nothing partial is left",
        remedy: "run the same command again to start over",
        exitCode: .interrupted
    )
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What a program's exit status says to the script that called it.
///
/// Exit 0 means: the output is complete. The same list stands in `Specs/exit-codes.md`.
package struct ExitCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// Done, the output is complete.
    package static let done = ExitCode(rawValue: 0)
    /// The command line itself is wrong.
    package static let usage = ExitCode(rawValue: 2)
    /// Done, some rows were rejected, within the declared limit.
    package static let someRowsRejected = ExitCode(rawValue: 3)
    /// More rows were rejected than allowed; nothing was written.
    package static let tooManyRejected = ExitCode(rawValue: 4)
    /// An input can't be read, or isn't in the declared dialect.
    package static let unreadableInput = ExitCode(rawValue: 5)
    /// Key, schema, project, filter length or another parameter differ between files that must agree.
    package static let mismatch = ExitCode(rawValue: 6)
    /// A sealed file is damaged: cut, changed or put together from pieces.
    package static let damagedFile = ExitCode(rawValue: 7)
    /// No space, or another input/output failure while writing.
    package static let inputOutput = ExitCode(rawValue: 8)
    /// The server refused.
    package static let refusedByServer = ExitCode(rawValue: 9)
    /// The network failed; try again.
    package static let network = ExitCode(rawValue: 10)
    /// An output exists already; nothing is ever overwritten.
    package static let outputExists = ExitCode(rawValue: 11)
    /// A key or identity file is refused: loose file mode, damaged text, wrong kind.
    package static let keyFileRefused = ExitCode(rawValue: 12)
    /// The input is not a Tessera file at all (a plaintext CSV, say).
    package static let notATesseraFile = ExitCode(rawValue: 13)
    /// The linkage schema is invalid.
    package static let invalidSchema = ExitCode(rawValue: 14)
    /// The signer or recipient is not the party expected.
    package static let untrustedParty = ExitCode(rawValue: 15)
    /// The linkage would give nonsense with these parameters; nothing was written.
    package static let nonsense = ExitCode(rawValue: 16)
    /// The encodings give away more than was allowed; nothing was sealed.
    package static let belowRequirement = ExitCode(rawValue: 17)
    /// A fault of Tessera itself.
    package static let bug = ExitCode(rawValue: 70)
    /// Interrupted; nothing partial is left.
    package static let interrupted = ExitCode(rawValue: 130)
}

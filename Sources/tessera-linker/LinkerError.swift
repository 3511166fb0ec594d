// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// Why a linkage was not made.
struct LinkerError: Fault {
    let code: String
    let message: String
    let remedy: String?
    let exitCode: ExitCode
    var position: FaultPosition? { nil }

    /// The data do not tell where matches end; guessing would be worse than asking.
    static func noThreshold(_ doubt: String) -> LinkerError {
        LinkerError(
            code: "link.threshold.unknown",
            message: "the data do not tell the threshold: \(doubt)",
            remedy: "give one, such as --threshold 0.8; Specs/linkage.md says what it means",
            exitCode: .nonsense
        )
    }
}

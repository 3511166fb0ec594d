// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why datasets could not be linked.
package struct LinkageError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let datasets = Code(rawValue: "linkage.datasets")
        package static let rows = Code(rawValue: "linkage.rows")
        package static let lengths = Code(rawValue: "linkage.lengths")
        package static let vector = Code(rawValue: "linkage.vector")
        package static let vectors = Code(rawValue: "linkage.vectors")
        package static let tooManyPairs = Code(rawValue: "linkage.tooManyPairs")
        package static let randomness = Code(rawValue: "linkage.randomness")
        package static let cancelled = Code(rawValue: "linkage.cancelled")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let exitCode: ExitCode
    package let cause: (any Error)?

    /// The rule that was broken; of passed-on errors their own.
    package var code: String { (cause as? any Fault)?.code ?? kind.rawValue }
    /// The place of a passed-on error.
    package var position: FaultPosition? { (cause as? any Fault)?.position }

    init(_ kind: Code, _ message: String, remedy: String, exitCode: ExitCode) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.exitCode = exitCode
        cause = nil
    }

    static var cancelled: LinkageError {
        LinkageError(
            .cancelled,
            "the comparison was cancelled",
            remedy: "run again; nothing was written",
            exitCode: .interrupted
        )
    }

    /// Passes on what went wrong with the bit vectors.
    init(_ error: some Fault) {
        kind = .vectors
        message = error.message
        remedy = error.remedy
        exitCode = error.exitCode
        cause = error
    }
}

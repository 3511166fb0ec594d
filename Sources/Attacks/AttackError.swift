// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why an attack or a check could not be carried out; an attack that fails to re-identify is a result, not an error.
package struct AttackError: Fault {
    /// The rule that was broken; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let cancelled = Code(rawValue: "attack.cancelled")
        package static let sizes = Code(rawValue: "attack.sizes")
        package static let numbers = Code(rawValue: "attack.numbers")
        package static let vectors = Code(rawValue: "attack.vectors")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let cause: (any Error)?
    package let exitCode: ExitCode

    package var code: String { kind.rawValue }
    package var position: FaultPosition? { nil }

    private init(_ kind: Code, _ message: String, remedy: String, exitCode: ExitCode, cause: (any Error)? = nil) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.exitCode = exitCode
        self.cause = cause
    }

    static let cancelled = AttackError(
        .cancelled,
        "the attack was stopped",
        remedy: "run it again; it keeps nothing",
        exitCode: .interrupted
    )

    /// Inputs that do not belong together, or too few of them.
    static func sizes(_ message: String) -> AttackError {
        AttackError(
            .sizes,
            message,
            remedy: "use one truth entry a row and at least two rows a side",
            exitCode: .mismatch
        )
    }

    /// A decomposition or a system of equations without a solution in single precision.
    static func numbers(_ routine: String, _ status: Int) -> AttackError {
        AttackError(.numbers, "\(routine) failed with status \(status)", remedy: "use other rows", exitCode: .bug)
    }

    /// A fault of the bit vectors beneath.
    static func vectors(_ fault: any Fault) -> AttackError {
        AttackError(
            .vectors,
            fault.message,
            remedy: fault.remedy ?? "use fewer rows",
            exitCode: fault.exitCode,
            cause: fault
        )
    }
}

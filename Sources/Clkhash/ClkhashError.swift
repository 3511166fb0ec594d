// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why a schema, a secret or a table of clkhash's was refused.
package struct ClkhashError: Fault {
    /// The rule that was broken; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let cause: (any Error)?

    package var code: String { kind.rawValue }
    package let exitCode: ExitCode

    package init(
        _ kind: Code,
        _ message: String,
        remedy: String? = nil,
        position: FaultPosition? = nil,
        cause: (any Error)? = nil,
        exitCode: ExitCode
    ) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.position = position
        self.cause = cause
        self.exitCode = exitCode
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why bit vectors could not be made or compared.
package struct BitVectorError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let length = Code(rawValue: "vectors.length")
        package static let memory = Code(rawValue: "vectors.memory")
        package static let threshold = Code(rawValue: "vectors.threshold")
        package static let kernelName = Code(rawValue: "kernel.name")
        package static let kernelWrong = Code(rawValue: "kernel.wrong")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let exitCode: ExitCode

    package var code: String { kind.rawValue }
    package var position: FaultPosition? { nil }

    init(_ kind: Code, _ message: String, remedy: String, exitCode: ExitCode) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.exitCode = exitCode
    }
}

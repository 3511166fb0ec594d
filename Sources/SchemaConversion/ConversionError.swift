// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why a schema of clkhash's has no counterpart among ours.
package struct ConversionError: Fault {
    /// The rule that was broken; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// No feature, or more than a linkage schema has.
        package static let features = Code(rawValue: "convert.features")
        /// A column that a table with headings can't have: without a name, or with another's.
        package static let identifier = Code(rawValue: "convert.identifier")
        /// What was made is no linkage schema.
        package static let result = Code(rawValue: "convert.result")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let cause: (any Error)?

    package var code: String { kind.rawValue }
    package var exitCode: ExitCode { kind == .result ? .bug : .invalidSchema }

    init(_ kind: Code, _ message: String, remedy: String, at position: FaultPosition? = nil, cause: (any Error)? = nil)
    {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.position = position
        self.cause = cause
    }
}

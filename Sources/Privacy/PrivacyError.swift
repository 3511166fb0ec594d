// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why an encoding could not be attacked or judged; never with a value of a record.
package struct PrivacyError: Fault {
    package let code: String
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let cause: (any Error)?
    package let exitCode: ExitCode

    /// A fault of what stands beneath, in its own words.
    init(_ fault: some Fault) {
        code = fault.code
        message = fault.message
        remedy = fault.remedy
        position = fault.position
        cause = fault
        exitCode = fault.exitCode
    }

    /// Fewer people than an attack needs.
    static func tooFew(_ people: Int, least: Int) -> PrivacyError {
        PrivacyError(
            code: "privacy.people",
            message: "\(people) different people are too few for an attack, which takes \(least)",
            remedy: "use a larger table; of one so small nothing can be said"
        )
    }

    /// Encodings that can't be those of a table's records.
    static func otherRows(_ encodings: Int, records: Int) -> PrivacyError {
        PrivacyError(
            code: "privacy.rows",
            message: "there are \(encodings) encodings, and the table has \(records) records",
            remedy: "give the table from which the encodings were made, with all its records in the same order"
        )
    }

    private init(code: String, message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
        position = nil
        cause = nil
        exitCode = .mismatch
    }
}

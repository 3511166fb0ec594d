// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why a table could not be encoded; never with a value of a record.
package struct EncodingError: Fault {
    package let code: String
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let cause: (any Error)?
    package let exitCode: ExitCode

    /// A fault of what encoding stands on, in its own words: of the table, the keys or the output.
    init(_ fault: some Fault) {
        code = fault.code
        message = fault.message
        remedy = fault.remedy
        position = fault.position
        cause = fault
        exitCode = fault.exitCode
    }

    /// What a caller's closure threw.
    init(from error: any Error) {
        let fault = error as? any Fault
        code = fault?.code ?? "encode.output"
        message = fault?.message ?? "an encoded row could not be passed on"
        remedy = fault?.remedy
        position = fault?.position
        cause = error
        exitCode = fault?.exitCode ?? .inputOutput
    }

    /// More rows were rejected than allowed.
    init(_ summary: EncodingSummary, limit: Double, isEarly: Bool) {
        code = "rows.tooManyRejected"
        let rules = summary.rejectedByRule.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue) \($0.value)" }
        message =
            "\(summary.rejected) of \(isEarly ? "the first " : "")\(summary.rowsIn) rows were rejected, "
            + "more than the \(Percent(limit)) allowed: \(rules.joined(separator: ", "))"
        remedy = "'explain' says what a rule means: mend the table or its declared dialect, or allow more"
        position = nil
        cause = nil
        exitCode = .tooManyRejected
    }
}

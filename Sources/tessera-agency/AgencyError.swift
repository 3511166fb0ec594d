// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// Why a subcommand of the agency stopped, where no module says it.
struct AgencyError: Fault {
    let code: String
    let message: String
    let remedy: String?
    let position: FaultPosition?
    let exitCode: ExitCode

    static func otherProject(result: String) -> AgencyError {
        AgencyError(
            code: "receive.project",
            message: "the result and the row map belong to different projects",
            remedy: "use the row map that was written with the encoding file of this project",
            position: FaultPosition(file: result),
            exitCode: .mismatch
        )
    }

    static func otherRows(result: String) -> AgencyError {
        AgencyError(
            code: "receive.rows",
            message: "the result does not hold the rows of this row map",
            remedy: "use the row map that was written with the encoding file this result answers",
            position: FaultPosition(file: result),
            exitCode: .mismatch
        )
    }

    /// A row that a schema of clkhash refuses, where every row must have its encoding.
    static func refusedRow(table: String, row: Int, column: String, rule: String) -> AgencyError {
        AgencyError(
            code: rule,
            message: "the schema refuses a value, and in this format no row may be left out",
            remedy: "correct it, or write a sealed file, which lists rows that are left out",
            position: FaultPosition(file: table, row: row, column: column),
            exitCode: .tooManyRejected
        )
    }

    static func tooManyRejected(_ rejected: Int, of rows: Int, table: String) -> AgencyError {
        AgencyError(
            code: "rows.tooManyRejected",
            message: "\(rejected) of \(rows) rows were rejected, more than allowed",
            remedy: "check the table against the schema, or raise --max-reject",
            position: FaultPosition(file: table),
            exitCode: .tooManyRejected
        )
    }

    static func privacy(_ verdict: String, required: String) -> AgencyError {
        AgencyError(
            code: "privacy.required",
            message: "a check is \(verdict), and \(required) was required",
            remedy: "read the report; a hardened profile or fewer features give less away",
            position: nil,
            exitCode: .belowRequirement
        )
    }

    /// The path is not repeated: with other tools it would be the secret.
    static let secretFile = AgencyError(
        code: "clkhash.secret.file",
        message: "cannot open the file that --secret-file names",
        remedy: "give the path of a file; never the secret itself, which whoever sees the command would have",
        position: nil,
        exitCode: .unreadableInput
    )

    static func filterLength(_ bits: Int, schema: String) -> AgencyError {
        AgencyError(
            code: "clkhash.filterLength",
            message: "encodings of \(bits) bits don't fit a sealed file, which takes multiples of 64 up to 65,536",
            remedy: "agree on such an l, or write --format clkhash-json",
            position: FaultPosition(file: schema, column: "clkConfig.l"),
            exitCode: .invalidSchema
        )
    }
}

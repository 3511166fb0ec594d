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
}

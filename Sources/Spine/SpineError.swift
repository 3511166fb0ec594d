// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import GRDB

/// Why a spine could not be opened, changed or trusted.
package struct SpineError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let store = Code(rawValue: "spine.store")
        package static let version = Code(rawValue: "spine.version")
        package static let busy = Code(rawValue: "spine.busy")
        package static let damaged = Code(rawValue: "spine.damaged")
        package static let database = Code(rawValue: "spine.database")
        package static let mismatch = Code(rawValue: "spine.mismatch")
        package static let dataset = Code(rawValue: "spine.dataset")
        package static let withdrawn = Code(rawValue: "spine.withdrawn")
        package static let id = Code(rawValue: "spine.id")
        package static let run = Code(rawValue: "spine.run")
        package static let study = Code(rawValue: "spine.study")
        package static let decision = Code(rawValue: "spine.decision")
        package static let noSpine = Code(rawValue: "spine.none")
        package static let unlinked = Code(rawValue: "spine.unlinked")
        package static let relation = Code(rawValue: "spine.relation")
        package static let unrelated = Code(rawValue: "spine.unrelated")
        package static let export = Code(rawValue: "spine.export")
        package static let beneath = Code(rawValue: "spine.beneath")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let exitCode: ExitCode
    package let position: FaultPosition?
    package let cause: (any Error)?

    /// The rule that was broken; of passed-on errors their own.
    package var code: String { (cause as? any Fault)?.code ?? kind.rawValue }

    package init(
        _ kind: Code,
        _ message: String,
        remedy: String,
        exitCode: ExitCode,
        position: FaultPosition? = nil
    ) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.exitCode = exitCode
        self.position = position
        cause = nil
    }

    /// Passes on what went wrong in a module beneath, with its own code.
    package init(_ fault: some Fault) {
        kind = .beneath
        message = fault.message
        remedy = fault.remedy
        exitCode = fault.exitCode
        position = fault.position
        cause = fault
    }

    /// What is read is not what was written.
    static func damaged(_ what: String, file: String? = nil) -> SpineError {
        SpineError(
            .damaged,
            what,
            remedy: "put the store back from its backup; 'tessera-linker spine verify --read-data' lists all damage",
            exitCode: .damagedFile,
            position: file.map { FaultPosition(file: $0) }
        )
    }

    /// What matches look like could not be learnt, and ids that are made in spite of it stay.
    static func unlinked(_ doubt: String) -> SpineError {
        SpineError(
            .unlinked,
            "nothing can be linked: \(doubt); nothing was changed",
            remedy: "add larger datasets first, or give every record an id of its own for good with --unlinked",
            exitCode: .nonsense
        )
    }

    /// What the database says of itself; its messages quote statements, never values.
    static func database(_ error: any Error) -> SpineError {
        if let error = error as? SpineError { return error }
        if let fault = error as? any Fault { return SpineError(fault) }
        let code = (error as? DatabaseError)?.resultCode
        if code == .SQLITE_FULL {
            return SpineError(
                .database,
                "there is no space for the store's database; nothing was changed",
                remedy: "free some space, then run again",
                exitCode: .inputOutput
            )
        }
        if code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB {
            return .damaged("the store's database is damaged")
        }
        return SpineError(
            .database,
            "the store's database failed (SQLite code \(code?.rawValue ?? -1)); nothing was changed",
            remedy: "check the disk and the permissions of the store, then run again",
            exitCode: .inputOutput
        )
    }

    /// Does something that may go wrong beneath, and passes on how.
    static func passingOn<Result, Failure: Fault>(
        _ work: () throws(Failure) -> Result
    ) throws(SpineError) -> Result {
        do throws(Failure) { return try work() } catch { throw SpineError(error) }
    }
}

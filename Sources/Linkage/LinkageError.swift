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
        package static let vectors = Code(rawValue: "linkage.vectors")
        package static let tooManyPairs = Code(rawValue: "linkage.tooManyPairs")
        package static let randomness = Code(rawValue: "linkage.randomness")
        package static let memory = Code(rawValue: "linkage.memory")
        package static let plan = Code(rawValue: "linkage.plan")
        package static let scoringMemory = Code(rawValue: "scoring.memory")
        package static let scoredVectors = Code(rawValue: "scoring.vectors")
        package static let planData = Code(rawValue: "linkage.plan.data")
        package static let cancelled = Code(rawValue: "linkage.cancelled")
        package static let contradiction = Code(rawValue: "cluster.contradiction")
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

    static func tooManyPairs(limit: Int) -> LinkageError {
        LinkageError(
            .tooManyPairs,
            "the threshold keeps \(limit) candidate pairs or more",
            remedy: "raise --threshold, or allow more with --max-pairs",
            exitCode: .nonsense
        )
    }

    static func contradiction(_ pairs: Int, _ first: Int, _ second: Int) -> LinkageError {
        LinkageError(
            .contradiction,
            "known links join \(pairs) forbidden pairs, first records \(first) and \(second)",
            remedy: "withdraw one of the decisions that lead from one record to the other",
            exitCode: .mismatch
        )
    }

    package static func plan(_ what: String) -> LinkageError {
        LinkageError(
            .plan,
            "the plan cannot be used: \(what)",
            remedy: "make the plan again, in a new folder",
            exitCode: .damagedFile
        )
    }

    package static var planData: LinkageError {
        LinkageError(
            .planData,
            "the encoding files are not those of the plan",
            remedy: "give the files that were planned, or plan again in a new folder",
            exitCode: .mismatch
        )
    }

    static var cancelled: LinkageError {
        LinkageError(
            .cancelled,
            "the comparison was cancelled",
            remedy: "run the same command again; what is done is not done twice",
            exitCode: .interrupted
        )
    }

    /// Does something that may go wrong elsewhere, and passes on how.
    static func passingOn<Result, Failure: Fault>(
        _ work: () throws(Failure) -> Result
    ) throws(LinkageError) -> Result {
        do throws(Failure) { return try work() } catch { throw LinkageError(error) }
    }

    /// Passes on what went wrong elsewhere.
    package init(_ error: some Fault) {
        kind = .vectors
        message = error.message
        remedy = error.remedy
        exitCode = error.exitCode
        cause = error
    }
}

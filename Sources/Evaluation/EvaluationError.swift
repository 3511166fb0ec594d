// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why a linkage could not be evaluated.
package struct EvaluationError: Fault {
    /// The rule that was broken; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let truthHeader = Code(rawValue: "truth.header")
        package static let truthDataset = Code(rawValue: "truth.dataset")
        package static let tooManyPairs = Code(rawValue: "truth.tooManyPairs")
        package static let pairsHeader = Code(rawValue: "pairs.header")
        package static let pairsDataset = Code(rawValue: "pairs.dataset")
        package static let pairsNumber = Code(rawValue: "pairs.number")
        package static let unknownToken = Code(rawValue: "pairs.token.unknown")
        package static let tokensHeader = Code(rawValue: "tokens.header")
        package static let crosswalkHeader = Code(rawValue: "crosswalk.header")
        package static let groupsHeader = Code(rawValue: "groups.header")
        package static let rowDefect = Code(rawValue: "row.defect")
        package static let duplicateRecord = Code(rawValue: "record.duplicate")
    }

    package let code: String
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let cause: (any Error)?
    package let exitCode: ExitCode

    init(_ code: Code, at position: FaultPosition? = nil) {
        let (message, remedy) = EvaluationError.words[code] ?? ("the evaluation failed", "check the inputs")
        self.code = code.rawValue
        self.message = message
        self.remedy = remedy
        self.position = position
        cause = nil
        exitCode = code == .pairsDataset || code == .truthDataset ? .mismatch : .unreadableInput
    }

    /// A fault of the table reader, passed on in its own words.
    init(passing fault: any Fault) {
        code = fault.code
        message = fault.message
        remedy = fault.remedy
        position = fault.position
        cause = fault.cause
        exitCode = fault.exitCode
    }

    private static let words: [Code: (message: String, remedy: String)] = [
        .truthHeader: (
            "the header is neither that of a list of true pairs nor that of a list of entities",
            "use two columns of record ids, or the columns agency, record_id and person_id"
        ),
        .truthDataset: (
            "the truth holds no record of one of the two datasets",
            "check the names in its first column against the datasets that are evaluated"
        ),
        .tooManyPairs: (
            "the truth means more pairs than can be counted",
            "check that the column of persons does not hold one value for many records"
        ),
        .pairsHeader: (
            "the header is not that of a list of pairs",
            "use the linker's list of pairs, or three columns: id of the first dataset, id of the second, similarity"
        ),
        .pairsDataset: (
            "the list holds no pair of the two datasets",
            "check the names of the datasets against the columns dataset_a and dataset_b"
        ),
        .pairsNumber: (
            "a number was expected here", "use plain decimals with a point; popcounts as the linker wrote them"
        ),
        .unknownToken: (
            "the list of tokens does not hold this pair's row token",
            "give the token lists that belong to the encodings that were linked"
        ),
        .tokensHeader: ("the header is not that of a list of tokens", "use the columns row_token and record_id"),
        .crosswalkHeader: ("the header is not that of a crosswalk", "use the columns record_id and project_id"),
        .groupsHeader: ("the header is not that of a list of groups", "use two columns: record id and group"),
        .rowDefect: ("the row has other fields than the header", "correct the row; nothing is guessed here"),
        .duplicateRecord: ("the record stands here a second time", "keep one row a record"),
    ]
}

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
        package static let groupsPersons = Code(rawValue: "groups.persons")
        package static let groupsUnknown = Code(rawValue: "groups.unknown")
        package static let groupsValues = Code(rawValue: "groups.values")
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
        exitCode = EvaluationError.mismatches.contains(code) ? .mismatch : .unreadableInput
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

    /// Faults of inputs that are whole but do not belong together.
    private static let mismatches: Set<Code> = [.pairsDataset, .truthDataset, .groupsPersons, .groupsUnknown]

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
            "use the linker's list of pairs, or id_a,id_b and a column similarity, weight or probability"
        ),
        .pairsDataset: (
            "the list holds no pair of the two datasets",
            "check the names of the datasets against the columns dataset_a and dataset_b"
        ),
        .pairsNumber: (
            "a number was expected here",
            "use plain decimals with a point: probability from 0 to 1, assigned 0 or 1, counts as the linker wrote them"
        ),
        .unknownToken: (
            "the list of tokens does not hold this pair's row token",
            "give the token lists that belong to the encodings that were linked"
        ),
        .tokensHeader: ("the header is not that of a list of tokens", "use the columns row_token and record_id"),
        .crosswalkHeader: ("the header is not that of a crosswalk", "use the columns record_id and project_id"),
        .groupsHeader: (
            "the table of groups has no attribute",
            "use a first column of record ids of the first dataset, or person_id, and one column an attribute"
        ),
        .groupsPersons: (
            "the groups are told by person, but the truth names no persons",
            "use a truth of entities (agency,record_id,person_id), or groups by record id"
        ),
        .groupsUnknown: (
            "no row names anybody of the first dataset",
            "check the first column: record ids of the first dataset, or person_id as in the truth"
        ),
        .groupsValues: (
            "the column has more values than groups that could be judged",
            "leave out columns that hold names or numbers of people; at most 1000 values a column"
        ),
        .rowDefect: ("the row has other fields than the header", "correct the row; nothing is guessed here"),
        .duplicateRecord: ("the record stands here a second time", "keep one row a record"),
    ]
}

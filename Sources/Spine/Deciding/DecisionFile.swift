// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files

/// One line of a file of decisions.
package struct DecisionRequest: Sendable, Equatable {
    /// From 1; the header is line 1.
    package var line: Int
    /// As people name records: `DATASET:ROW` or `DATASET:TOKEN`.
    package var recordA: String
    package var recordB: String
    package var decision: Decision

    package init(line: Int, recordA: String, recordB: String, decision: Decision) {
        self.line = line
        self.recordA = recordA
        self.recordB = recordB
        self.decision = decision
    }
}

/// Reads a CSV file with the columns `record_a`, `record_b` and `decision`, in any order and among others.
package enum DecisionFile {
    private static let limit = 256 << 20
    private static let columns = ["record_a", "record_b", "decision"]

    /// The lines on which something was decided; where the decision is empty, nothing was.
    ///
    /// - Throws: `spine.decision` with the line that is not understood, `file.open`, `file.read`.
    package static func read(path: String) throws(SpineError) -> [DecisionRequest] {
        let bytes = try SpineError.passingOn { () throws(FileError) in
            try InputFile(path: path).readAll(limit: limit)
        }
        return try parse(bytes, file: path)
    }

    /// The same of the bytes of a file.
    package static func parse(_ bytes: [UInt8], file: String) throws(SpineError) -> [DecisionRequest] {
        func fault(_ message: String, _ line: Int) -> SpineError {
            .decision(message, FaultPosition(file: file, line: line))
        }
        guard let records = CommaSeparated.records(bytes) else { throw fault("a quoted field does not end", 1) }
        guard let header = records.first else { throw fault("the file is empty", 1) }
        var places: [Int] = []
        for column in columns {
            guard let place = header.fields.firstIndex(of: column) else {
                throw fault("the header has no column \(column)", header.line)
            }
            places.append(place)
        }
        var requests: [DecisionRequest] = []
        for (line, fields) in records.dropFirst() where fields != [""] {
            guard fields.count == header.fields.count else {
                throw fault("the line has \(fields.count) fields, and the header \(header.fields.count)", line)
            }
            let decision = fields[places[2]]
            guard !decision.isEmpty else { continue }
            guard let decision = Decision(rawValue: decision) else {
                throw fault("a decision is 'known', 'forbidden' or empty", line)
            }
            requests.append(
                DecisionRequest(
                    line: line,
                    recordA: fields[places[0]],
                    recordB: fields[places[1]],
                    decision: decision
                )
            )
        }
        return requests
    }
}

extension SpineError {
    /// A file of decisions cannot be followed; nothing was changed.
    static func decision(_ message: String, _ position: FaultPosition) -> SpineError {
        SpineError(
            .decision,
            message,
            remedy: "put the line right, then run again; nothing was changed",
            exitCode: .usage,
            position: position
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import JSONText

/// Everything found wrong with one document so far.
final class SchemaProblems {
    private let file: String?
    private var found: [(byte: Int, error: SchemaError)] = []

    init(file: String?) { self.file = file }

    func report(_ kind: SchemaError.Code, _ message: String, remedy: String, at place: JSONPosition?, path: String) {
        let position = FaultPosition(
            file: file,
            column: path.isEmpty ? nil : path,
            line: place?.line,
            lineColumn: place?.column
        )
        found.append((place?.byte ?? 0, SchemaError(kind, message, remedy: remedy, position: position)))
    }

    /// The first error by the document's order, with the others in it; nil if there is none.
    var summary: SchemaError? {
        let ordered = found.enumerated().sorted {
            ($0.element.byte, $0.offset) < ($1.element.byte, $1.offset)
        }
        .map(\.element.error)
        guard var first = ordered.first else { return nil }
        first.others = Array(ordered.dropFirst())
        return first
    }
}

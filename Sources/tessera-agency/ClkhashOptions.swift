// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Clkhash
internal import Files
internal import Schemas

/// What encoding by a schema of clkhash takes besides.
struct ClkhashOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case sealed
        case clkhashJSON = "clkhash-json"
    }

    @Option(help: "The secret, all bytes of the file; for schemas of clkhash.")
    var secretFile: String?

    @Option(help: "The project's name; for a sealed file by a schema of clkhash.")
    var project: String?

    @Option(help: "sealed, or clkhash-json for anonlink's {\"clks\":[…]}, in the order of the rows.")
    var format: Format?

    @Option(help: "The table's first row: checked against the schema, ignored, or absent.")
    var header: ClkhashTable.Header?

    @Option(help: "The column of the agency's own record id; else the row number.")
    var recordId: String?

    /// The schema if it is one of clkhash's.
    func document(schema: String) throws -> ClkhashDocument? {
        let bytes = try InputFile(path: schema).readAll(limit: SchemaLimits.documentBytes)
        return ClkhashDocument.isOne(bytes) ? try ClkhashDocument(bytes, file: schema) : nil
    }

    /// Refuses these options where they mean nothing.
    func checkUnused() throws {
        let given = [
            secretFile != nil ? "--secret-file" : nil, project != nil ? "--project" : nil,
            header != nil ? "--header" : nil,
            recordId != nil ? "--record-id" : nil, format == .clkhashJSON ? "--format clkhash-json" : nil,
        ].compactMap(\.self)
        guard let first = given.first else { return }
        throw ValidationError("\(first) goes with a schema of clkhash, and this one is Tessera's")
    }
}

extension ClkhashTable.Header: ExpressibleByArgument {
    init?(argument: String) {
        switch argument {
        case "checked": self = .checked
        case "ignored": self = .ignored
        case "absent": self = .absent
        default: return nil
        }
    }
}

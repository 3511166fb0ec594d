// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Clkhash
internal import EncodingKeys
internal import Faults
internal import Files
internal import Schemas
internal import Terminal

/// What reading a table by a schema of clkhash takes.
struct ClkhashSource: ParsableArguments {
    @Option(help: "The secret, all bytes of the file; for schemas of clkhash.")
    var secretFile: String?

    @Option(help: "The table's first row: checked against the schema, ignored, or absent.")
    var header: ClkhashTable.Header?

    /// The schema if it is one of clkhash's that this program can encode with.
    func document(_ schema: SchemaOptions) throws -> ClkhashDocument? {
        let bytes = try InputFile(path: schema.schema).readAll(limit: SchemaLimits.documentBytes)
        guard ClkhashDocument.isOne(bytes) else { return nil }
        let document = try ClkhashDocument(bytes, file: schema.schema)
        if !schema.columns.isEmpty {
            throw ValidationError("--column goes with Tessera's schemas; clkhash takes columns in the schema's order")
        }
        try document.checkEncodable()
        return document
    }

    /// The secret, all bytes of its file; what speaks against it and the schema is told.
    func secret(_ document: ClkhashDocument, _ console: Console) throws -> GuardedBytes? {
        guard let path = secretFile else {
            Self.tell(document.warnings, console)
            return nil
        }
        guard let file = try? InputFile(path: path) else { throw AgencyError.secretFile }
        var bytes = try file.readAll(limit: 1 << 16)
        defer { for index in bytes.indices { bytes[index] = 0 } }
        Self.tell(document.warnings + ClkhashWarning.warnings(ofSecret: bytes), console)
        return try unsafe GuardedBytes(count: bytes.count) { target in
            unsafe target.copyBytes(from: bytes)
            return true
        }
    }

    private static func tell(_ warnings: [ClkhashWarning], _ console: Console) {
        for warning in warnings { console.warning(ClkhashAdvice(warning)) }
    }

    /// The options that were given, for a schema with which they mean nothing.
    var given: [String] {
        [secretFile != nil ? "--secret-file" : nil, header != nil ? "--header" : nil].compactMap(\.self)
    }

    static let needsNoKey = ValidationError("--key goes with Tessera's schemas; clkhash's takes --secret-file")

    /// Refuses options where they mean nothing.
    static func checkUnused(_ given: [String]) throws {
        guard let first = given.first else { return }
        throw ValidationError("\(first) goes with a schema of clkhash, and this one is Tessera's")
    }
}

/// What encoding by a schema of clkhash takes besides.
struct ClkhashOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case sealed
        case clkhashJSON = "clkhash-json"
    }

    @OptionGroup var source: ClkhashSource

    @Option(help: "The project's name; for a sealed file by a schema of clkhash.")
    var project: String?

    @Option(help: "sealed, or clkhash-json for anonlink's {\"clks\":[…]}, in the order of the rows.")
    var format: Format?

    @Option(help: "The column of the agency's own record id; else the row number.")
    var recordId: String?

    /// Refuses these options where they mean nothing.
    func checkUnused() throws {
        let given = [
            project != nil ? "--project" : nil, recordId != nil ? "--record-id" : nil,
            format == .clkhashJSON ? "--format clkhash-json" : nil,
        ]
        try ClkhashSource.checkUnused(source.given + given.compactMap(\.self))
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

/// A trap of clkhash's as the console tells it.
private struct ClkhashAdvice: Fault {
    let code: String
    let message: String
    let remedy: String?
    let position: FaultPosition?
    let exitCode = ExitCode.done

    init(_ warning: ClkhashWarning) {
        code = warning.code
        message = warning.message
        remedy = warning.remedy
        position = warning.position
    }
}

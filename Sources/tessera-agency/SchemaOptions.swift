// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Files
internal import Schemas

/// The schema, and where this agency's columns differ from it.
struct SchemaOptions: ParsableArguments {
    @Option(help: "The linkage schema.")
    var schema: String

    @Option(
        name: .customLong("column"),
        help:
            "FEATURE=COLUMN: this table's name of a feature's column; repeat for several. The fingerprint stays the same."
    )
    var columns: [String] = []

    /// The schema with this table's columns.
    func load() throws -> LinkageSchema {
        let bytes = try InputFile(path: schema).readAll(limit: SchemaLimits.documentBytes)
        var loaded = try LinkageSchema.parse(bytes, file: schema)
        for entry in columns {
            guard let equals = entry.firstIndex(of: "="),
                let index = loaded.features.firstIndex(where: { $0.name == entry[..<equals] })
            else {
                let names = loaded.features.map(\.name).joined(separator: ", ")
                throw ValidationError("--column takes FEATURE=COLUMN; the schema's features are: \(names)")
            }
            loaded.features[index].column = String(entry[entry.index(after: equals)...])
        }
        return loaded
    }
}

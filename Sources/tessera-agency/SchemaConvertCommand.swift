// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Clkhash
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import SchemaConversion
internal import Schemas
internal import Sealing
internal import Terminal

extension SchemaCommand {
    /// Turns a linkage schema of clkhash into one of ours, and says what changes.
    struct Convert: PartyCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a linkage schema of clkhash into one of Tessera's, and list what changes.",
            discussion: """
                The new schema compares the same columns in about the same way, with keys, hashes and normalisers of Tessera. \
                Its encodings can't be compared with those of the old one, so a project changes over as a whole; to go on with \
                the old ones, give clkhash's schema to 'encode'. Roles are guessed from headings: read the comments first.
                """
        )

        @Argument(help: "The schema of clkhash, version 1, 2 or 3.")
        var file: String

        @Option(name: [.short, .long], help: "Where to write the schema; '-' is standard output; never overwritten.")
        var output: String

        @Option(help: "bloom, hardened or hardened-strict: how bits are made.")
        var profile = Profile.bloom

        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let bytes = try InputFile(path: file).readAll(limit: SchemaLimits.documentBytes)
            let document = try ClkhashDocument(bytes, file: file)
            try document.checkEncodable()
            let converted = try ConvertedSchema(document, profile: profile, file: file)
            let path = output == "-" ? OutputFile.standardOutput : output
            let target = try OutputFile(path: path)
            // In JSON the list is part of the result, unless the schema itself goes to standard output.
            if !console.isJSON || path == OutputFile.standardOutput {
                for change in converted.changes {
                    console.note("\(change.feature.map { "\($0): " } ?? "")\(change.message) [\(change.code)]")
                }
            }
            try target.write(converted.text)
            try target.commit()
            try console.result(
                text: path == OutputFile.standardOutput
                    ? []
                    : ["\(output): written; read its comments, then run: tessera-agency schema check \(output)"],
                json: [
                    "output": .string(output), "profile": .string(profile.rawValue),
                    "fingerprint": .string(Hex.encode(converted.schema.fingerprint)),
                    "features": .array(converted.schema.features.map { .string($0.name) }),
                    "changes": .array(converted.changes.map(Self.json)),
                ],
                beside: path
            )
            return .done
        }

        private static func json(_ change: SchemaChange) -> JSONValue {
            let feature = change.feature.map { [("feature", JSONValue.string($0))] } ?? []
            return .object([("code", .string(change.code))] + feature + [("message", .string(change.message))])
        }
    }
}

extension Profile: ExpressibleByArgument {}

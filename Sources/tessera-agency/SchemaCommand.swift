// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Schemas
internal import Sealing
internal import Terminal

/// Starting, checking, fingerprinting and converting a linkage schema.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Start, check, fingerprint and convert a linkage schema.",
        subcommands: [Init.self, Check.self, Convert.self]
    )
}

extension SchemaCommand {
    /// Writes a commented starting schema.
    struct Init: PartyCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a commented starting schema for name, birth date, sex, ZIP and SSN.",
            discussion: """
                record: one filter a record; the linkage unit is trusted with personal data.
                grouped: one filter for names, birth, place and number each; links much better than record.
                field: one filter a field, which links best; the linkage unit is trusted as if it saw the names.
                hardened, hardened-strict: the linkage unit is to learn as little as can be.
                The schema's first lines say what somebody with a list of names can do with its encodings.
                """
        )

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("Which agreement with the linkage unit it is for.", valueName: "agreement")
        )
        var agreement = StartingSchema.standard

        @Option(name: [.short, .long], help: "Where to write it; '-' is standard output.")
        var output = "schema.json"

        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            if output == "-" {
                try console.print(agreement.text)
                return .done
            }
            let file = try OutputFile(path: output)
            try file.write(agreement.text)
            try file.commit()
            try console.result(
                text: [
                    "\(output): written; change the columns to yours, then run: tessera-agency schema check \(output)"
                ],
                json: ["output": .string(output)]
            )
            return .done
        }
    }

    /// Validates a schema and prints its fingerprint.
    struct Check: PartyCommand {
        static let configuration = CommandConfiguration(
            abstract: "Validate a schema; print its fingerprint, which must be the same at every agency."
        )

        @Argument(help: "The schema.")
        var file: String

        @Flag(help: "Print the canonical form, whose SHA-256 is the fingerprint.")
        var canonical = false

        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let bytes = try InputFile(path: file).readAll(limit: SchemaLimits.documentBytes)
            let schema: LinkageSchema
            do {
                schema = try LinkageSchema.parse(bytes, file: file)
            } catch {
                // Every mistake in one go, in the document's order.
                for mistake in [error] + error.others.dropLast() where !error.others.isEmpty {
                    _ = console.report(mistake)
                }
                throw error.others.last ?? error
            }
            if canonical {
                try console.print(String(decoding: schema.canonicalBytes, as: UTF8.self))
                return .done
            }
            let vectors = schema.vectors.map { vector in
                let original = vector.variantOf.map { ", second values of \(schema.vectors[$0].name)" } ?? ""
                let relative =
                    vector.relativeOf.map { ", \($0.relation)'s \(schema.vectors[$0.vector].name)" } ?? ""
                return "\(vector.name) (\(vector.bits) bits\(original)\(relative))"
            }.joined(separator: ", ")
            let flips = schema.flipsPerThousand
            try console.result(
                text: ["\(file): valid, \(schema.features.count) features, vectors \(vectors)"]
                    + (flips > 0 ? ["of 1,000 bits \(flips) are flipped at random in every row"] : [])
                    + ["fingerprint \(Hex.encode(schema.fingerprint))"],
                json: [
                    "file": .string(file), "valid": true, "fingerprint": .string(Hex.encode(schema.fingerprint)),
                    "features": .array(schema.features.map { .string($0.name) }),
                    "vectors": .array(schema.vectors.map { ["name": .string($0.name), "bits": .integer($0.bits)] }),
                    "flipsPerThousand": .integer(flips), "rowBytes": .integer(schema.rowBytes),
                ]
            )
            return .done
        }
    }
}

extension StartingSchema: ExpressibleByArgument {}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Encoding
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Schemas
internal import Tables
internal import Terminal

/// Looks at a table before anything is encoded.
struct CheckCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report a table's data quality, and say what 'encode' will do with it; nothing is written.",
        discussion: "No key is needed, and no value is shown."
    )

    @Argument(help: "The table, CSV; '-' is standard input.")
    var table: String

    @OptionGroup var schemaOptions: SchemaOptions

    @Option(help: "The share of rows that may be rejected.")
    var maxReject = Share(TableEncoder.defaultRejectLimit)

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let schema = try schemaOptions.load()
        let reader = try CSVReader(path: table, dialect: Dialect(schema.reading))
        let progress = Progress("checking", unit: .bytes, total: reader.totalBytes, console: console)
        var bytesSeen = 0
        let quality = try DataQuality(
            of: reader,
            schema: schema,
            onProgress: {
                progress.advance(by: $0.bytes - bytesSeen)
                bytesSeen = $0.bytes
                try Interruption.check()
            }
        )
        progress.finish()
        try console.result(text: quality.lines(rejectLimit: maxReject.value), json: quality.jsonValue)
        return .done
    }
}

extension DataQuality {
    /// Everything for a script.
    fileprivate var jsonValue: JSONValue {
        [
            "rowsIn": .integer(summary.rowsIn), "encoded": .integer(summary.encoded),
            "rejected": .integer(summary.rejected), "blank": .integer(summary.blank),
            "rejectedByRule": summary.rejectedByRule.jsonValue,
            "features": .array(features.map(\.jsonValue)),
            "repeatedRecords": repeatedRecords.jsonValue,
            "repeatedIds": repeatedIDs?.jsonValue ?? .null,
            "vectors": .array(
                vectors.map { ["name": .string($0.name), "bits": .integer($0.bits), "meanFill": .number($0.mean)] }
            ),
            "rowBytes": .integer(rowBytes),
        ]
    }
}

extension DataQuality.FeatureQuality {
    fileprivate var jsonValue: JSONValue {
        [
            "name": .string(name), "column": .string(column), "present": .integer(present),
            "missing": missing.jsonValue, "placeholders": .integer(placeholders), "distinct": distinct.jsonValue,
            "largestShare": .number(largestShare), "bits": .number(bits),
            "dates": dates.map { ["ambiguous": .integer($0.ambiguous), "onlySwapped": .integer($0.onlySwapped)] }
                ?? .null,
        ]
    }
}

extension Count {
    fileprivate var jsonValue: JSONValue { ["value": .integer(value), "isExact": .bool(isExact)] }
}

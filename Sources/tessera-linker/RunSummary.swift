// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Terminal

/// What every run says of itself and of its files, however it linked them.
struct RunSummary {
    let files: LinkageFiles
    /// 16 random bytes that name the run.
    let id: [UInt8]
    /// Of each dataset the records that share their id with a record of another one.
    let linked: [Int]

    /// The first members of the run record.
    func head(created: String) -> [(key: String, value: JSONValue)] {
        let first = files.files[0].header
        return [
            ("tessera", "run/1"),
            ("run", .string(Hex.encode(id))),
            ("created", .string(created)),
            ("tool", .string(Version.tool)),
            ("project", .string(first.project)),
            ("schemaFingerprint", .string(Hex.encode(first.schemaFingerprint))),
            ("keyCheck", .string(Hex.encode(first.keyCheck))),
            ("canaryDigest", .string(Hex.encode(first.canaryDigest))),
            ("unverified", .bool(first.profile.isUnverified)),
        ]
    }

    /// The files of the run record.
    var datasets: JSONValue {
        .array(
            zip(files.files, linked).map { file, linked in
                let header = file.header
                return [
                    "agency": .string(header.agency), "created": .string(header.created),
                    "tool": .string(header.tool), "rowsIn": .integer(header.rowsIn),
                    "rows": .integer(header.rows), "rowsRejected": .integer(header.rowsRejected),
                    "rowsBlank": .integer(header.rowsBlank), "linked": .integer(linked),
                    "sha256": .string(Hex.encode(file.digest)),
                ]
            }
        )
    }

    /// The last lines of the command's result: what became of each agency's records, and where it all is.
    func lines(output: String) -> [String] {
        zip(files.files, linked).map { file, linked in
            let share = file.header.rows == 0 ? 0 : Double(linked) / Double(file.header.rows)
            return "\(file.header.agency): \(Quantities.grouped(file.header.rows)) records, "
                + "\(Quantities.grouped(linked)) linked (\(Self.percent(share)))"
        } + ["\(output)/report.html shows it; \(output)/results/ goes to the agencies"]
    }

    /// A share as a percentage with one digit after the point.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

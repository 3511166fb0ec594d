// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Reads what only birth dates declare.
struct DateReader {
    private static let keys = ["dateFormats", "earliest", "latest"]

    private(set) var formats: [String] = []
    private(set) var range = Feature.defaultDateRange

    init(object: SchemaObject, role: Role?) {
        guard role == .birthDate else {
            if let role { object.refuse(Self.keys, with: "the role \(role.rawValue)") }
            return
        }
        formats = Self.formats(object)
        let earliest = object["earliest"].map(Self.day) ?? Feature.defaultDateRange.lowerBound
        let latest = object["latest"].map(Self.day) ?? Feature.defaultDateRange.upperBound
        guard let earliest, let latest else { return }
        guard earliest <= latest else {
            (object["latest"] ?? object["earliest"])?.report(
                .dateOrder,
                "the earliest date is after the latest",
                remedy: "without earliest it is \(SchemaDates.text(Feature.defaultDateRange.lowerBound)), "
                    + "without latest \(SchemaDates.text(Feature.defaultDateRange.upperBound))"
            )
            return
        }
        range = earliest...latest
    }

    private static func formats(_ object: SchemaObject) -> [String] {
        let remedy = "write \"dateFormats\": with how the table writes dates, such as [\"yyyy-MM-dd\"]"
        let nodes = object.required("dateFormats", remedy: remedy)?.elements(1...Int.max, of: "date formats") ?? []
        return nodes.compactMap { node in
            guard let text = node.text() else { return nil }
            guard SchemaDates.isFormat(text) else {
                node.report(
                    .dateFormat,
                    "this is no date format",
                    remedy: "write yyyy, MM or M, and dd or d, once each, such as MM/dd/yyyy"
                )
                return nil
            }
            return text
        }
    }

    private static func day(_ node: SchemaNode) -> Int? {
        guard let text = node.text() else { return nil }
        guard let day = SchemaDates.day(text) else {
            node.report(.date, "this is no date", remedy: "write a day that exists as yyyy-MM-dd")
            return nil
        }
        return day
    }
}

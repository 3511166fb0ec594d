// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Reads how one agency's table is read.
struct ReadingReader {
    private let object: SchemaObject

    init?(_ node: SchemaNode) {
        guard let object = node.object(keys: ["recordId", "delimiter", "quote", "initialSpace"]) else { return nil }
        self.object = object
    }

    /// What the table's dialect is; defaults stand for what was reported.
    func reading() -> LinkageSchema.Reading {
        var reading = LinkageSchema.Reading(recordID: object["recordId"]?.nonEmptyText())
        if let delimiter = object["delimiter"].flatMap(character) { reading.delimiter = delimiter }
        if let quote = object["quote"].flatMap(character) { reading.quote = quote }
        if let initialSpace = object["initialSpace"]?.flag() { reading.initialSpace = initialSpace }
        if reading.delimiter == reading.quote {
            (object["quote"] ?? object["delimiter"])?.report(
                .textForm,
                "the delimiter and the quote character are the same",
                remedy: "declare two different characters"
            )
        }
        return reading
    }

    private func character(_ node: SchemaNode) -> UInt8? {
        guard let text = node.text() else { return nil }
        guard text.utf8.count == 1, let byte = text.utf8.first, byte == UInt8(ascii: "\t") || 0x20..<0x7F ~= byte else {
            node.report(
                .textForm,
                "this is not one ASCII character",
                remedy: "write one character, such as \",\" or \";\" or \"\\t\" for a tab"
            )
            return nil
        }
        return byte
    }
}

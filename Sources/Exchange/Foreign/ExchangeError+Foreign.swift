// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

extension ExchangeError.Code {
    /// A document that is no JSON.
    package static let foreignSyntax = Self(rawValue: "foreign.json.syntax")
    /// A document that ends too early.
    package static let foreignIncomplete = Self(rawValue: "foreign.json.incomplete")
    /// Too many lists and objects within each other.
    package static let foreignDepth = Self(rawValue: "foreign.json.depth")
    /// JSON of another shape than the format's.
    package static let foreignShape = Self(rawValue: "foreign.json.shape")
    /// A part of the document that stands there twice.
    package static let foreignTwice = Self(rawValue: "foreign.json.twice")
    /// Encodings that lie in an object store, where the document should hold them.
    package static let foreignExternal = Self(rawValue: "foreign.json.external")
    /// A byte order mark.
    package static let foreignMark = Self(rawValue: "foreign.mark")
    /// An encoding that is not strict base64.
    package static let foreignBase64 = Self(rawValue: "foreign.vector.base64")
    /// An encoding of another length than the others, or than was declared.
    package static let foreignLength = Self(rawValue: "foreign.vector.length")
    /// A vector that is not hexadecimal.
    package static let foreignHex = Self(rawValue: "foreign.vector.hex")
    /// A column that the file does not have, or has twice.
    package static let foreignColumn = Self(rawValue: "foreign.column")
    /// A record with more or fewer fields than the first one.
    package static let foreignFields = Self(rawValue: "foreign.row.fields")
    /// Text behind a closing quote, or a quote that is never closed.
    package static let foreignQuote = Self(rawValue: "foreign.row.quote")
    /// A record that is too long for one.
    package static let foreignLong = Self(rawValue: "foreign.row.long")
    /// A record of another source than the others.
    package static let foreignSource = Self(rawValue: "foreign.row.source")
    /// An id that two rows have.
    package static let foreignID = Self(rawValue: "foreign.id.twice")
    /// Encodings and what belongs to them that are not of one number of rows.
    package static let foreignCount = Self(rawValue: "foreign.count")
    /// Blocks where none were declared, or the reverse.
    package static let foreignBlocks = Self(rawValue: "foreign.blocks")
    /// No zip archive, or a damaged one.
    package static let foreignZip = Self(rawValue: "foreign.zip")
    /// An entry whose name leads out of the archive, or a link.
    package static let foreignZipName = Self(rawValue: "foreign.zip.name")
    /// Two entries of one name.
    package static let foreignZipTwice = Self(rawValue: "foreign.zip.twice")
    /// Entries that are too large unpacked.
    package static let foreignZipSize = Self(rawValue: "foreign.zip.size")
    /// An entry that is missing, or of which there are two.
    package static let foreignZipEntry = Self(rawValue: "foreign.zip.entry")
    /// Metadata of another form.
    package static let foreignMetadata = Self(rawValue: "foreign.metadata")
    /// Similarities or groups of another form.
    package static let foreignResults = Self(rawValue: "foreign.results")
    /// Blocks of a row that the encodings do not have.
    package static let foreignBlockRow = Self(rawValue: "foreign.blocks.row")
    /// A block id that is none.
    package static let foreignBlockID = Self(rawValue: "foreign.blocks.id")
}

extension ExchangeError {
    /// A fault of a file of another tool; it names the row and the rule, never a value.
    ///
    /// - Parameter row: from 0, as these formats count.
    package static func foreign(
        _ kind: Code,
        _ message: String,
        row: Int? = nil,
        byte: Int? = nil,
        remedy: String
    ) -> ExchangeError {
        var error = ExchangeError(
            kind,
            row.map { "row \($0), counted from 0: \(message)" } ?? message,
            remedy: remedy,
            exitCode: .unreadableInput
        )
        error.position = byte.map { FaultPosition(byte: $0) }
        return error
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How a table is written, as its owner declares it; nothing is guessed from the content.
///
/// Records end with CR, LF or CRLF, mixed at will. A quoted field may hold delimiters, line ends and doubled quotes
/// (RFC 4180). A quote inside an unquoted field is an ordinary character.
package struct Dialect: Sendable, Equatable {
    /// The byte between fields: ASCII, neither the quote nor a line end.
    package var delimiter: UInt8
    /// The byte around fields: ASCII, neither the delimiter nor a line end.
    package var quote: UInt8
    /// Whether spaces at the start of a field, before a quote too, are dropped.
    package var initialSpace: Bool

    package init(
        delimiter: UInt8 = UInt8(ascii: ","),
        quote: UInt8 = UInt8(ascii: "\""),
        initialSpace: Bool = false
    ) {
        self.delimiter = delimiter
        self.quote = quote
        self.initialSpace = initialSpace
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A file that may be shown to anyone: comments and one line of Bech32m in small letters.
package enum PublicCard {
    /// Reads the card's data, whatever the file's mode.
    ///
    /// - Throws: as `SecretFile.read`, but for `secret.mode`.
    package static func read(path: String, humanReadablePart: String) throws(SecretFileError) -> [UInt8] {
        try PayloadLine.read(path: path, humanReadablePart: humanReadablePart, isSecret: false)
    }

    /// Reads the card's data from the text of such a file.
    ///
    /// - Throws: as `read`, but for what files have.
    package static func read(text: String, humanReadablePart: String) throws(SecretFileError) -> [UInt8] {
        let bytes = Array(text.utf8)
        return try PayloadLine.data(of: bytes.span, nil, humanReadablePart, isOpen: false)
    }

    /// Writes a card as a new file of mode 0644, complete or not at all.
    ///
    /// - Throws: `secret.exists`, `secret.write`.
    package static func write(
        path: String,
        humanReadablePart: String,
        data: [UInt8],
        comments: [String]
    ) throws(SecretFileError) {
        let line = Bech32m.encodeText(humanReadablePart: humanReadablePart, data: data, upperCase: false)
        try PayloadLine.write(path: path, mode: 0o644, line: line, comments: comments)
    }
}

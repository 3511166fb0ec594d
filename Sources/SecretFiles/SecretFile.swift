// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A file with a secret: comments and one line of Bech32m in capitals, readable by its owner alone.
package enum SecretFile {
    /// Reads the secret; the caller wipes what it gets.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - humanReadablePart: the kind of secret expected, in lower case.
    /// - Throws: `secret.mode` if group or others have any permission, `secret.open`, `secret.read`,
    ///   `secret.tooLarge`, `secret.lines`, `secret.kind`, or a fault of the text; never with a part of the content.
    package static func read(path: String, humanReadablePart: String) throws(SecretFileError) -> [UInt8] {
        try PayloadLine.read(path: path, humanReadablePart: humanReadablePart, isSecret: true)
    }

    /// Writes a secret as a new file of mode 0600, complete or not at all.
    ///
    /// - Parameters:
    ///   - path: the file; it must not exist.
    ///   - humanReadablePart: the kind of secret, in lower case.
    ///   - data: the secret.
    ///   - comments: lines that say what the file is; the `# ` in front is added here.
    /// - Throws: `secret.exists`, `secret.write`.
    package static func write(
        path: String,
        humanReadablePart: String,
        data: [UInt8],
        comments: [String]
    ) throws(SecretFileError) {
        var line = Bech32m.encodeText(humanReadablePart: humanReadablePart, data: data, upperCase: true)
        defer { wipe(&line) }
        try PayloadLine.write(path: path, mode: 0o600, line: line, comments: comments)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// A schema document of clkhash that clkhash would accept, with what its reader should be warned of.
///
///     let document = try ClkhashDocument(bytes, file: path)
///     for warning in document.warnings { … }
///     try document.checkEncodable()
///     let encoder = try ClkhashEncoder(schema: document.schema, secret: secret)
package struct ClkhashDocument: Sendable {
    package let schema: ClkhashSchema
    /// In the document's order, the note on what the encodings are last.
    package let warnings: [ClkhashWarning]
    /// 32 bytes: SHA-256 over the document with sorted keys and without white space, so that agencies see that they have the same.
    package let fingerprint: [UInt8]
    /// The document in version 3.
    private let root: DocumentNode

    /// Reads a document of version 1, 2 or 3 as clkhash 0.18.3 does (`Specs/clkhash.md` §§1–3).
    ///
    /// - Parameters:
    ///   - bytes: The whole document.
    ///   - file: Its path, for errors.
    /// - Throws: `clkhash.schema.…` with the place, where clkhash refuses the document; the code of a `JSONError` where it is
    ///   no JSON, or has a key twice in one object, of which clkhash takes the last; `clkhash.limit` for numbers that a
    ///   machine word does not hold.
    package init(_ bytes: [UInt8], file: String? = nil) throws(ClkhashError) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, file: file)
        } catch {
            throw ClkhashError(error)
        }
        fingerprint = SHA256.hash(
            Array("tessera/clkhash-schema/1\u{0}".utf8) + Array(document.compactText(sortedKeys: true).utf8)
        )
        let written = DocumentNode(document, file: file, takesWholeNumbers: true)
        let version = try Self.version(of: written)
        var current = written
        if version < 3 {
            let node = DocumentNode(document, file: file, takesWholeNumbers: version > 1)
            current.value = try OlderVersions(version: version, root: node).converted()
        }
        root = current
        schema = try SchemaReader(root: root, version: version).schema()
        warnings = SchemaTraps(schema: schema, written: written, current: root).warnings()
    }

    /// Refuses a document that clkhash accepts, and fails with when a value is encoded, or that this program can't
    /// encode with; to be called before the first row is read.
    ///
    /// The encoder refuses numbers beyond its own limits besides.
    /// - Throws: `clkhash.unusable` where clkhash fails, `clkhash.unsupported` where it may not.
    package func checkEncodable() throws(ClkhashError) {
        try EncodabilityCheck(schema: schema, root: root).check()
    }

    /// Whether bytes look like a schema of clkhash's: an object with a `clkConfig`.
    package static func isOne(_ bytes: [UInt8]) -> Bool {
        (try? JSONParser.parse(bytes))?["clkConfig"] != nil
    }

    private static func version(of root: DocumentNode) throws(ClkhashError) -> Int {
        let node = try root.required("version")
        // 3.0 is 3 to Python, too.
        if let version = [1, 2, 3].first(where: { Double($0) == node.value.number }) { return version }
        throw node.fault(.version, "clkhash 0.18.3 does not read this version", remedy: "write 1, 2 or 3")
    }
}

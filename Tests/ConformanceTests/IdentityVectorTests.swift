// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import EncodingKeys
import Files
import Sealing
import TestSupport
import Testing

/// `identities.json`: the texts of identities, cards and project keys.
@Suite struct IdentityVectors {
    @Test(arguments: cases(of: "identities.json", holding: "card"))
    func anIdentityHasThisCard(vector: VectorCase) throws {
        let identity = try Identity.load(path: folder.secret(vector.text("identity")))
        #expect(try identity.name == vector.text("name"))
        #expect(try hex(identity.card.signKey) == vector.text("signKey"))
        #expect(try hex(identity.card.sealKey) == vector.text("sealKey"))
        #expect(try PartyCard.load(path: folder.secret(vector.text("card"))) == identity.card)
        #expect(try written(identity.save) == vector.text("identity"))
        #expect(try written(identity.card.save) == vector.text("card"))
    }

    @Test(arguments: cases(of: "identities.json", holding: "key"))
    func aKeyHasThisText(vector: VectorCase) throws {
        let key = try ProjectKey.load(path: folder.secret(vector.text("key")))
        #expect(try key.project == vector.text("project"))
        #expect(try written { try key.save(path: $0, created: "2026-11-21") } == vector.text("key"))
    }

    @Test(arguments: cases(of: "identities.json", holding: "invalid"))
    func isRefused(vector: VectorCase) throws {
        let path = try folder.secret(vector.text("invalid"))
        switch try vector.text("kind") {
        case "identity": #expect(throws: SealingError.self) { try Identity.load(path: path) }
        case "party": #expect(throws: SealingError.self) { try PartyCard.load(path: path) }
        default: #expect(throws: KeyError.self) { try ProjectKey.load(path: path) }
        }
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The one line that is no comment, of the file that `save` writes.
    private func written(_ save: (String) throws -> Void) throws -> String {
        let path = folder.file("written-\(UInt64.random(in: 0 ... .max))")
        try save(path)
        let lines = String(decoding: try InputFile(path: path).readAll(limit: 1 << 16), as: UTF8.self).split(
            separator: "\n"
        )
        return lines.filter { $0.hasPrefix("#") == false }.joined(separator: "\n")
    }
}

extension TemporaryFolder {
    /// The path of a file that only its owner can read, with a comment and one line.
    func secret(_ line: String) throws -> String {
        let path = file("secret-\(UInt64.random(in: 0 ... .max))")
        let output = try OutputFile(path: path, mode: 0o600)
        try output.write("# a comment\n\(line)\n")
        try output.commit()
        return path
    }
}

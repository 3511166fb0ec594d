// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import EncodingKeys
import Faults
import Files
import Glibc
import TestSupport
import Testing

struct ProjectKeyTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }
    /// Key bytes 00 … 1F for the project `flu`; made with `bech32m.encode("tessera-key-", b"\x03flu" + bytes(range(32)))`.
    static let line = "TESSERA-KEY-1QDNXCAGQQYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUS5NNWJ"

    @Test func aSavedKeyIsTheSameKey() throws {
        let key = try ProjectKey.generate(project: "flu-2026")
        let path = folder.path + "/key"
        try key.save(path: path, created: "2026-11-21")
        let file = try InputFile(path: path)
        #expect(file.mode == 0o600)
        let lines = String(decoding: try file.readAll(limit: 4096), as: UTF8.self).split(separator: "\n")
        #expect(
            lines.dropLast() == [
                "# Tessera project key (secret)", "# project: flu-2026", "# created: 2026-11-21",
                "# keep inside the agencies; never send it to the linkage unit",
            ]
        )
        #expect(lines.last?.hasPrefix("TESSERA-KEY-1") == true)
        let loaded = try ProjectKey.load(path: path)
        #expect(loaded.project == "flu-2026")
        #expect(try Self.check(loaded) == Self.check(key))
        let again = folder.path + "/again"
        try loaded.save(path: again, created: "2026-11-21")
        #expect(try InputFile(path: again).readAll(limit: 4096) == InputFile(path: path).readAll(limit: 4096))
        let error = #expect(throws: KeyError.self) { try key.save(path: path, created: "2026-11-21") }
        #expect(error?.code == "secret.exists")
        #expect(error?.exitCode == .outputExists)
    }

    @Test func everyKeyIsNew() throws {
        let checks = try (0..<50).map { _ in try Self.check(try ProjectKey.generate(project: "p")) }
        #expect(Set(checks).count == 50)
    }

    @Test(arguments: ["", "a b", "a/b", "é", "a\n", String(repeating: "x", count: 65)])
    func badProjectNamesAreRefused(name: String) throws {
        let error = #expect(throws: KeyError.self) { try ProjectKey.generate(project: name) }
        #expect(error?.code == "key.project")
    }

    @Test func everyBitOfGroupAndOthersIsRefused() throws {
        let path = try folder.file("key", text: Self.line)
        for bit in 0..<6 {
            _ = unsafe chmod(path, 0o600 | 1 << UInt32(bit))
            let error = #expect(throws: KeyError.self) { try ProjectKey.load(path: path) }
            #expect(error?.code == "secret.mode")
            #expect(error?.exitCode == .keyFileRefused)
        }
        _ = unsafe chmod(path, 0o600)
        #expect(try ProjectKey.load(path: path).project == "flu")
    }

    @Test func aPassphraseIsNotAKey() throws {
        let path = try folder.file("key", text: "correct horse battery staple\n")
        let error = try #require(throws: KeyError.self) { try ProjectKey.load(path: path) }
        #expect(error.code == "secret.text")
        #expect(error.remedy?.contains("tessera-agency key new") == true)
        #expect(error.exitCode == .keyFileRefused)
        for word in ["correct", "horse", "battery", "staple"] { #expect(error.description.contains(word) == false) }
    }

    /// Intact lines with the right kind, whose content is not a name and 32 bytes.
    @Test(arguments: [
        "TESSERA-KEY-1U3GXTM",
        "TESSERA-KEY-1QDNXCAGQQYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7WS9WT4",
        "TESSERA-KEY-1QDNXCAGQQYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUQQJ99C4Q",
        "TESSERA-KEY-1QQQQZQSRQSZSVPCGPY9QKRQDPC83QYGJZV2P29SHRQV35XCUR50P7MU7F8D",
        "TESSERA-KEY-1QDNXELCQQYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RU4EZ89Z",
        "TESSERA-KEY-1QDNZQAGQQYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUVWY8GK",
        "TESSERA-KEY-1G9U8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0PU8S7RC0QQQZQSRQSZSVPCGPY9QKRQDPC83QYGJZV2P29SHRQV35XCUR50P7AZJGEH",
        "TESSERA-KEY-1LUGG0F2D",
    ])
    func contentIsChecked(line: String) throws {
        let path = try folder.file("key", text: line)
        let error = #expect(throws: KeyError.self) { try ProjectKey.load(path: path) }
        #expect(error?.code == "key.form")
        #expect(error?.exitCode == .keyFileRefused)
    }

    @Test func anIdentityIsNotAProjectKey() throws {
        let path = try folder.file(
            "identity",
            text: "TESSERA-IDENTITY-1QDNXCAGQQYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUCQ0JZN"
        )
        let error = #expect(throws: KeyError.self) { try ProjectKey.load(path: path) }
        #expect(error?.code == "secret.kind")
        #expect(error?.message == "the file holds an identity (secret) where a project key is expected")
    }

    private static func check(_ key: ProjectKey) throws -> [UInt8] {
        try SchemaKeys(projectKey: key, fingerprint: .init(repeating: 1, count: 32)).keyCheck()
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Glibc
import SecretFiles
import TestSupport
import Testing

struct SecretFilesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }
    static let kind = "tessera-key-"
    static let secret: [UInt8] = (0..<40).map { $0 &* 37 }
    static let line = Bech32m.encode(humanReadablePart: kind, data: secret, upperCase: true)

    private func refusal(_ text: String, mode: UInt32 = 0o600) throws -> SecretFileError? {
        let name = "key-\(folder.names.count)"
        let path = try folder.file(name, text: text, mode: mode)
        return #expect(throws: SecretFileError.self) {
            try SecretFile.read(path: path, humanReadablePart: Self.kind)
        }
    }

    @Test func whatIsWrittenIsReadAndLooksAsSpecified() throws {
        let path = folder.path + "/key"
        try SecretFile.write(
            path: path,
            humanReadablePart: Self.kind,
            data: Self.secret,
            comments: ["first", "", "second\nbroken"]
        )
        #expect(try SecretFile.read(path: path, humanReadablePart: Self.kind) == Self.secret)
        let file = try InputFile(path: path)
        #expect(file.mode == 0o600)
        let text = String(decoding: try file.readAll(limit: 4096), as: UTF8.self)
        #expect(text == "# first\n#\n# second\n# broken\n\(Self.line)\n")
        #expect(folder.names == ["key"])
    }

    @Test func nothingIsOverwritten() throws {
        let path = try folder.file("key", text: "mine")
        let error = #expect(throws: SecretFileError.self) {
            try SecretFile.write(path: path, humanReadablePart: Self.kind, data: Self.secret, comments: [])
        }
        #expect(error?.code == "secret.exists")
        #expect(error?.exitCode == .outputExists)
        #expect(try InputFile(path: path).readAll(limit: 100) == Array("mine".utf8))
    }

    @Test func commentsBlankLinesAndForeignLineEndsAreTolerated() throws {
        for text in [
            Self.line, "\n\n# c\n\t\(Self.line)  \n\n# d", "# c\r\n\r\n  \(Self.line)\r\n",
            "  # c\n\(Self.line.lowercased())\n",
        ] {
            let path = try folder.file("key-\(folder.names.count)", text: text)
            #expect(try SecretFile.read(path: path, humanReadablePart: Self.kind) == Self.secret)
        }
    }

    /// All 512 combinations of permission bits: only those without group and others are read.
    @Test func anyBitOfGroupOrOthersIsRefused() throws {
        let path = try folder.file("key", text: Self.line)
        for mode in UInt32(0)...0o777 where mode & 0o400 != 0 {
            _ = unsafe chmod(path, mode)
            if mode & 0o077 == 0 {
                #expect(try SecretFile.read(path: path, humanReadablePart: Self.kind) == Self.secret)
            } else {
                let error = #expect(throws: SecretFileError.self) {
                    try SecretFile.read(path: path, humanReadablePart: Self.kind)
                }
                #expect(error?.code == "secret.mode")
                #expect(error?.remedy?.hasPrefix("chmod 600 \(path)") == true)
                #expect(error?.exitCode == .keyFileRefused)
            }
        }
    }

    @Test func refusalsNameTheRuleAndTheLine() throws {
        let wrong = Self.line.dropLast() + (Self.line.last == "Q" ? "P" : "Q")
        let cases: [(text: String, code: String, line: Int?)] = [
            ("", "secret.lines", nil),
            ("# nothing here\n", "secret.lines", nil),
            ("# c\n\(Self.line)\n\(Self.line)\n", "secret.lines", 3),
            ("# c\n\ncorrect horse battery staple\n", "secret.text", 3),
            ("\n\(wrong)\n", "secret.checksum", 2),
            (String(Self.line.lowercased().prefix(20)) + Self.line.dropFirst(20), "secret.case", 1),
            (String(repeating: "#", count: 65_537), "secret.tooLarge", nil),
            (
                Bech32m.encode(humanReadablePart: "tessera-identity-", data: Self.secret, upperCase: true),
                "secret.kind", 1
            ),
            (Bech32m.encode(humanReadablePart: "bc", data: Self.secret, upperCase: true), "secret.kind", 1),
        ]
        for entry in cases {
            let error = try #require(try refusal(entry.text))
            #expect(error.code == entry.code)
            #expect(error.position?.line == entry.line)
            #expect(error.exitCode == .keyFileRefused)
            #expect(error.message.contains("\n") == false)
            for word in entry.text.split(whereSeparator: { " \n#".contains($0) }) where word.count > 4 {
                #expect(error.description.contains(word) == false && error.remedy?.contains(word) != true)
            }
        }
    }

    @Test func theLargestFileIsStillRead() throws {
        let filler = String(repeating: "#", count: 65_536 - Self.line.utf8.count - 1)
        let path = try folder.file("key", text: filler + "\n" + Self.line)
        #expect(try SecretFile.read(path: path, humanReadablePart: Self.kind) == Self.secret)
    }

    @Test func theWrongKindIsNamed() throws {
        let identity = Bech32m.encode(humanReadablePart: "tessera-identity-", data: [1], upperCase: true)
        let error = try #require(try refusal(identity))
        #expect(error.message == "the file holds an identity (secret) where a project key is expected")
        let foreign = Bech32m.encode(humanReadablePart: "bc", data: [1], upperCase: true)
        #expect(try refusal(foreign)?.message == "the file holds something else where a project key is expected")
    }

    @Test func foldersAndMissingFilesAreRefused() {
        for path in [folder.path, folder.path + "/none"] {
            let error = #expect(throws: SecretFileError.self) {
                try SecretFile.read(path: path, humanReadablePart: Self.kind)
            }
            #expect(error?.code == "secret.open")
            #expect(error?.exitCode == .keyFileRefused)
        }
    }

    /// Somebody gives the text where the path belongs: the message would carry it into a log.
    @Test(arguments: [kind, "tessera-identity-"], [true, false])
    func aSecretInPlaceOfItsPathIsNotRepeated(kind: String, upperCase: Bool) {
        let text = Bech32m.encode(humanReadablePart: kind, data: Self.secret, upperCase: upperCase)
        let error = #expect(throws: SecretFileError.self) {
            try SecretFile.read(path: text, humanReadablePart: Self.kind)
        }
        #expect(error?.code == "secret.open")
        #expect(error?.position == nil)
        #expect(error?.description.contains(text.dropFirst(20)) == false)
    }

    @Test func cardsArePublicAndInSmallLetters() throws {
        let path = folder.path + "/card"
        try PublicCard.write(path: path, humanReadablePart: "tessera-party-", data: [1, 2, 3], comments: ["card"])
        let file = try InputFile(path: path)
        #expect(try file.mode == 0o644 & ~TemporaryFolder.processMask())
        let text = String(decoding: try file.readAll(limit: 4096), as: UTF8.self)
        #expect(
            text == "# card\n" + Bech32m.encode(humanReadablePart: "tessera-party-", data: [1, 2, 3], upperCase: false)
                + "\n"
        )
        #expect(try PublicCard.read(path: path, humanReadablePart: "tessera-party-") == [1, 2, 3])
    }

    /// The bytes are zero where they stood, not in a copy.
    @Test func wipingLeavesNothing() {
        var bytes: [UInt8] = (1...100).map { $0 }
        let before = unsafe bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        wipe(&bytes)
        let after = unsafe bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(bytes == [UInt8](repeating: 0, count: 100))
        #expect(before == after)
    }
}

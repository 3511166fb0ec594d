// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import EncodingKeys
import TestSupport
import Testing

/// The key schedule against vectors that `Specs/Vectors/keys.py` made with hashlib and hmac alone.
struct KeyScheduleTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The keys of a row, and whether the file gave the row's project.
    private func keys(_ row: [String]) throws -> SchemaKeys {
        let path = try folder.file("key-\(folder.names.count)", text: "# vector\n\(row[1])\n")
        let key = try ProjectKey.load(path: path)
        #expect(key.project == row[2])
        return try SchemaKeys(projectKey: key, fingerprint: Fixture.bytes(hex: row[3]))
    }

    @Test func agreesWithTheReference() throws {
        var kinds: [String: Int] = [:]
        for row in try Fixture.rows("keys.tsv") {
            kinds[row[0], default: 0] += 1
            let keys = try keys(row)
            let expected = Fixture.bytes(hex: row[7])
            switch row[0] {
            case "check": #expect(keys.keyCheck() == expected)
            case "canary": #expect(keys.canaryDigest(rows: Fixture.bytes(hex: row[4])) == expected)
            default:
                let group = String(decoding: Fixture.bytes(hex: row[4]), as: UTF8.self)
                let token = Fixture.bytes(hex: row[5])
                let hasher = try keys.hasher(group: group)
                let block = try #require(UInt32(row[6]))
                // Twice: the second time over a context that was used.
                for _ in 0..<2 { #expect(Self.bytes(hasher, token, block) == expected) }
            }
        }
        #expect(kinds == ["check": 4, "canary": 12, "words": 128])
    }

    /// The same words whether a hasher is fresh or has hashed other tokens before.
    @Test func hashersKeepNoMemoryOfTokens() throws {
        let keys = try SchemaKeys(projectKey: try .generate(project: "p"), fingerprint: .init(repeating: 7, count: 32))
        let used = try keys.hasher(group: "g")
        for length in 0..<130 {
            let token = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let fresh = try keys.hasher(group: "g")
            #expect(Self.bytes(used, token, UInt32(length)) == Self.bytes(fresh, token, UInt32(length)))
        }
    }

    @Test func keysGroupsFingerprintsBlocksAndTokensAllMatter() throws {
        let (one, two) = (try ProjectKey.generate(project: "p"), try ProjectKey.generate(project: "p"))
        let prints: [[UInt8]] = [.init(repeating: 1, count: 32), .init(repeating: 2, count: 32)]
        var seen: Set<[UInt8]> = []
        var checks: Set<[UInt8]> = []
        for (key, print) in [(one, prints[0]), (one, prints[1]), (two, prints[0])] {
            let keys = try SchemaKeys(projectKey: key, fingerprint: print)
            checks.insert(keys.keyCheck())
            for group in ["a", "b"] {
                let hasher = try keys.hasher(group: group)
                for block in UInt32(0)..<2 {
                    for token: [UInt8] in [[], [0], [0, 0]] { seen.insert(Self.bytes(hasher, token, block)) }
                }
            }
        }
        #expect(seen.count == 3 * 2 * 2 * 3)
        #expect(checks.count == 3)
    }

    @Test(arguments: [0, 31, 33])
    func fingerprintsHave32Bytes(count: Int) throws {
        let key = try ProjectKey.generate(project: "p")
        let error = #expect(throws: KeyError.self) {
            try SchemaKeys(projectKey: key, fingerprint: .init(repeating: 0, count: count))
        }
        #expect(error?.code == "key.fingerprint")
    }

    private static func bytes(_ hasher: TokenHasher, _ token: [UInt8], _ block: UInt32) -> [UInt8] {
        let words = unsafe token.withUnsafeBytes { unsafe hasher.words(of: $0, block: block) }
        return [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }
}

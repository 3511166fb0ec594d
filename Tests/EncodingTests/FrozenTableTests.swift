// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Files
import Schemas
import Testing

/// The compiled tables against the files of `Specs/Tables`.
@Suite struct FrozenTableTests {
    static func lines(_ name: String) throws -> [Substring] {
        let bytes = try InputFile(path: "\(repository)/Specs/Tables/\(name)").readAll(limit: 1 << 20)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    @Test func foldingEqualsItsFile() throws {
        let lines = try Self.lines("folding.tsv")
        #expect(lines.count == 1344)
        var table: [UInt32: String] = [:]
        for line in lines {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            table[try #require(UInt32(parts[0], radix: 16))] = parts[1] == "\\s" ? " " : String(parts[1])
        }
        // The normaliser `code` keeps what is folded to letters and digits; a text between two letters shows the rest.
        let text = Feature.of(.text)
        for point in UInt32(0x80)...0xFFFF {
            guard let scalar = Unicode.Scalar(point) else { continue }
            let folded = (table[point] ?? String(scalar)).lowercased(ifIn: table[point] != nil)
            let isKept = folded.utf8.allSatisfy {
                $0 >= 0x80 || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
            }
            let expected = isKept ? "a\(folded)b" : "a b"
            let found = text.normalised("a\(scalar)b")
            if !found.utf8.elementsEqual(expected.utf8) { Issue.record("U+\(String(point, radix: 16))") }
        }
    }

    @Test(arguments: [
        ("placeholders-given.txt", Normaliser.givenName, "<name.placeholder>"),
        ("placeholders-family.txt", .familyName, "<name.placeholder>"),
        ("placeholders-text.txt", .text, "<text.placeholder>"),
    ])
    func everyPlaceholderIsMissing(file: String, normaliser: Normaliser, rule: String) throws {
        for line in try Self.lines(file) {
            // `do` is a particle too, so as a family name this never comes about: it is joined to `donot use`.
            if normaliser == .familyName, line == "do not use" { continue }
            #expect(Feature.of(normaliser).normalised(String(line)) == rule, "\(line)")
        }
    }

    @Test func everyPlaceholderDateIsMissing() throws {
        for line in try Self.lines("placeholders-date.txt") {
            var feature = Feature.of(.date)
            feature.dateFormats = ["yyyyMMdd"]
            feature.dateRange = 0...99_999_999
            #expect(feature.normalised(String(line)) == "<date.placeholder>", "\(line)")
        }
    }

    @Test func everyNicknameHasItsFormalName() throws {
        let pairs = try Self.lines("nicknames.tsv").map { $0.split(separator: "\t").map(String.init) }
        #expect(pairs.count == 1240 && pairs.allSatisfy { $0.count == 2 && $0[0] != $0[1] })
        var feature = Feature.of(.givenName)
        for pair in pairs {
            feature.variant = nil
            // Both are as the normaliser leaves them.
            #expect(feature.normalised(pair[0]) == pair[0] && feature.normalised(pair[1]) == pair[1])
            feature.variant = .nickname
            #expect(feature.normalised(pair[0]) == pair[1])
        }
        let nicknames = Set(pairs.map { $0[0] })
        for formal in Set(pairs.map { $0[1] }).subtracting(nicknames) {
            #expect(feature.normalised(formal) == "<variant.none>")
        }
    }

    @Test func everyParticleIsJoined() throws {
        let particles = try Self.lines("particles.txt")
        #expect(particles.count == 31)
        for particle in particles {
            #expect(Feature.of(.familyName).normalised("Smith \(particle) Jones") == "smith \(particle)jones")
        }
        #expect(Feature.of(.familyName).normalised("smith jones") == "smith jones")
    }
}

extension String {
    /// A replacement of the table is folded once, not again; only its case matters here.
    fileprivate func lowercased(ifIn isReplaced: Bool) -> String { isReplaced ? lowercased() : self }
}

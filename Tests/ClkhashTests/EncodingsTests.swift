// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import Faults
import Files
import JSONText
import TestSupport
import Testing

/// Reading what anonlink reads, whoever wrote it.
@Suite struct EncodingsTests {
    private func read(_ text: String) throws -> ClkhashEncodings { try ClkhashEncodings(Array(text.utf8)) }

    @Test(arguments: 1...8 as ClosedRange<UInt64>) func whatIsWrittenIsRead(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        // Every length of a last group of base64.
        let (rows, length) = (Int.random(in: 1...40, using: &random), 60 + Int(seed % 3))
        let encodings = (0..<rows).map { _ in (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let output = try OutputFile(path: folder.file("clks.json"))
        var writer = try ClkhashWriter(to: output)
        for encoding in encodings { try unsafe encoding.withUnsafeBytes { try unsafe writer.append($0) } }
        try writer.finish()
        try output.commit()
        let read = try ClkhashEncodings(InputFile(path: output.path))
        #expect(read.count == rows && read.rowBytes == length)
        #expect((0..<rows).map { Array(read[$0]) } == encodings)
    }

    /// The real clkhash's own, decoded by the tests' base64.
    @Test func clkhashsOwnAreRead() throws {
        let name = "50_state_file_300/case.json"
        let expected = try #require(ClkhashVectors.json(name)["clks"]?.array).compactMap { $0.string.map(Base64.bytes) }
        let read = try ClkhashEncodings(ClkhashVectors.bytes(name))
        #expect(read.count == 300 && expected.count == 300)
        #expect((0..<read.count).map { Array(read[$0]) } == expected)
    }

    @Test func anEmptyListHasNone() throws {
        #expect(try read(#"{"clks": []}"#).count == 0)
    }

    @Test(arguments: [
        ("[]", "clkhash.clks.form", 1), ("{}", "clkhash.clks.form", 1), (#"{"clks": {}}"#, "clkhash.clks.form", 10),
        (#"{"clks": ["AAAA", 7]}"#, "clkhash.clks.form", 19),
        (#"{"clks": ["AAAA", "AAAAA"]}"#, "clkhash.clks.base64", 19),
        (#"{"clks": ["AAAA", "AA*A"]}"#, "clkhash.clks.base64", 19),
        (#"{"clks": ["AAAA", "AAA"]}"#, "clkhash.clks.base64", 19),
        (#"{"clks": ["A"]}"#, "clkhash.clks.base64", 11),
        // Bits beyond the last byte, URL's alphabet, white space, and text after the padding.
        (#"{"clks": ["AAB="]}"#, "clkhash.clks.base64", 11), (#"{"clks": ["-_-_"]}"#, "clkhash.clks.base64", 11),
        (#"{"clks": ["AA A"]}"#, "clkhash.clks.base64", 11), (#"{"clks": ["AA==AAAA"]}"#, "clkhash.clks.base64", 11),
        (#"{"clks": ["AAAA", "AAA="]}"#, "clkhash.clks.length", 19),
        (#"{"clks": ["AAAA", "AAAAAAAA"]}"#, "clkhash.clks.length", 19),
        (#"{"clks": ["", "AAAA"]}"#, "clkhash.clks.length", 11),
        (#"{"clks": ["AAAA", ""]}"#, "clkhash.clks.length", 19),
        (#"{"clks": ["AAAA""#, "json.incomplete", 17), ("AAAA\n", "json.value", 1), ("", "json.incomplete", 1),
    ])
    func whatIsNoneIsRefusedWithItsPlace(text: String, code: String, column: Int) throws {
        let fault = #expect(throws: ClkhashError.self) { try ClkhashEncodings(Array(text.utf8), file: "clks.json") }
        #expect(fault?.code == code, "\(text): \(fault?.code ?? "")")
        #expect(fault?.position?.lineColumn == column, "\(text): \(fault?.position?.lineColumn ?? 0)")
        #expect(fault?.exitCode == .unreadableInput && fault?.position?.file == "clks.json")
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import TestSupport
import Testing

/// Keeps what a document held.
struct KeptUpload: AnonlinkUploadSink {
    var encodings: [[UInt8]] = []
    var blocks: [[String]] = []
    var blockRows: [Int] = []

    mutating func encoding(_ bytes: UnsafeRawBufferPointer, row: Int) throws(ExchangeError) {
        #expect(row == encodings.count)
        unsafe encodings.append(Array(bytes))
    }

    mutating func blocks(_ ids: BlockIDs, row: Int) throws(ExchangeError) {
        blockRows.append(row)
        blocks.append(ids.map { String(decoding: $0, as: UTF8.self) })
    }

    /// Reads a document in pieces that end at these places.
    static func read(
        _ text: [UInt8],
        cuts: [Int] = [],
        parser start: AnonlinkUploadParser = AnonlinkUploadParser()
    ) throws -> (kept: KeptUpload, summary: AnonlinkUploadParser.Summary) {
        var parser = start
        var kept = KeptUpload()
        for (from, to) in zip([0] + cuts, cuts + [text.count]) {
            try unsafe Array(text[from..<to]).withUnsafeBytes { try unsafe parser.feed($0, to: &kept) }
        }
        return (kept, try parser.finish())
    }
}

@Suite struct AnonlinkUploadTests {
    // The encodings are base64 of Python's `bytes(range(8))` and `bytes([255]) * 8`.
    static let whole: [(text: String, rows: Int, hasBlocks: Bool, blocks: [Int: [String]])] = [
        (#"{"clks": ["AAECAwQFBgc=", "//////////8="]}"#, 2, false, [:]),
        ("\n{ \"clks\"\t:\r\n[\"AAECAwQFBgc=\" ,\n\n\"\\/\\/\\/\\u002f//////8=\" ]\n}\n", 2, false, [:]),
        (#"{"clks":[]}"#, 0, false, [:]),
        (#"{"\u0063lks":["AAECAwQFBgc="],"x":null}"#, 1, false, [:]),
        (
            #"{"a":{"clks":[1,-2.5e+3,true],"b":[[],{}]},"encodings":["AAECAwQFBgc=","//////////8="],"z":"\ud83d\ude00\"]}"}"#,
            2, false, [:]
        ),
        (
            #"{"encodings":["AAECAwQFBgc=","//////////8="],"blocks":{"1":["x",7],"0":[]}}"#, 2, true, [1: ["x", "7"]]
        ),
        (
            #"{"blocks":{"0":["(1584, 514)","\u00e9\ud83d\ude00é"]},"encodings":["AAECAwQFBgc="]}"#, 1, true,
            [0: ["(1584, 514)", "é😀é"]]
        ),
        (
            #"{"clknblocks":[["AAECAwQFBgc=","a\\\"b\n",-3,9223372036854775807],["//////////8="]],"more":0}"#, 2, true,
            [0: ["a\\\"b\n", "-3", "9223372036854775807"]]
        ),
    ]

    private static let truth: [[UInt8]] = [Array(0..<8), Array(repeating: 255, count: 8)]

    /// What a document holds does not depend on where its pieces end.
    @Test(arguments: whole.indices)
    func everySplit(index: Int) throws {
        let document = Self.whole[index]
        let text = Array(document.text.utf8)
        let cuts = [[], Array(1..<text.count)] + (0...text.count).map { [$0] }
        for cuts in cuts {
            let (kept, summary) = try KeptUpload.read(text, cuts: cuts)
            #expect(kept.encodings == Array(Self.truth.prefix(document.rows)), "\(cuts)")
            #expect(Dictionary(uniqueKeysWithValues: zip(kept.blockRows, kept.blocks)) == document.blocks, "\(cuts)")
            #expect(summary.rows == document.rows && summary.hasBlocks == document.hasBlocks)
            #expect(summary.encodingBytes == (document.rows == 0 ? 0 : 8))
        }
    }

    static let wrong: [(text: String, code: String, row: Int?)] = [
        ("", "foreign.json.incomplete", nil),
        (#"{"clks":["AAECAwQFBgc="]"#, "foreign.json.incomplete", nil),
        (#"["AAECAwQFBgc="]"#, "foreign.json.shape", nil),
        (#""clks""#, "foreign.json.shape", nil),
        ("{}", "foreign.json.shape", nil),
        (#"{"clk":["AAECAwQFBgc="]}"#, "foreign.json.shape", nil),
        (#"{"clks":"AAECAwQFBgc="}"#, "foreign.json.shape", nil),
        (#"{"clks":[7]}"#, "foreign.json.shape", 0),
        (#"{"clks":["AAECAwQFBgc=",["AAECAwQFBgc="]]}"#, "foreign.json.shape", 1),
        (#"{"clks":["AAECAwQFBgc="],}"#, "foreign.json.syntax", nil),
        (#"{"clks":["AAECAwQFBgc=",]}"#, "foreign.json.syntax", nil),
        (#"{"clks":["AAECAwQFBgc="}]"#, "foreign.json.syntax", nil),
        (#"{"clks" ["AAECAwQFBgc="]}"#, "foreign.json.syntax", nil),
        (#"{"clks":["AAECAwQFBgc="]} x"#, "foreign.json.syntax", nil),
        (#"{"x":01,"clks":[]}"#, "foreign.json.syntax", nil),
        (#"{"x":nul,"clks":[]}"#, "foreign.json.syntax", nil),
        (#"{"x":"\x","clks":[]}"#, "foreign.json.syntax", nil),
        (#"{"x":"\ud800","clks":[]}"#, "foreign.json.syntax", nil),
        (#"{"x":"\ud800x","clks":[]}"#, "foreign.json.syntax", nil),
        (#"{"x":"\udc00","clks":[]}"#, "foreign.json.syntax", nil),
        ("{\"x\":\"\t\",\"clks\":[]}", "foreign.json.syntax", nil),
        ("\u{FEFF}{\"clks\":[]}", "foreign.mark", nil),
        (#"{"clks":[],"encodings":[]}"#, "foreign.json.twice", nil),
        (#"{"clks":[],"clks":[]}"#, "foreign.json.twice", nil),
        (#"{"blocks":{},"clknblocks":[]}"#, "foreign.json.twice", nil),
        (#"{"encodings":{"file":{"bucket":"b","path":"p"}}}"#, "foreign.json.external", nil),
        (#"{"blocks":{"file":{"bucket":"b"}},"encodings":[]}"#, "foreign.json.external", nil),
        // URL-safe, missing padding, bits behind the last byte, a line break (both ways), spaces, padding within.
        (#"{"clks":["AAECAwQFBgc=","__________8="]}"#, "foreign.vector.base64", 1),
        (#"{"clks":["AAECAwQFBgc"]}"#, "foreign.vector.base64", 0),
        (#"{"clks":["AAECAwQFBgd="]}"#, "foreign.vector.base64", 0),
        (#"{"clks":["AAECAwQFBgc=","AAECAwQFBgd="]}"#, "foreign.vector.base64", 1),
        (#"{"clks":["AAEC\nAwQFBgc="]}"#, "foreign.vector.base64", 0),
        ("{\"clks\":[\"AAECAwQFBgc=\",\"AAEC\nAwQFBgc=\"]}", "foreign.vector.base64", 1),
        (#"{"clks":[" AAECAwQFBgc="]}"#, "foreign.vector.base64", 0),
        (#"{"clks":["AAECAwQFBgc=","AAE=AwQFBgc="]}"#, "foreign.vector.base64", 1),
        (#"{"clks":["AAECAwQFBgc=","Mary Smith"]}"#, "foreign.vector.base64", 1),
        // Another length, none.
        (#"{"clks":["AAECAwQFBgc=","AAEC"]}"#, "foreign.vector.length", 1),
        (#"{"clks":["AAECAwQFBgc=",""]}"#, "foreign.vector.length", 1),
        (#"{"clks":[""]}"#, "foreign.vector.length", 0),
        (#"{"clks":["\#(String(repeating: "AAAA", count: 342))"]}"#, "foreign.vector.length", 0),
        (#"{"clks":["\#(String(repeating: "AAAA", count: 3_420))"]}"#, "foreign.vector.length", 0),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":{"1":["x"]}}"#, "foreign.blocks.row", 1),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":{"01":["x"]}}"#, "foreign.blocks.row", nil),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":{"-1":["x"]}}"#, "foreign.blocks.row", nil),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":{"0":"x"}}"#, "foreign.json.shape", 0),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":[["x"]]}"#, "foreign.json.shape", nil),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":{"0":[["x"]]}}"#, "foreign.json.shape", 0),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":{"0":[null]}}"#, "foreign.json.shape", 0),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":{"0":[1.5]}}"#, "foreign.blocks.id", 0),
        (#"{"encodings":["AAECAwQFBgc="],"blocks":{"0":[""]}}"#, "foreign.blocks.id", 0),
        (#"{"clknblocks":[["AAECAwQFBgc="],[]]}"#, "foreign.json.shape", 1),
        (#"{"clknblocks":[["AAECAwQFBgc="],[1]]}"#, "foreign.json.shape", 1),
        (#"{"clknblocks":["AAECAwQFBgc="]}"#, "foreign.json.shape", 0),
        (#"{"clknblocks":[["AAECAwQFBgc=","AAEC",false]]}"#, "foreign.json.shape", 0),
        (
            #"{"x":\#(String(repeating: "[", count: 64))\#(String(repeating: "]", count: 64)),"clks":[]}"#,
            "foreign.json.depth", nil
        ),
    ]

    /// The rule and the row are named, the value is not, wherever the pieces end.
    @Test(arguments: wrong.indices)
    func refusals(index: Int) throws {
        let document = Self.wrong[index]
        let text = Array(document.text.utf8)
        for cuts in [[], Array(0..<min(text.count, 200)), [text.count / 2]] {
            let error = #expect(throws: ExchangeError.self) { try KeptUpload.read(text, cuts: cuts) }
            #expect(error?.code == document.code, "\(document.text) \(cuts)")
            if let row = document.row { #expect(error?.message.hasPrefix("row \(row), counted from 0: ") == true) }
            for value in ["Mary", "AAEC", "AwQF", "____"] { #expect(error?.description.contains(value) == false) }
        }
    }

    @Test func lengthIsDeclared() throws {
        let text = Array(#"{"clks":["AAECAwQFBgc="]}"#.utf8)
        #expect(throws: ExchangeError.self) {
            try KeptUpload.read(text, parser: AnonlinkUploadParser(expectedBytes: 16))
        }
        let (_, summary) = try KeptUpload.read(text, parser: AnonlinkUploadParser(expectedBytes: 8))
        #expect(summary.rows == 1 && summary.encodingBytes == 8 && !summary.hasBlocks && summary.clkCount == nil)
    }

    @Test func depthThatIsAllowed() throws {
        let nested = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
        let (_, summary) = try KeptUpload.read(Array(#"{"x":\#(nested),"clks":[]}"#.utf8))
        #expect(summary.rows == 0)
    }

    /// A file of blocks is read for its blocks and their count; what the tool keeps of a record beside them is not.
    @Test func blocksFile() throws {
        let text = Array(
            #"{"blocks":{"19":["(1, 2)"],"0":["a","b"]},"meta":{"state":{"config":{"dtuple":["Mary Smith"]}},"source":{"clk_count":[200],"x":[1]}}}"#
                .utf8
        )
        for cut in 0...text.count {
            let (kept, summary) = try KeptUpload.read(text, cuts: [cut], parser: .blocksFile())
            #expect(kept.blockRows == [19, 0] && kept.blocks == [["(1, 2)"], ["a", "b"]])
            #expect(summary.clkCount == 200 && summary.hasBlocks && summary.rows == 0)
        }
    }

    /// Random documents in random pieces, with encodings of every length to 1,024 bytes in turn.
    @Test(arguments: 1...16 as ClosedRange<UInt64>)
    func randomDocuments(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let length = Int.random(in: 1...1_024, using: &random)
        let rows = (0..<Int.random(in: 1...40, using: &random)).map { _ in
            (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let listed = rows.map { "\"\(PlainBase64.text($0))\"" }.joined(separator: seed % 2 == 0 ? "," : ",\n  ")
        let text = Array("{\"clks\":[\(listed)]}".utf8)
        let cuts = (0..<Int.random(in: 0...30, using: &random)).map { _ in
            Int.random(in: 0...text.count, using: &random)
        }
        #expect(try KeptUpload.read(text, cuts: cuts.sorted()).kept.encodings == rows)
    }
}

/// Base64 bit by bit, to judge the fast one by.
enum PlainBase64 {
    static func text(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bits = bytes.flatMap { byte in (0..<8).map { Int(byte >> (7 - $0) & 1) } }
        var text = ""
        for start in stride(from: 0, to: bits.count, by: 6) {
            text.append(alphabet[(0..<6).reduce(0) { $0 * 2 + (start + $1 < bits.count ? bits[start + $1] : 0) }])
        }
        while text.count % 4 != 0 { text.append("=") }
        return text
    }
}

@Suite struct Base64Tests {
    @Test(arguments: 0...70)
    func everyLength(length: Int) throws {
        var random = SplitMix64(seed: UInt64(length))
        let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        var text: [UInt8] = []
        unsafe bytes.withUnsafeBytes { unsafe Base64.append($0, to: &text) }
        #expect(String(decoding: text, as: UTF8.self) == PlainBase64.text(bytes))
        #expect(Base64.bytes(of: text) == bytes)
        // Every character matters: none can become one from outside the alphabet.
        for index in text.indices {
            for other in [UInt8(ascii: "-"), UInt8(ascii: "_"), 0, 0x0A, 0x80, 0xFF] {
                var broken = text
                broken[index] = other
                #expect(Base64.bytes(of: broken) == nil)
            }
        }
    }

    /// RFC 4648 §10.
    @Test func published() {
        let vectors = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]
        for (length, text) in vectors.enumerated() {
            #expect(Base64.bytes(of: Array(text.utf8)) == Array("foobar".utf8.prefix(length)))
        }
        for text in ["Zh==", "Zm9=", "Zg=", "Zg", "Z===", "====", "Zg==Zg==", "Z=g="] {
            #expect(Base64.bytes(of: Array(text.utf8)) == nil, "\(text)")
        }
    }
}

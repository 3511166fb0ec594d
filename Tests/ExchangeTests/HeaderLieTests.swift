// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import Files
import Sealing
import TestSupport
import Testing

/// Headers that lie, in files whose signature and cryptography are valid.
@Suite struct HeaderLieTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    /// What is replaced in a good header, and by what.
    private static let lies: [(String, String)] = [
        (#""rows":4"#, #""rows":4294967295"#),
        (#""rows":4"#, #""rows":9223372036854775807"#),
        (#""rows":4"#, #""rows":9223372036854775808"#),
        (#""rows":4"#, #""rows":9007199254740992"#),
        (#""rows":4"#, #""rows":9007199254740991"#),
        (#""rows":4"#, #""rows":-1"#),
        (#""rows":4"#, #""rows":3"#),
        (#""rows":4"#, #""rows":5"#),
        (#""rows":4"#, #""rows":4.0"#),
        (#""rows":4"#, #""rows":4e0"#),
        (#""rows":4"#, #""rows":"4""#),
        (#""rows":4"#, #""rows":true"#),
        (#""rows":4,"#, ""),
        (#""rows":4"#, #""rows":4,"rows":4"#),
        // 2^64 / 48 rows: the product with the length of a row overflows to something small.
        (#""rows":4"#, #""rows":384307168202282326"#),
        (#""payloadBytes":192"#, #""payloadBytes":0"#),
        (#""payloadBytes":192"#, #""payloadBytes":191"#),
        (#""payloadBytes":192"#, #""payloadBytes":9223372036854775807"#),
        (#""payloadBytes":192"#, #""payloadBytes":18446744073709551616"#),
        (#""chunkBytes":100"#, #""chunkBytes":0"#),
        (#""chunkBytes":100"#, #""chunkBytes":-1"#),
        (#""chunkBytes":100"#, #""chunkBytes":1048577"#),
        (#""bits":128"#, #""bits":0"#),
        (#""bits":128"#, #""bits":1"#),
        (#""bits":128"#, #""bits":7"#),
        (#""bits":128"#, #""bits":127"#),
        (#""bits":128"#, #""bits":65544"#),
        (#""bits":128"#, #""bits":65600"#),
        (#""bits":128"#, #""bits":-64"#),
        (#""bits":128"#, #""bits":9223372036854775744"#),
        (#""bits":128"#, #""bits":192"#),
        (#""bits":128"#, #""bits":128,"extra":1"#),
        (#"{"bits":128,"features":["given","dob"],"name":"clk"},"#, ""),
        (#""name":"dob""#, #""name":"clk""#),
        (#""features":["dob"],"#, ""),
        (#""features":["dob"]"#, #""features":[]"#),
        (#""features":["dob"]"#, #""features":"dob""#),
        (#""features":["dob"]"#, #""features":[1]"#),
        (#""features":["dob"]"#, #""features":["zip"]"#),
        (#""features":["dob"]"#, #""features":["dob","dob"]"#),
        (#""bits":128,"features":["given","dob"]"#, #""bits":128,"features":["dob"]"#),
        // Of another length, of nobody, of itself, of a variant, and no name.
        (#""name":"dob"}"#, #""name":"dob","variantOf":"clk"}"#),
        (#""name":"dob"}"#, #""name":"dob","variantOf":"zip"}"#),
        (#""name":"dob"}"#, #""name":"dob","variantOf":"dob"}"#),
        (#""name":"dob"}"#, #""name":"dob","variantOf":null}"#),
        (#""name":"dob"}"#, #""name":"dob","variantOf":0}"#),
        (#"name":"clk"},{"bits":64,"#, #"name":"clk","variantOf":"dob"},{"bits":128,"#),
        (
            #""name":"clk"},{"bits":64,"features":["dob"],"name":"dob"}"#,
            #""name":"clk","variantOf":"dob"},{"bits":128,"features":["dob"],"name":"dob","variantOf":"clk"}"#
        ),
        // A relative of another length, of nobody, without a relation, by the relation alone, and with more than that.
        (#""name":"dob"}"#, #""name":"dob","relativeOf":{"relation":"mother","vector":"clk"}}"#),
        (#""name":"dob"}"#, #""name":"dob","relativeOf":{"relation":"mother","vector":"zip"}}"#),
        (#""name":"dob"}"#, #""name":"dob","relativeOf":{"vector":"clk"}}"#),
        (#""name":"dob"}"#, #""name":"dob","relativeOf":"mother"}"#),
        (
            #"name":"clk"},{"bits":64,"#,
            #"name":"clk","relativeOf":{"age":1,"relation":"mother","vector":"dob"}},{"bits":128,"#
        ),
        (#"["given","dob"]"#, "[]"),
        (#"["given","dob"]"#, #"["given","given"]"#),
        (#"["given","dob"]"#, #"["given",1]"#),
        (#"["given","dob"]"#, #"{"given":"dob"}"#),
        (#"["given","dob"]"#, "[" + (0..<65).map { "\"f\($0)\"" }.joined(separator: ",") + "]"),
        (#""rowsIn":6"#, #""rowsIn":5"#),
        (#""rowsIn":6"#, #""rowsIn":9007199254740991"#),
        (#""rowsBlank":1"#, #""rowsBlank":-1"#),
        (#""rowsRejected":1,"#, ""),
        (#""kind":"encodings""#, #""kind":"results""#),
        (#""kind":"encodings""#, #""kind":"anything""#),
        (#""kind":"encodings""#, #""kind":null"#),
        (#""project":"demo-2026""#, #""project":"demo 2026""#),
        (#""project":"demo-2026""#, #""project":"""#),
        (#""project":"demo-2026""#, #""project":"demo\u001b[2J""#),
        (#""keyCheck":"20"#, #""keyCheck":""#),
        (#""keyCheck":"20"#, #""keyCheck":"2G"#),
        (#""tool":"tessera 0.1.0""#, #""tool":"tessera 0.1.0","unknown":1"#),
        (#""tool":"tessera 0.1.0""#, #""tool":"\t""#),
        (#""created":"2026-11-21T02:00:00Z""#, #""created":"2026-11-21 02:00:00Z""#),
        // The Kelvin sign, which Swift's strings take for a K.
        (#""keyCheck""#, "\"\u{212A}eyCheck\""),
        (#"{"bitOrder""#, #"{ "bitOrder""#),
        (#"{"bitOrder":"msb","#, "{"),
        (#""bitOrder":"msb""#, #""bitOrder":"m\u0073b""#),
        (#""similarity":"dice","tool":"tessera 0.1.0""#, #""tool":"tessera 0.1.0","similarity":"dice""#),
    ]

    @Test(arguments: lies.indices)
    func isRefused(index: Int) throws {
        let (truth, lie) = Self.lies[index]
        let header = try goodHeader()
        try #require(header.contains(truth))
        let changed = header.replacing(truth, with: lie, maxReplacements: 1)
        let error = try refusal(of: changed)
        #expect(error?.kind == .header, "\(truth) -> \(lie)")
        #expect(error?.exitCode == .damagedFile)
        #expect(throws: ExchangeError.self) { try EncodingFile.readHeader(path: fixture.folder.file("lie")) }
    }

    @Test func theUnchangedHeaderIsRead() throws { #expect(try refusal(of: goodHeader()) == nil) }

    /// A header that is consistent with itself but not with the file is refused by the file's size, before any memory is taken.
    @Test(arguments: [
        (5, ExchangeError.Code.truncated), (1 << 40, .truncated), (187_649_984_473_770, .truncated), (3, .trailing),
    ])
    func aSizeThatTheFileDoesNotHave(rows: Int, code: ExchangeError.Code) throws {
        let header = try goodHeader()
            .replacing(#""rows":4"#, with: #""rows":\#(rows)"#)
            .replacing(#""rowsIn":6"#, with: #""rowsIn":\#(rows + 2)"#)
            .replacing(#""payloadBytes":192"#, with: #""payloadBytes":\#(rows * 48)"#)
        #expect(try refusal(of: header)?.kind == code)
    }

    /// A choice of another version is named, and is no damage.
    @Test(arguments: [
        (#""profile":"bloom""#, #""profile":"bitsample""#, ExchangeError.Code.profile),
        (#""similarity":"dice""#, #""similarity":"jaccard""#, .similarity),
        // Each profile is compared in its own way.
        (#""similarity":"dice""#, #""similarity":"hamming""#, .similarity),
        (#""profile":"bloom""#, #""profile":"hardened""#, .similarity),
        (#""bitOrder":"msb""#, #""bitOrder":"lsb""#, .bitOrder),
    ])
    func aChoiceOfAnotherVersion(truth: String, other: String, code: ExchangeError.Code) throws {
        let error = try refusal(of: goodHeader().replacing(truth, with: other))
        #expect(error?.kind == code)
        #expect(error?.exitCode == .mismatch)
    }

    @Test(arguments: [
        "", "{", "[]", "1", "null", "\"x\"", "{}", "{}{}", "\u{FEFF}{}", String(repeating: "[", count: 1000),
    ])
    func aHeaderThatIsNone(text: String) throws { #expect(try refusal(of: text)?.kind == .header) }

    @Test func aHeaderLongerThanAllowed() throws {
        let header = try goodHeader() + String(repeating: " ", count: 1_048_576)
        #expect(try refusal(of: header)?.kind == .header)
    }

    @Test func aHeaderLengthBeyondTheFile() throws {
        var file = try fixture.bytes(of: fixture.write([]).path)
        file[14] = 0x0F
        #expect(try fixture.refusal(of: fixture.folder.write(file, as: "lie"))?.kind == .truncated)
    }

    /// Two rows under one token would be one row to whoever looks them up.
    @Test func aTokenTwiceIsRefused() throws {
        var payload = payload
        payload.replaceSubrange(48..<64, with: payload[0..<16])
        let error = try refusal(of: goodHeader(), payload: payload)
        #expect(error?.kind == .rows)
        #expect(error?.exitCode == .damagedFile)
    }

    private var payload: [UInt8] { (0..<192).map { UInt8($0) } }

    /// The header of a good file of four rows.
    private func goodHeader() throws -> String {
        let name = "good-\(UInt64.random(in: 0 ... .max))"
        let writer = try fixture.writer(name)
        for row in ExchangeFixture.rows(4, seed: 1) { _ = try writer.append(row) }
        _ = try writer.finish(rowsIn: 6, rowsRejected: 1, rowsBlank: 1)
        let file = try fixture.bytes(of: fixture.folder.file(name))
        return String(decoding: file[16..<16 + Int(file[12]) + Int(file[13]) << 8], as: UTF8.self)
    }

    /// The fault that a file with this header ends in; all else in it is valid.
    private func refusal(of header: String, payload: [UInt8]? = nil) throws -> ExchangeError? {
        let bytes = Array(header.utf8)
        let length = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
        let path = fixture.folder.file("lie")
        let stream = try SealedStreamWriter(
            output: OutputFile(path: path),
            prefix: Array("TESSERA\n".utf8) + [1, 0, 0, 0] + length + bytes,
            chunkBytes: 100,
            sender: fixture.agency,
            recipient: fixture.unit.card
        )
        try stream.write(payload ?? self.payload)
        _ = try stream.finish()
        return try fixture.refusal(of: path)
    }
}

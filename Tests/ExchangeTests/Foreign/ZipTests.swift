// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import Files
import TestSupport
import Testing

@Suite struct ZipTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// An archive of Python 3.11's `zipfile`: a folder, an entry stored, and one deflated.
    private static let python =
        Base64.bytes(
            of: Array(
                ("UEsDBBQAAAAAAHxAPFUAAAAAAAAAAAAAAAAHAAAAb3V0cHV0L1BLAwQUAAAAAAB8QDxVq4F6tBoAAAAaAAAAEAAAAG91dHB1dC9u"
                    + "YW1lLmpzb257ImNsa3MiOiBbIkFBRUNBd1FGQmdjPSJdfVBLAwQUAAAACAB8QDxVhHK5xR0AAADgAAAAJAAAAG91dHB1dC9tZXRh"
                    + "ZGF0YS0yMDIyMDkyOFQwODAzNTcuanNvbqtWyivNTUotis9Piy9KTc4vSilWslIwrFUYJgAAUEsBAhQDFAAAAAAAfEA8VQAAAAAA"
                    + "AAAAAAAAAAcAAAAAAAAAAAAAAIABAAAAAG91dHB1dC9QSwECFAMUAAAAAAB8QDxVq4F6tBoAAAAaAAAAEAAAAAAAAAAAAAAAgAEl"
                    + "AAAAb3V0cHV0L25hbWUuanNvblBLAQIUAxQAAAAIAHxAPFWEcrnFHQAAAOAAAAAkAAAAAAAAAAAAAACAAW0AAABvdXRwdXQvbWV0"
                    + "YWRhdGEtMjAyMjA5MjhUMDgwMzU3Lmpzb25QSwUGAAAAAAMAAwDFAAAAzAAAAAAA").utf8
            )
        ) ?? []

    /// An archive of one or two entries whose fields say what they are told to.
    private struct Forged {
        var name = "output/a.json"
        var second: String?
        var content: [UInt8] = Array("{}".utf8)
        var size: Int?
        var method = 0
        var flags = 0
        var attributes = 0o100644 << 16
        var checksum = 0x1234_5678
        /// Whether sizes and places are told in 64 bits, as of archives above 4 GiB.
        var isLarge = false

        var bytes: [UInt8] {
            var archive: [UInt8] = []
            var directory: [UInt8] = []
            let names = [name] + (second.map { [$0] } ?? [])
            let all = 0xFFFF_FFFF
            for name in names {
                let start = number(20, 2) + number(flags, 2) + number(method, 2) + number(0, 4) + number(checksum, 4)
                let length = number(name.utf8.count, 2)
                let (packed, unpacked) = (content.count, size ?? content.count)
                let large =
                    number(1, 2) + number(24, 2) + number(unpacked, 8) + number(packed, 8) + number(archive.count, 8)
                directory += number(0x0201_4B50, 4) + number(0x0314, 2) + start
                directory += number(isLarge ? all : packed, 4) + number(isLarge ? all : unpacked, 4) + length
                directory += number(isLarge ? large.count : 0, 2) + number(0, 6) + number(attributes, 4)
                directory += number(isLarge ? all : archive.count, 4) + Array(name.utf8) + (isLarge ? large : [])
                archive +=
                    number(0x0403_4B50, 4) + start + number(packed, 4) + number(unpacked, 4) + length + number(0, 2)
                archive += Array(name.utf8) + content
            }
            let end = archive.count + directory.count
            let count = number(names.count, 8)
            let record =
                number(0x0606_4B50, 4) + number(44, 8) + number(45, 4) + number(0, 8) + count + count
                + number(directory.count, 8) + number(archive.count, 8)
            let locator = number(0x0706_4B50, 4) + number(0, 4) + number(end, 8) + number(1, 4)
            return archive + directory + (isLarge ? record + locator : []) + number(0x0605_4B50, 4) + number(0, 4)
                + number(isLarge ? 0xFFFF : names.count, 2) + number(isLarge ? 0xFFFF : names.count, 2)
                + number(isLarge ? all : directory.count, 4) + number(isLarge ? all : archive.count, 4) + number(0, 2)
        }

        private func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
    }

    private func opened(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> ZipReader {
        try ZipReader(path: try folder.write(bytes, as: "archive.zip"), limit: limit)
    }

    private func content(_ zip: ZipReader) throws -> [String: String] {
        var content: [String: String] = [:]
        for entry in zip.entries {
            content[entry.name] = String(decoding: try zip.content(of: entry, limit: 1 << 20), as: UTF8.self)
        }
        return content
    }

    @Test func archiveOfPython() throws {
        let zip = try opened(Self.python)
        #expect(
            try content(zip) == [
                "output/name.json": "{\"clks\": [\"AAECAwQFBgc=\"]}",
                "output/metadata-20220928T080357.json": "{\"number_of_records\": 1}"
                    + String(repeating: " ", count: 200),
            ]
        )
        #expect(
            try zip.entry("of metadata") { $0.name.contains("metadata") }.baseName == "metadata-20220928T080357.json"
        )
        #expect(throws: ExchangeError.self) { try zip.entry("of text") { $0.name.hasSuffix(".txt") } }
        #expect(throws: ExchangeError.self) { try zip.entry("of JSON") { $0.name.hasSuffix(".json") } }
    }

    /// No byte of an archive matters to nobody: with any one changed it is refused, or gives the same content under some name.
    @Test func everyByteChanged() throws {
        let whole = try content(try opened(Self.python)).values.sorted()
        for place in Self.python.indices {
            var bytes = Self.python
            bytes[place] ^= 0xFF
            guard let read = try? content(try opened(bytes)) else { continue }
            #expect(read.values.sorted() == whole || read.count < whole.count, "byte \(place)")
        }
    }

    @Test func everyLength() throws {
        for count in Self.python.indices {
            #expect(throws: ExchangeError.self) { try opened(Array(Self.python.prefix(count))) }
        }
    }

    @Test(arguments: [
        "/etc/a.json", "../a.json", "output/../../a.json", "..", "C:/a.json", "output\\a.json", "a\0.json", "",
    ])
    func namesThatLeadOut(name: String) throws {
        let error = #expect(throws: ExchangeError.self) { try opened(Forged(name: name).bytes) }
        #expect(error?.code == "foreign.zip.name")
    }

    @Test func otherRefusals() throws {
        func code(_ forged: Forged, limit: Int = 1 << 20) -> String? {
            #expect(throws: ExchangeError.self) {
                let zip = try opened(forged.bytes, limit: limit)
                for entry in zip.entries { try unsafe zip.read(entry) { _ in } }
            }?.code
        }
        #expect(code(Forged(attributes: 0o120777 << 16)) == "foreign.zip.name")
        #expect(code(Forged(second: "output/a.json")) == "foreign.zip.twice")
        #expect(code(Forged(flags: 1)) == "foreign.zip")
        #expect(code(Forged(method: 12)) == "foreign.zip")
        #expect(code(Forged()) == "foreign.zip")
        #expect(
            code(Forged(content: [1, 0, 0, 0xFF, 0xFF], size: 1 << 30, method: 8), limit: 1 << 40) == "foreign.zip.size"
        )
        #expect(code(Forged(content: Array(repeating: 0, count: 2_000)), limit: 1_000) == "foreign.zip.size")
        #expect(code(Forged(second: "b", content: Array(repeating: 0, count: 600)), limit: 1_000) == "foreign.zip.size")
        // Deflated: a stored block of two bytes, of which the directory knows one, or three.
        let block: [UInt8] = [1, 2, 0, 0xFD, 0xFF, 65, 66]
        #expect(code(Forged(content: block, size: 1, method: 8)) == "foreign.zip")
        #expect(code(Forged(content: block, size: 3, method: 8)) == "foreign.zip")
    }

    /// Under its CRC-32, which is that of Python's `zlib.crc32(b"AB")`, the same block is read.
    @Test func deflatedBlock() throws {
        let forged = Forged(content: [1, 2, 0, 0xFD, 0xFF, 65, 66], size: 2, method: 8, checksum: 0x3069_4C07)
        #expect(try content(try opened(forged.bytes)) == ["output/a.json": "AB"])
    }

    @Test func sizesOf64Bits() throws {
        let forged = Forged(second: "b.json", content: Array("AB".utf8), checksum: 0x3069_4C07, isLarge: true)
        #expect(try content(try opened(forged.bytes)) == ["output/a.json": "AB", "b.json": "AB"])
        let short = forged.bytes.dropLast(22 + 20 + 56)
        #expect(throws: ExchangeError.self) { try opened(Array(short + forged.bytes.suffix(22))) }
    }

    @Test func thereAndBack() throws {
        let file = try OutputFile(path: folder.file("written.zip"))
        let writer = ZipWriter(to: file)
        let text = (0..<50_000).map { "\($0),é\r\n" }.joined()
        try writer.add("output/a.csv") { emit in
            for line in text.split(separator: "\r\n") { try emit(line + "\r\n") }
        }
        try writer.add("output/b.json") { emit in try emit("") }
        try writer.finish()
        try file.commit()
        let zip = try ZipReader(path: folder.file("written.zip"), limit: 1 << 24)
        #expect(try content(zip) == ["output/a.csv": text, "output/b.json": ""])
    }
}

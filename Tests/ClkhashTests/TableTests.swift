// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import Faults
import Files
import TestSupport
import Testing

@Suite struct TableTests {
    /// Every place where a chunk can end, for quotes, doubled quotes, line ends within and between rows, and long characters.
    @Test func chunksEndAnywhere() throws {
        let folder = try TemporaryFolder()
        let text =
            "a,b,c\r\n\"x\"\"y\r\nz\",\u{1F600}\u{20AC},\r,\"\",\"\"\"\"\n\"q\"r\"s\",\"1\r2\",3\"4\"\r\n\"open\r\n,\",5,\"6\r"
        let expected = [
            ["x\"y\nz", "\u{1F600}\u{20AC}", ""], ["", "", "\""], ["qr\"s\"", "1\n2", "3\"4\""],
            ["open\n,", "5", "6\n"],
        ]
        let path = try folder.holding(Array(text.utf8), as: "table.csv")
        for chunkBytes in 1...text.utf8.count + 1 {
            let table = try ClkhashTable(InputFile(path: path), schema: .columns(3), chunkBytes: chunkBytes)
            var rows: [[String]] = []
            while try table.next() {
                rows.append(table.record.map { String(decoding: $0, as: UTF8.self) })
                #expect(table.row == rows.count + 1)
            }
            #expect(rows == expected && table.row == rows.count + 1)
            #expect(table.bytesRead == text.utf8.count && table.totalBytes == text.utf8.count)
        }
    }

    @Test func headerIsTheSchemas() throws {
        let good = "a,b\n1,2\n"
        let headers = ["b,a", "a", "a,b,c", " a,b", "a,b ", "A,b", "\u{FEFF}a,b", "", "\n", "\"a,b"]
        for header in headers {
            #expect(try fault("\(header)\n1,2\n", columns: 2) == .header, "\(header)")
        }
        #expect(try fault("", columns: 2) == .header)
        #expect(try fault("", columns: 2, header: .ignored) == .header)
        #expect(try fault("", columns: 2, header: .absent) == nil)
        for header in [ClkhashTable.Header.checked, .ignored, .absent] {
            #expect(try fault(good, columns: 2, header: header) == nil)
        }
        for first in ["x", "x,y,z,z,z", "\u{FEFF}a,b", "\n"] {
            #expect(try fault("\(first)\n1,2\n", columns: 2, header: .ignored) == (first == "\n" ? .rowFields : nil))
        }
    }

    /// The same letter in two compositions is two names.
    @Test func headerIsComparedByCodePoints() throws {
        let folder = try TemporaryFolder()
        var schema = ClkhashSchema.columns(1)
        schema.features[0].identifier = "\u{E9}"
        for (text, isRight) in [("\u{E9}\n", true), ("e\u{301}\n", false)] {
            let input = try InputFile(path: folder.holding(Array(text.utf8), as: "\(isRight)"))
            let table = try? ClkhashTable(input, schema: schema)
            #expect((table != nil) == isRight)
        }
    }

    @Test(arguments: ["x", "\u{E9}", "\u{1F600}", "\"\""]) func fieldsEndAt131072Characters(letter: String) throws {
        let most = String(repeating: letter, count: 131_072)
        #expect(try fault("a,b\n1,\"\(most)\"\n", columns: 2) == nil)
        #expect(try fault("a,b\n1,\"\(most)\(letter)\"\n", columns: 2) == .fieldTooLong)
        // Nothing closes the quote, and memory stays bounded.
        #expect(try fault("a,b\n1,\"\(most)\(most)\(most)\(most)\(most)", columns: 2) == .fieldTooLong)
    }

    @Test func faultsNameThePlace() throws {
        let folder = try TemporaryFolder()
        let path = try folder.holding(Array("a,b\n1,2\n\n".utf8), as: "blank.csv")
        let table = try ClkhashTable(InputFile(path: path), schema: .columns(2))
        #expect(try table.next())
        let fault = #expect(throws: ClkhashError.self) { try table.next() }
        #expect(fault?.position == FaultPosition(file: path, row: 3))
        #expect(fault?.message == "the line is blank")

        let broken = try folder.holding(Array("a,b\n1,2\n1,".utf8) + [0xE9], as: "latin.csv")
        let latin = try ClkhashTable(InputFile(path: broken), schema: .columns(2))
        #expect(try latin.next())
        let encoding = #expect(throws: ClkhashError.self) { try latin.next() }
        #expect(encoding?.position == FaultPosition(file: broken, row: 3, column: "b"))
    }

    private func fault(
        _ text: String,
        columns: Int,
        header: ClkhashTable.Header = .checked
    ) throws -> ClkhashError.Code? {
        let folder = try TemporaryFolder()
        let path = try folder.holding(Array(text.utf8), as: "table.csv")
        do {
            let table = try ClkhashTable(InputFile(path: path), schema: .columns(columns), header: header)
            while try table.next() {}
            return nil
        } catch {
            return (error as? ClkhashError)?.kind
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Tables
import TestSupport
import Testing

@Suite struct HeaderTests {
    @Test(arguments: [
        ("id", 0), ("First Name", 1), (" zip ", 2), ("caf\u{E9}", 3), ("cafe\u{301}", 3), ("last,name", 4), ("x\ny", 5),
    ])
    func findsColumns(name: String, expected: Int) throws {
        #expect(try header("id,First Name, zip ,cafe\u{301},\"last,name\",\"x\ny\",,\n").index(of: name) == expected)
    }

    @Test(arguments: [
        ("first name", "First Name"), ("firstname", "First Name"), ("FIRST NAME ", "First Name"), ("zip", " zip "),
        ("ID", "id"), ("x y", "x\\ny"),
    ])
    func hintsAtANameThatDiffersInCaseOrSpaces(wanted: String, shown: String) throws {
        let error = try missing(wanted, in: "id,First Name, zip ,\"x\ny\"\n")
        #expect(error.message.contains("\"\(wanted)\""))
        #expect(error.remedy?.contains("\"\(shown)\"") == true)
        #expect(error.position?.column == wanted)
        #expect(error.position?.row == 1)
        #expect(error.exitCode == .unreadableInput)
    }

    @Test func aColumnWithoutANameIsNeverFound() throws {
        #expect(try missing("", in: "a,,\n").position?.column == "")
    }

    @Test("a header that is really a record is not shown", arguments: ["given", "Jon", "", "Jon,Smyth"])
    func showsNothingElse(wanted: String) throws {
        let error = try missing(wanted, in: "Jonathan,Smythe,1984-05-17\nMary,Jones,1990-01-01\n")
        for value in ["Jonathan", "Smythe", "1984", "Mary"] { #expect(!everything(error).contains(value)) }
    }

    @Test("names that are equal are told by position")
    func duplicatesAreNotShown() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("Smythe,1984,Main,Smythe\n".utf8), as: "table.csv")
        let error = try #require(ReadTable(path: path).failure)
        #expect(error.code == "csv.header.duplicate")
        #expect(error.message == "columns 1 and 4 of the header have the same name")
        #expect(!everything(error).contains("Smythe"))
    }

    @Test(
        "no error shows what stands in the table",
        arguments: [
            "a,b\n1,\"Canary", "a,\"b\"Canary\n", "Canary,Canary\n", "Canary,\u{0}\n", "\n", "Canary", "a,\"Canary\n",
            "a,b\nCanaryCanary,\n",
        ]
    )
    func noErrorShowsAValue(text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(text.utf8), as: "table.csv")
        let error = try #require(ReadTable(path: path, maxRecordBytes: text == "Canary" ? 5 : 12).failure)
        #expect(!everything(error).contains("Canary"))
        for line in [error.message, try #require(error.remedy)] {
            #expect(!line.contains { $0.isNewline } && line.last != "." && line.first?.isUppercase == false)
        }
    }

    private func everything(_ error: TablesError) -> String {
        "\(error) \(error.remedy ?? "") \(String(reflecting: error))"
    }

    private func header(_ text: String) throws -> CSVHeader {
        let folder = try TemporaryFolder()
        return try CSVReader(path: folder.write(Array(text.utf8), as: "table.csv"), dialect: Dialect()).header
    }

    private func missing(_ name: String, in text: String) throws -> TablesError {
        let header = try header(text)
        let error = try #require(throws: TablesError.self) { try header.index(of: name) }
        #expect(error.code == "csv.column.missing")
        return error
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Glibc
import Tables
import TestSupport
import Testing

/// Large, growing, endless and absent inputs.
@Suite struct InputTests {
    @Test("a field without an end stops the reading at the limit", .timeLimit(.minutes(1)))
    func hugeField() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("a,b\n1,2\n3,\"".utf8), as: "huge.csv")
        // Sparse: 64 GiB of NUL that take no space, and more than fits in memory.
        #expect(unsafe truncate(path, 1 << 36) == 0)
        let table = ReadTable(path: path)
        #expect(table.rows.count == 1)
        #expect(table.failure?.code == "csv.record.tooLong")
        #expect(table.failure?.position == FaultPosition(file: path, row: 3, byte: 8))
    }

    @Test("a header without an end stops the reading at the limit", .timeLimit(.minutes(1)))
    func hugeHeader() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([], as: "huge.csv")
        #expect(unsafe truncate(path, 1 << 36) == 0)
        #expect(ReadTable(path: path).failure?.position == FaultPosition(file: path, row: 1, byte: 0))
    }

    /// Quotes count, line ends don't, and it doesn't matter where chunks end or whether the file does.
    @Test(arguments: [1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 100], ["\n", "\r", "\r\n", "", "\n1,2\n"])
    func theLimitIsExact(chunkBytes: Int, lineEnd: String) throws {
        let folder = try TemporaryFolder()
        for (record, isQuoted) in [("12345,7890", false), ("\"234\",7890", true)] {
            let path = try folder.write(Array("a,b\n\(record)\(lineEnd)".utf8), as: "\(isQuoted).csv")
            let whole = ReadTable(path: path, chunkBytes: chunkBytes, maxRecordBytes: 10)
            #expect(whole.failure == nil)
            #expect(whole.rows.count == (lineEnd.count > 1 ? 2 : 1))
            let cut = ReadTable(path: path, chunkBytes: chunkBytes, maxRecordBytes: 9)
            #expect(cut.failure?.code == "csv.record.tooLong")
            #expect(cut.failure?.position?.byte == 4)
            #expect(cut.rows.isEmpty)
        }
    }

    @Test(
        "an open quote that runs past the limit is too long, wherever chunks end",
        arguments: [1, 8, 16, 32, 1 << 20]
    )
    func anOpenQuoteIsTooLong(chunkBytes: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("a,b\n\"1,2\n3,4\n5,6\n7,8\n".utf8), as: "table.csv")
        let table = ReadTable(path: path, chunkBytes: chunkBytes, maxRecordBytes: 16)
        #expect(table.failure?.code == "csv.record.tooLong")
    }

    @Test(arguments: [64, 1000, 1 << 20])
    func tenThousandColumns(chunkBytes: Int) throws {
        let folder = try TemporaryFolder()
        let numbers = 0..<10_000
        let text =
            numbers.map { "c\($0)" }.joined(separator: ",") + "\n" + numbers.map(String.init).joined(separator: ",")
            + "\n"
        let reader = try CSVReader(
            path: folder.write(Array(text.utf8), as: "wide.csv"),
            dialect: Dialect(),
            chunkBytes: chunkBytes
        )
        #expect(try reader.header.index(of: "c9999") == 9_999)
        let row = try #require(try reader.next())
        #expect(row.fieldCount == 10_000)
        #expect(row.defect == nil)
        #expect(numbers.allSatisfy { unsafe Array(row.field($0)) == Array(String($0).utf8) })
        #expect(try reader.next() == nil)
        #expect(try reader.next() == nil)
    }

    @Test func aPipeIsReadToItsEnd() throws {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let text = Array("a,b\n1,2\n3,\"4\n4\"\n".utf8)
        #expect(unsafe write(ends[1], text, text.count) == text.count)
        _ = close(ends[1])
        defer { _ = close(ends[0]) }
        let reader = try CSVReader(path: "/dev/fd/\(ends[0])", dialect: Dialect())
        #expect(reader.totalBytes == nil)
        #expect(try reader.next()?.byteOffset == 4)
        #expect(try reader.next().map { unsafe Array($0.field(1)) } == Array("4\n4".utf8))
        #expect(try reader.next() == nil)
    }

    @Test func whatIsAppendedWhileReadingIsReadWhole() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("a,b\n1,2\n3,4\n".utf8), as: "growing.csv")
        let reader = try CSVReader(path: path, dialect: Dialect(), chunkBytes: 4)
        #expect(reader.totalBytes == 12)
        #expect(try reader.next()?.number == 2)
        let more = Array("5,6\n7,8".utf8)
        let descriptor = unsafe open(path, O_WRONLY | O_APPEND)
        #expect(unsafe write(descriptor, more, more.count) == more.count)
        _ = close(descriptor)
        var offsets: [Int] = []
        while let row = try reader.next() {
            #expect(row.defect == nil)
            offsets.append(row.byteOffset)
        }
        #expect(offsets == [8, 12, 16])
    }

    @Test func progressFollowsTheRows() throws {
        let folder = try TemporaryFolder()
        let reader = try CSVReader(
            path: folder.write(Array("\u{FEFF}a,b\r\n1,2\r\n\r\n3,4".utf8), as: "table.csv"),
            dialect: Dialect()
        )
        #expect(reader.totalBytes == 18)
        var read = [reader.bytesRead]
        while try reader.next() != nil { read.append(reader.bytesRead) }
        #expect(read == [8, 13, 15, 18])
    }

    private struct Enough: Error, Equatable { var row: Int }

    @Test func aCallerMayStopWithItsOwnErrorAndStartAnew() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("a\n1\n2\n3\n".utf8), as: "table.csv")
        for _ in 0..<2 {
            #expect(throws: Enough(row: 3)) {
                let reader = try CSVReader(path: path, dialect: Dialect())
                while let row = try reader.next() {
                    if row.number == 3 { throw Enough(row: row.number) }
                }
            }
        }
    }

    @Test func whatCannotBeOpenedIsSaidWithItsCause() throws {
        let folder = try TemporaryFolder()
        for path in [folder.file("absent.csv"), folder.path, "/proc/self/mem/x"] {
            let error = try #require(ReadTable(path: path).failure)
            #expect(error.code == "csv.open")
            #expect((error.cause as? FileError)?.code == "file.open")
            #expect(error.position?.file == path)
            #expect(error.exitCode == .unreadableInput)
        }
    }

    @Test func aReadThatFailsIsSaidWithItsCause() throws {
        // Reading this process's memory at address 0 fails with an input/output error.
        let error = try #require(ReadTable(path: "/proc/self/mem").failure)
        #expect(error.code == "csv.read")
        #expect((error.cause as? FileError)?.code == "file.read")
    }
}

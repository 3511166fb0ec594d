// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Tables
import TestSupport
import Testing

@Suite struct ReaderCaseTests {
    @Test(
        "what is read does not depend on where the bytes are cut",
        arguments: ReaderCase.all
    )
    func reads(_ expected: ReaderCase) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(expected.bytes.all, as: "table.csv")
        let rows = expected.rows.enumerated().map { index, row in
            ReadRow(number: index + 2, byteOffset: row.byte, mark: row.mark, fields: row.fields)
        }
        for chunkBytes in [1, 2, 3, 4, 5, 7, 8, 13, 16, 17, 31, 64, 1 << 20] {
            let table = ReadTable(path: path, dialect: expected.dialect, chunkBytes: chunkBytes)
            #expect(table.header == expected.header, "chunks of \(chunkBytes)")
            #expect(table.rows == rows, "chunks of \(chunkBytes)")
            #expect(table.failure?.code == expected.failure?.code)
            #expect(table.failure?.position?.row == expected.failure?.row)
            if let byte = expected.failure?.byte { #expect(table.failure?.position?.byte == byte) }
            if let failure = table.failure {
                #expect(failure.position?.file == path)
                #expect(failure.exitCode == .unreadableInput)
            } else {
                #expect(table.bytesRead == expected.bytes.all.count)
            }
        }
    }

    @Test func thereAreManyCases() {
        let names = ReaderCase.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count >= 110)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Faults
import Testing

@Suite struct FilterMatrixTests {
    @Test(arguments: [-64, 0, 32, 100, 160, 1000, 1023, 4_194_368])
    func impossibleLengthsAreRefused(bits: Int) {
        let error = #expect(throws: BitVectorError.self) { try FilterMatrix(rows: 1, bits: bits) }
        #expect(error?.kind == .length)
        #expect(error?.exitCode == .mismatch)
    }

    @Test(arguments: [-1, Int.max / 8, 1 << 50])
    func impossibleRowsAreRefused(rows: Int) {
        let error = #expect(throws: BitVectorError.self) { try FilterMatrix(rows: rows, bits: 4096) }
        #expect(error?.kind == .memory)
    }

    @Test func rowsAreZeroContiguousAndAligned() throws {
        let matrix = try FilterMatrix(rows: 3, bits: 192)
        #expect(matrix.rowBytes == 24 && matrix.words == 3)
        let address = unsafe matrix.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(address % 64 == 0)
        #expect(rows(of: matrix) == [[UInt8]](repeating: filled(24, 0), count: 3))
        unsafe matrix.withUnsafeMutableRow(1) { row in
            unsafe row[0] = 0x80
            unsafe row[23] = 0x01
        }
        let bytes = unsafe matrix.withUnsafeBytes { unsafe Array($0) }
        #expect(
            bytes == [UInt8](repeating: 0, count: 24) + [0x80] + [UInt8](repeating: 0, count: 22) + [0x01]
                + [UInt8](repeating: 0, count: 24)
        )
        #expect(try matrix.popcounts() == [0, 2, 0])
    }

    @Test func joiningStandsRowsSideBySide() throws {
        let first = try matrix(of: [filled(8, 1), filled(8, 2)])
        let second = try matrix(of: [filled(16, 0x30), filled(16, 0x40)])
        let joined = try FilterMatrix.joining([first, second])
        #expect(joined.bits == 192)
        #expect(rows(of: joined) == [filled(8, 1) + filled(16, 0x30), filled(8, 2) + filled(16, 0x40)])
    }

    @Test func selectingCopiesRowsInTheOrderGiven() throws {
        let all = try matrix(of: (0..<5).map { filled(8, $0) })
        #expect(rows(of: try all.selecting([4, 0, 4])) == [filled(8, 4), filled(8, 0), filled(8, 4)])
        #expect(try all.selecting([]).rows == 0)
    }

    private func filled(_ count: Int, _ value: Int) -> [UInt8] { [UInt8](repeating: UInt8(value), count: count) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Files
import TestSupport

/// The numbers of a tab-separated fixture, without its header.
func table(_ name: String) throws -> [[Double]] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let text = try InputFile(path: "/\(folder)/Fixtures/\(name)").readAll(limit: 1 << 20)
    return String(decoding: text, as: UTF8.self).split(separator: "\n").dropFirst()
        .map { $0.split(separator: "\t").compactMap { Double($0) } }
}

/// A filter matrix whose rows have the bits for which `isSet` is true.
func filters(rows: Int, bits: Int, _ isSet: (_ row: Int, _ bit: Int) -> Bool) throws -> FilterMatrix {
    let matrix = try FilterMatrix(rows: rows, bits: bits)
    for row in 0..<rows {
        unsafe matrix.withUnsafeMutableRow(row) { bytes in
            for bit in 0..<bits where isSet(row, bit) { unsafe bytes[bit / 8] |= 0x80 >> UInt8(bit % 8) }
        }
    }
    return matrix
}

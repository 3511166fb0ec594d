// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Encoding
import Schemas

extension FilterMatrix {
    /// A row's bytes.
    func bytes(_ row: Int) -> [UInt8] { unsafe withUnsafeRow(row) { unsafe Array($0) } }

    /// All rows' bytes.
    var allRows: [[UInt8]] { (0..<rows).map(bytes) }

    /// Rows of bits, the first one the most significant.
    static func of(_ rows: [[UInt8]]) throws -> FilterMatrix {
        let matrix = try FilterMatrix(rows: rows.count, bits: (rows.first?.count ?? 0) * 8)
        for (index, row) in rows.enumerated() {
            unsafe matrix.withUnsafeMutableRow(index) { unsafe $0.copyBytes(from: row) }
        }
        return matrix
    }
}

extension RecordEncoder {
    /// The vectors of a record, without the presence mask before them.
    func vectors(_ fields: [String]) -> [UInt8] {
        let fields = fields.map { Array($0.utf8) }
        let ends = fields.indices.map { fields[...$0].reduce(0) { $0 + $1.count } }
        var row = [UInt8](repeating: 0xA5, count: rowBytes)
        unsafe fields.flatMap(\.self).withUnsafeBytes { all in
            unsafe row.withUnsafeMutableBytes { row in
                _ = unsafe encode(
                    fields: {
                        unsafe UnsafeRawBufferPointer(rebasing: all[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]])
                    },
                    into: row
                )
            }
        }
        return Array(row[schema.presenceBytes...])
    }
}

/// Dice's coefficient of two sets.
func dice(_ first: Set<[UInt8]>, _ second: Set<[UInt8]>) -> Double {
    2 * Double(first.intersection(second).count) / Double(first.count + second.count)
}

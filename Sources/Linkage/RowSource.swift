// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Where the filters of one dataset come from, some rows at a time: memory, or a file too large for it.
package protocol RowSource: Sendable {
    /// The number of rows.
    var rows: Int { get }
    /// The length of a filter in bits: all compared vectors, side by side.
    var bits: Int { get }
    /// 32 bytes that name the data: sources of one digest give the same filters in the same order.
    var digest: [UInt8] { get }

    /// The filters of consecutive rows; row i of the matrix is row `rows.lowerBound` + i. Any thread may call it.
    func load(_ rows: Range<Int>) throws(LinkageError) -> FilterMatrix
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Where things stand in the result of a tile (`Specs/pair-files.md`).
///
/// ```
/// start    16  "tessera-pairs/1\n"
///          32  digest of the plan
///           8  number of the tile
///           8  check
/// block     4  n, number of bytes of the pairs, 1 to 1,048,576; any number of blocks
///           4  number of pairs, at least 1
///           n  pairs (`PairBlock`)
///           8  check
/// end       8  "pairsend"
///           8  comparisons done
///           8  pairs in all blocks
///           8  size of the file
///          32  SHA-256 of all bytes before
///           8  the first bytes of the SHA-256 of the 64 bytes of the end before
/// ```
///
/// Numbers are unsigned and little-endian. A check is the first 8 bytes of the SHA-256 of all bytes of the file before it, so one
/// pass checks every block in its place and the whole.
enum PairFileLayout {
    static let magic = Array("tessera-pairs/1\n".utf8)
    /// What files of every version begin with.
    static let anyMagic = Array("tessera-pairs/".utf8)
    static let endMagic = Array("pairsend".utf8)
    static let digestBytes = 32
    static let checkBytes = 8
    static let startBytes = 64
    static let blockStartBytes = 8
    static let endBytes = 72
    /// The most bytes of the pairs of a block.
    static let blockLimit = 1 << 20

    static func littleEndian(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
        stride(from: 0, to: number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}

/// What the end of a result says of it.
package struct PairFileSummary: Sendable, Equatable {
    package let tile: Int
    /// Pairs compared.
    package let comparisons: Int
    /// Pairs kept.
    package let pairs: Int
    /// The size of the file.
    package let bytes: Int
    /// The SHA-256 of all before it; equal for equal results.
    package let sha256: [UInt8]
}

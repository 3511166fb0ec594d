// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// The first 16 bytes of a sealed file: magic, format version, length of the header.
enum FileStart {
    static let magic = Array("TESSERA\n".utf8)
    static let version: UInt32 = 1
    static let bytes = 16
    static let greatestHeader = 1_048_576

    /// Everything before the sealed key.
    static func prefix(header: [UInt8]) -> [UInt8] {
        magic + littleEndian(version) + littleEndian(UInt32(truncatingIfNeeded: header.count)) + header
    }

    static func littleEndian(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
}

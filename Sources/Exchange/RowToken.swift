// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// 16 random bytes that name a row between agency and linkage unit, and say nothing about it.
///
/// Ordered by its bytes.
package struct RowToken: Hashable, Sendable, Comparable {
    /// The length of a token.
    package static let bytes = 16

    private let high: UInt64
    private let low: UInt64

    /// Reads the first 16 bytes of a buffer.
    package init(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count >= Self.bytes, "fewer bytes than a token has")
        high = UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        low = UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    init(drawnFrom random: RandomStream) {
        high = random.next()
        low = random.next()
    }

    /// Writes the token to the first 16 bytes of a buffer.
    package func store(in buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count >= Self.bytes, "fewer bytes than a token has")
        unsafe buffer.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
        unsafe buffer.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    }

    /// The 16 bytes.
    package var array: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) }
    }

    package static func < (left: RowToken, right: RowToken) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension [UInt8] {
    /// The token at place `index` of contiguous tokens.
    package func rowToken(at index: Int) -> RowToken {
        precondition(index >= 0 && index < count / RowToken.bytes, "token out of range")
        return unsafe withUnsafeBytes {
            unsafe RowToken(UnsafeRawBufferPointer(rebasing: $0[(index * RowToken.bytes)...]))
        }
    }
}

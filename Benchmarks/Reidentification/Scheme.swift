// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import TestSupport

/// The encodings that are attacked.
enum Scheme: String, CaseIterable {
    case clk
    case parity2
    case parity2centred
    case parity3centred

    var measure: SimilarityMeasure { self == .clk ? .dice : .hamming }
    /// The majorities of a parity.
    var majorities: Int { self == .parity3centred ? 3 : 2 }
    var isCentred: Bool { self == .parity2centred || self == .parity3centred }

    private static let clkBits = 1024
    private static let clkBitsPerToken = 16

    /// The bits that a token sets; none of its own in a parity.
    func positions(of token: Int, key: UInt64) -> Set<Int> {
        self == .clk
            ? StandInEncoder(key: key).positions(of: token, bits: Self.clkBits, bitsPerToken: Self.clkBitsPerToken) : []
    }

    func encode(_ people: [[Int]], key: UInt64) throws -> FilterMatrix {
        let encoder = StandInEncoder(key: key)
        if self == .clk {
            return try encoder.clk(people, bits: Self.clkBits, bitsPerToken: Self.clkBitsPerToken)
        }
        let bits = majorities == 3 ? 4096 : 2048
        return try encoder.parity(people, bits: bits, majorities: majorities, isCentred: isCentred)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import TestSupport
import Testing

@Suite struct ForeignVectorsTests {
    private static func vector(_ bits: [Int], length: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length / 8)
        for bit in bits { bytes[bit / 8] |= 0x80 >> UInt8(bit % 8) }
        return bytes
    }

    private static func text(_ vector: [UInt8], _ form: ForeignVectors) -> String {
        var text: [UInt8] = []
        unsafe vector.withUnsafeBytes { unsafe form.append($0, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// What Java's `Base64` makes of `BitSet.toByteArray()`, and Python's of `bitarray.tobytes()`.
    @Test(arguments: [
        ([0], "AQ==", "gAAAAAAAAAA="), ([9], "AAI=", "AEAAAAAAAAA="), ([0, 9], "AQI=", "gEAAAAAAAAA="),
        ([63], "AAAAAAAAAIA=", "AAAAAAAAAAE="), ([], "", "AAAAAAAAAAA="),
    ])
    func bitOrders(bits: [Int], trimmed: String, most: String) throws {
        let vector = Self.vector(bits, length: 64)
        let primat = ForeignVectors(bits: 64, bitOrder: .lsb, isTrimmed: true)
        #expect(try primat.vector(Array(trimmed.utf8)[...]) == vector)
        #expect(Self.text(vector, primat) == trimmed)
        #expect(try ForeignVectors(bits: 64).vector(Array(most.utf8)[...]) == vector)
        #expect(Self.text(vector, ForeignVectors(bits: 64)) == most)
    }

    @Test(arguments: [64, 512, 1_024, 4_096, 8_192], ForeignVectors.Text.allCases)
    func thereAndBack(bits: Int, text: ForeignVectors.Text) throws {
        var random = SplitMix64(seed: UInt64(bits))
        for order in ForeignVectors.BitOrder.allCases {
            for isTrimmed in [false, true] {
                let form = ForeignVectors(bits: bits, text: text, bitOrder: order, isTrimmed: isTrimmed)
                for zeros in [0, 1, bits / 16, bits / 8] {
                    let vector = (0..<bits / 8).map { place in
                        place < bits / 8 - zeros ? UInt8.random(in: 1...255, using: &random) : 0
                    }
                    #expect(try form.vector(Array(Self.text(vector, form).utf8)[...]) == vector)
                }
            }
        }
    }

    /// The second party of a project must not read the first one's bits in another order: the two never agree.
    @Test func anotherOrderIsAnotherVector() throws {
        let vector = Self.vector([0, 9], length: 64)
        let text = Self.text(vector, ForeignVectors(bits: 64))
        #expect(try ForeignVectors(bits: 64, bitOrder: .lsb).vector(Array(text.utf8)[...]) != vector)
    }

    @Test(arguments: [
        // Short, long, missing padding, URL-safe, line break, bits behind the last byte, empty where nothing is trimmed.
        ("gEA=", false, ForeignVectors.Text.base64, "foreign.vector.length"),
        ("gEAAAAAAAAAA", false, .base64, "foreign.vector.length"),
        ("gEAAAAAAAAA", false, .base64, "foreign.vector.base64"),
        ("gE-AAAAAAAA=", false, .base64, "foreign.vector.base64"),
        ("gEAA\nAAAAAA=", false, .base64, "foreign.vector.base64"),
        ("gEAAAAAAAAB=", false, .base64, "foreign.vector.base64"),
        ("", false, .base64, "foreign.vector.length"),
        ("AAAAAAAAAAAB", true, .base64, "foreign.vector.length"),
        ("Mary Smith", false, .base64, "foreign.vector.base64"),
        ("804000000000000", false, .hex, "foreign.vector.hex"),
        ("0x80400000000000", false, .hex, "foreign.vector.hex"),
        ("80 4000000000000", false, .hex, "foreign.vector.hex"),
        ("80400000000000", false, .hex, "foreign.vector.length"),
    ])
    func refusals(text: String, isTrimmed: Bool, form: ForeignVectors.Text, code: String) {
        let error = #expect(throws: ExchangeError.self) {
            try ForeignVectors(bits: 64, text: form, isTrimmed: isTrimmed).vector(Array(text.utf8)[...])
        }
        #expect(error?.code == code)
        #expect(text.isEmpty || error?.description.contains(text) == false)
    }

    @Test func hexOfEitherCase() throws {
        let form = ForeignVectors(bits: 64, text: .hex)
        #expect(try form.vector(Array("8040abCDefEF0100".utf8)[...]) == [0x80, 0x40, 0xAB, 0xCD, 0xEF, 0xEF, 1, 0])
        #expect(Self.text([0x80, 0x40, 0xAB, 0xCD, 0xEF, 0xEF, 1, 0], form) == "8040abcdefef0100")
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Sealing
import Testing

@Suite struct HexTests {
    @Test func writesAndReadsEveryByte() {
        let bytes = (0...255).map { UInt8($0) }
        let text = Hex.encode(bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.count == 512)
        #expect(Hex.decode(text) == bytes)
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "0G", "AB", "0x12", "１２", "12 34", " 12"])
    func refusesWhatIsNotLowerCaseHex(text: String) { #expect(Hex.decode(text) == nil) }
}

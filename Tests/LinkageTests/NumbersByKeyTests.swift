// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

@Suite struct NumbersByKeyTests {
    /// Each key has its numbers, in the order in which they came; some keys have none.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func numbersStandUnderTheirKeys(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let keys = Int.random(in: 1...12, using: &random)
        let entries = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            (key: UInt32.random(in: 0..<UInt32(keys), using: &random), number: UInt32.random(in: 0...9, using: &random))
        }
        let gathered = NumbersByKey(keys: keys) { add in for entry in entries { add(entry.key, entry.number) } }
        for key in 0..<keys {
            #expect(Array(gathered[key]) == entries.filter { $0.key == key }.map(\.number))
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Reports
import TestSupport
import Testing

@Suite struct GraphMatchingTests {
    @Test func aPlainCLKFallsWithoutAnyKnownPerson() throws {
        let people = InventedPeople(600, seed: 1).tokens
        let encodings = try StandInEncoder(key: 1).clk(people, bits: 1024, bitsPerToken: 10)
        let own = try StandInEncoder(key: 2).clk(people, bits: 1024, bitsPerToken: 10)
        let result = try GraphMatching(seed: 3).attack(
            encodings.similarities(under: .dice),
            with: [GraphMatching.Graph(name: "own key", similarities: own.similarities(under: .dice))],
            truth: Array(0..<600)
        )
        print(result)
        #expect(result.found.share.interval.lowerBound > 0.9)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Faults
import Linkage
import TestSupport
import Testing

@Suite struct LinkageInputTests {
    @Test func datasetsAreNumberedByName() throws {
        var random = SplitMix64(seed: 1)
        let row = [randomFilter(bytes: 8, share: 128, &random)]
        let input = try LinkageInput(["b", "a", "C", "a1"].map { try dataset($0, row, &random) })
        #expect(input.datasets.map(\.name) == ["C", "a", "a1", "b"])
        #expect(input.records == 4)
    }

    @Test func impossibleInputsAreErrors() throws {
        var random = SplitMix64(seed: 3)
        let short = try dataset("a", [randomFilter(bytes: 8, share: 128, &random)], &random)
        let long = try dataset("b", [randomFilter(bytes: 16, share: 128, &random)], &random)
        #expect(throws: LinkageError.self) { try LinkageInput([short]) }
        #expect(#expect(throws: LinkageError.self) { try LinkageInput([short, short]) }?.kind == .datasets)
        #expect(#expect(throws: LinkageError.self) { try LinkageInput([short, long]) }?.kind == .lengths)
        let rows = try matrix([[UInt8](repeating: 1, count: 8)])
        for tokens in [15, 17, 32] {
            let error = #expect(throws: LinkageError.self) {
                try LinkageDataset(name: "a", tokens: [UInt8](repeating: 0, count: tokens), filters: rows)
            }
            #expect(error?.kind == .rows)
        }
    }
}

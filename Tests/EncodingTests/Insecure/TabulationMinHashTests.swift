// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Testing

/// Tabulation MinHash: bits that agree as far as the tokens do.
@Suite struct TabulationMinHashTests {
    static let length = 512

    @Test func bitsAgreeAsFarAsTheTokensDo() throws {
        let minHash = Insecure.TabulationMinHash(length: Self.length, hasher: try NumberedHasher(12))
        let all = (0..<40).map { Array("token \($0)".utf8) }
        let encoded = minHash.encoded(Array(all[..<20]))
        for shared in [0, 4, 10, 16, 19] {
            let other = minHash.encoded(Array(all[20 - shared..<40 - shared]))
            let jaccard = Double(shared) / Double(40 - shared)
            let agreement = (1 + jaccard) / 2
            let agreeing = Double(Self.length - distance(encoded, other)) / Double(Self.length)
            let deviation = (agreement * (1 - agreement) / Double(Self.length)).squareRoot()
            #expect(abs(agreeing - agreement) < 4 * deviation, "\(shared) tokens shared")
        }
        #expect(minHash.encoded(all[..<20].reversed() + all[..<3]) == encoded)
        #expect(ones(minHash.encoded([])) == 0)

        // Half of the bits agree under another key.
        let other = Insecure.TabulationMinHash(length: 64, hasher: try NumberedHasher(13)).encoded(Array(all[..<20]))
        #expect(abs(distance(Array(encoded.prefix(8)), other) - 32) < 20)
    }
}

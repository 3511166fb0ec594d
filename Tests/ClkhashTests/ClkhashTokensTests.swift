// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import Testing

/// What somebody with a list cuts its records into, against the tokens that the specification writes out.
@Suite struct ClkhashTokensTests {
    private static let document = """
        {"version": 3, "clkConfig": {"l": 64, "kdf": {"type": "HKDF"}}, "features": [
         {"identifier": "id", "ignored": true},
         {"identifier": "a", "format": {"type": "string"},
          "hashing": {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerToken": 1},
                      "missingValue": {"sentinel": "-", "replaceWith": ""}}},
         {"identifier": "b", "format": {"type": "string"},
          "hashing": {"comparison": {"type": "ngram", "n": 1, "positional": true}, "strategy": {"bitsPerFeature": 9}}},
         {"identifier": "c", "format": {"type": "integer"},
          "hashing": {"comparison": {"type": "numeric", "thresholdDistance": 5, "resolution": 1},
                      "strategy": {"bitsPerToken": 1}}},
         {"identifier": "d", "format": {"type": "enum", "values": ["F", "M"]},
          "hashing": {"comparison": {"type": "exact"}, "strategy": {"bitsPerToken": 1}}}]}
        """

    /// The tokens of a record, each after its column's number; nil if it can't be encoded.
    private func tokens(_ record: [String]) throws -> [String]? {
        var reader = try ClkhashTokens(ClkhashDocument(Array(Self.document.utf8)).schema)
        let bytes = record.map { Array($0.utf8) }
        var ends: [Int] = []
        for field in bytes { ends.append((ends.last ?? 0) + field.count) }
        var tokens: [String] = []
        let isWhole = unsafe Array(bytes.joined()).withUnsafeBytes { all in
            let fields = unsafe ends.indices.map { index in
                unsafe UnsafeRawBufferPointer(rebasing: all[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
            }
            return unsafe reader.read(fields) { unsafe tokens.append("\($1):" + String(decoding: $0, as: UTF8.self)) }
        }
        return isWhole ? tokens : nil
    }

    @Test func tokensAreThoseOfTheirColumns() throws {
        // 2R·v = 14, and the multiple of 5 nearest to it is 15.
        let numbers = ["3:10", "3:15", "3:20"]
        #expect(
            try tokens(["7", "Ann", "77", "7", "F"])
                == ["1: A", "1:An", "1:nn", "1:n ", "2:1 7", "2:2 7"] + numbers + ["4:F"]
        )
        #expect(try tokens(["", "-", "", "7", "M"]) == numbers + ["4:M"])
    }

    @Test(arguments: [["7", "Ann", "77", "x", "F"], ["7", "Ann", "77", "7", "f"]]) func whatIsRefusedHasNone(
        record: [String]
    ) throws {
        #expect(try tokens(record) == nil)
    }
}

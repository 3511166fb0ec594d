// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing

/// What `Fixtures/make_texts.py` wrote.
@Test func textSimilaritiesAgreeWithAnotherImplementation() throws {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let bytes = try #require(read("/\(folder)/Fixtures/texts.tsv"))
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 300)
    for line in lines {
        let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map(Array.init)
        let similarity = try #require(Double(String(decoding: cells[2], as: UTF8.self)))
        let distance = try #require(Int(String(decoding: cells[3], as: UTF8.self)))
        #expect(abs(jaroWinkler(cells[0], cells[1]) - similarity) < 1e-11)
        #expect(alignmentDistance(cells[0], cells[1]) == distance)
        #expect(alignmentDistance(cells[1], cells[0]) == distance)
    }
}

/// Examples of Winkler, *String comparator metrics and enhanced decision rules* (1990), which are rounded.
@Test(arguments: [("dwayne", "duane", 0.84), ("martha", "marhta", 0.961), ("dixon", "dicksonx", 0.813)])
func jaroWinklerAgreesWithWinkler(first: String, second: String, similarity: Double) {
    #expect(abs(jaroWinkler(Array(first.utf8), Array(second.utf8)) - similarity) < 0.0005)
}

private func jaroWinkler(_ first: [UInt8], _ second: [UInt8]) -> Double {
    TextSimilarity.jaroWinkler(first.span, second.span)
}

private func alignmentDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    TextSimilarity.alignmentDistance(first.span, second.span)
}

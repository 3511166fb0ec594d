// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import Files
import TestSupport
import Testing

@Suite struct ForeignResultsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func written(_ name: String, _ body: (OutputFile) throws -> Void) throws -> [UInt8] {
        let file = try OutputFile(path: folder.file(name))
        try body(file)
        try file.commit()
        return try InputFile(path: folder.file(name)).readAll(limit: 1 << 20)
    }

    /// What `anonlink.serialization.dump_candidate_pairs` of anonlink 0.15.3 writes for these two pairs.
    private static let published: [UInt8] =
        [1, 8, 4, 4, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0x1B, 0, 0, 0]
        + [0, 0, 0, 0, 0, 0, 0xE0, 0x3F, 0, 0, 0, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0x1C, 0, 0, 0]

    private static let pairs = [
        SimilarPair(similarity: 1, datasets: (0, 1), rows: (5, 27)),
        SimilarPair(similarity: 0.5, datasets: (1, 0), rows: (28, 6)),
    ]

    @Test func binaryAsPublished() throws {
        #expect(try written("binary") { try ForeignResults.writeBinary(Self.pairs, to: $0) } == Self.published)
        #expect(try ForeignResults.readBinary(folder.file("binary")) == Self.pairs)
    }

    @Test(arguments: [1, 3, 4, 27, 29])
    func cutBinary(bytes: Int) throws {
        _ = try folder.write(Array(Self.published.prefix(bytes)), as: "cut")
        if bytes == 4 {
            #expect(try ForeignResults.readBinary(folder.file("cut")).isEmpty)
        } else {
            let error = #expect(throws: ExchangeError.self) { try ForeignResults.readBinary(folder.file("cut")) }
            #expect(error?.code == "foreign.results")
        }
    }

    @Test func scoresAndGroups() throws {
        let pairs = Self.pairs + [SimilarPair(similarity: 20.0 / 21, datasets: (0, 1), rows: (7, 1))]
        let text = try written("scores") { try ForeignResults.writeScores(pairs, to: $0) }
        // As Python's `repr` has the numbers.
        #expect(
            String(decoding: text, as: UTF8.self)
                == "{\"similarity_scores\": [\n[[0, 5], [1, 27], 1.0],\n[[0, 6], [1, 28], 0.5],\n[[0, 7], [1, 1], 0.9523809523809523]]}\n"
        )
        #expect(try ForeignResults.readScores(folder.file("scores")) == pairs)
        let groups: [[UInt64]] = [[5, 1 << 32 | 27], [6, 1 << 32 | 28, 2 << 32]]
        let listed = try written("groups") { try ForeignResults.writeGroups(groups, to: $0) }
        #expect(
            String(decoding: listed, as: UTF8.self)
                == "{\"groups\": [\n[[0, 5], [1, 27]],\n[[0, 6], [1, 28], [2, 0]]]}\n"
        )
        #expect(try ForeignResults.readGroups(folder.file("groups")) == groups)
        _ = try folder.write(Array("{\"groups\": [[[0, 5], [1, 27]], [[0, 5], [2, 1]]]}".utf8), as: "twice")
        #expect(throws: ExchangeError.self) { try ForeignResults.readGroups(folder.file("twice")) }
    }

    @Test func orderIsThatOfAnonlink() {
        let pairs = [
            SimilarPair(similarity: 0.5, datasets: (0, 2), rows: (0, 0)),
            SimilarPair(similarity: 0.5, datasets: (0, 1), rows: (2, 1)),
            SimilarPair(similarity: 0.5, datasets: (0, 1), rows: (1, 3)),
            SimilarPair(similarity: 0.75, datasets: (1, 2), rows: (9, 9)),
            SimilarPair(similarity: 0.5, datasets: (1, 0), rows: (3, 1)),
        ]
        #expect(SimilarPair.ordered(pairs) == [pairs[3], pairs[2], pairs[1], pairs[0]])
    }
}

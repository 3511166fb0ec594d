// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import TestSupport
import Testing

/// However the work is cut, distributed and done, the same bytes come out.
@Suite struct JoinReproducibilityTests {
    @Test(arguments: [false, true]) func sameBytesHoweverItIsDone(isWithin: Bool) throws {
        let rows = 2_400
        let session = try LinkageSession(rows: rows, seed: 3)
        let files = isWithin ? ["pairs.csv", "duplicates.csv"] : ["pairs.csv"]
        let within = isWithin ? " --within" : ""
        try session.run("./unit link\(within) --threads 1 -o first")
        let expected = try session.digests(of: files, in: "first")
        // Half of B is in A, and most of it was found, or the same bytes would say little.
        for file in files {
            #expect(try Int(session.run("wc -l < first/\(file)")) ?? 0 > rows / 20, "\(file)")
        }

        let kernels = try session.run(
            "tessera-linker version --verbose --json | python3 -c 'import json; print(*json.load(open(0))[\"available\"])'"
        ).split(separator: " ").map(String.init)
        #expect(kernels.contains("portable"))
        let options = ["--threads 2"] + [500, 1_300, 100_000].map { "--threads 2 --tile-rows \($0)" }
        let ways = options.map { ($0, [String: String]()) } + kernels.map { ("", ["TESSERA_KERNEL": $0]) }
        for (number, (options, environment)) in ways.enumerated() {
            try session.run("./unit link\(within) \(options) -o out\(number)", environment: environment)
            let digests = try session.digests(of: files, in: "out\(number)")
            #expect(digests == expected, "\(options) \(environment)")
        }

        // Two workers at once, each with half of the tiles in any order.
        try session.run(
            """
            ./unit plan\(within) --tile-rows 400 -o work && shuf work/tiles.txt > lines && split -n r/2 lines half. &&
            { ./unit worker work --lines --threads 1 < half.aa & ./unit worker work --lines --threads 1 < half.ab &&
              wait $! && ./unit merge work -o merged; }
            """
        )
        #expect(try session.digests(of: files, in: "merged") == expected)
        #expect(try session.names("work").filter { $0.hasSuffix(".pairs") }.count == (isWithin ? 36 + 21 + 21 : 36))
    }

    /// Filters that are read tile by tile, in the least memory that the program says it needs.
    @Test func sameBytesInLittleMemory() throws {
        let session = try LinkageSession(rows: 9_000, seed: 4)
        let refused = try session.shell.run("./unit link --memory 1M -o none")
        #expect(refused.status == 2)
        let least = try #require(refused.errors.split(separator: "--memory ").last?.split(separator: "\n").first)
        let cost = try session.run("./unit link --memory \(least) --dry-run --json -o none")
        let tiles = try JSONParser.parse(Array(cost.utf8), file: "cost")["tiles"]?.integer
        #expect(try #require(tiles) > 1, "all filters fit into \(least)")
        try session.run("./unit link -o first && ./unit link --memory \(least) -o second")
        let expected = try session.digests(of: ["pairs.csv"], in: "first")
        #expect(try session.digests(of: ["pairs.csv"], in: "second") == expected)
    }

    /// All tiles at once to several workers: each is done by one of them, whoever comes first.
    @Test func workersShareTiles() throws {
        let session = try LinkageSession(rows: 1_000, seed: 9)
        try session.run("./unit link -o first && ./unit plan --tile-rows 100 -o work")
        try session.run(
            """
            for i in 1 2 3 4; do shuf work/tiles.txt | ./unit worker work --lines --json > $i.json & all="$all $!"; done
            for i in $all; do wait $i || exit 1; done
            """
        )
        #expect(try session.run("./unit merge work --missing").isEmpty)
        try session.run("./unit merge work -o out")
        #expect(try session.digests(of: ["pairs.csv"], in: "out") == session.digests(of: ["pairs.csv"], in: "first"))
        #expect(try session.names("work").filter { $0.hasSuffix(".part") }.isEmpty)
    }
}

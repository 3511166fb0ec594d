// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Evaluation
import JSONText
import Testing

/// One case of `Fixtures/cases.json`, which `make_cases.py` counted the slow way.
struct Fixture: Sendable, CustomTestStringConvertible {
    let json: JSONValue

    var testDescription: String { "seed \(json["seed"]?.integer ?? -1)" }

    var rows: [(a: String, b: String, similarity: Double)] {
        get throws {
            try #require(json["pairs"]?.array).map { row in
                let cells = try #require(row.array)
                return try (
                    #require(cells[0].string), #require(cells[1].string), #require(cells[2].number)
                )
            }
        }
    }

    var truth: [(a: String, b: String)] {
        get throws {
            try #require(json["truth"]?.array).map { row in
                let cells = try #require(row.array)
                return try (#require(cells[0].string), #require(cells[1].string))
            }
        }
    }

    /// All cases; the file's path is relative to this one.
    static let all: [Fixture] = {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        guard let bytes = read("/\(folder)/Fixtures/cases.json"), let json = try? JSONParser.parse(bytes) else {
            return []
        }
        return (json["cases"]?.array ?? []).map(Fixture.init)
    }()

    /// The case as the types that are tested.
    func problem() throws -> (pairs: PairList, truth: TruePairs, datasets: DatasetPair) {
        var datasets = DatasetPair(a: "a", b: "b")
        let entries = try rows.map { row in
            PairList.Entry(
                pair: datasets.pair(Array(row.a.utf8), Array(row.b.utf8)),
                similarity: row.similarity
            )
        }
        let truth = try TruePairs(Set(truth.map { datasets.pair(Array($0.a.utf8), Array($0.b.utf8)) }))
        return (PairList(entries, assigned: nil, datasets: datasets), truth, datasets)
    }
}

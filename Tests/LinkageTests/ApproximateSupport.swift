// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import JSONText
import Linkage
import Testing

/// A search of hand-made tables, read as a plan's text has it.
func handmadeSearch(
    recall: Int = 9_900,
    tables: Int,
    keyBits: Int,
    sketchBits: Int = 0,
    limits: [Int] = [Int](repeating: 0, count: 129),
    positions: [Int]
) throws -> ApproximateSearch {
    let json: JSONValue = [
        "tessera": "join-plan/1", "datasets": [], "vectors": [], "bits": 128, "similarity": "dice",
        "threshold": 8_000, "within": false, "tileRows": [],
        "search": [
            "kind": "approximate", "recall": .integer(recall), "tables": .integer(tables),
            "keyBits": .integer(keyBits), "sketchBits": .integer(sketchBits),
            "sketchLimits": .array(limits.map { .integer($0) }),
            "positions": .array(positions.map { .integer($0) }),
        ],
    ]
    guard case .approximate(let search) = try JoinPlan(json).search else {
        return try #require(nil as ApproximateSearch?)
    }
    return search
}

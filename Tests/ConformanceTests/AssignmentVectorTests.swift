// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import JSONText
import Linkage
import Testing

/// `linkage.json`, assignment: the groups that candidates are joined to, in the one total order.
@Suite struct AssignmentVectors {
    @Test(arguments: cases(of: "linkage.json", prefix: "greedy-"))
    func joinsTheseGroups(vector: VectorCase) throws {
        let pairs = try vector.array("pairs")
        var tokens = try [[String]](repeating: [], count: vector.integer("datasets"))
        for record in pairs.flatMap({ [$0["a"], $0["b"]] }) {
            let (dataset, token) = try named(record)
            if tokens[dataset].contains(token) == false { tokens[dataset].append(token) }
        }
        let input = try LinkageInput(
            tokens.indices.map { dataset in
                try LinkageDataset(
                    name: "agency \(dataset)",
                    tokens: tokens[dataset].flatMap { unhex($0) ?? [] },
                    filters: FilterMatrix(rows: tokens[dataset].count, bits: 64)
                )
            }
        )
        let candidates = try pairs.map { pair in
            let ((a, tokenA), (b, tokenB)) = try (named(pair["a"]), named(pair["b"]))
            return CandidatePair(
                datasetA: UInt32(a),
                rowA: UInt32(try #require(tokens[a].firstIndex(of: tokenA))),
                datasetB: UInt32(b),
                rowB: UInt32(try #require(tokens[b].firstIndex(of: tokenB))),
                intersection: UInt32(try #require(pair["intersection"]?.integer)),
                popcountSum: UInt32(try #require(pair["popcountSum"]?.integer))
            )
        }
        let assignment = try Assignment(candidates, of: input)
        var groups = [Set<String>](repeating: [], count: assignment.groupCount)
        for (dataset, rows) in assignment.groups.enumerated() {
            for (row, group) in rows.enumerated() { groups[Int(group)].insert("\(dataset) \(tokens[dataset][row])") }
        }
        let expected = try vector.array("groups").map { group in
            Set(try #require(group.array).map { record in try named(record) }.map { "\($0.dataset) \($0.token)" })
        }
        #expect(Set(groups.filter { $0.count > 1 }) == Set(expected))
        #expect(try assignment.tally.conflicts == vector.integer("conflicts"))
    }

    private func named(_ record: JSONValue?) throws -> (dataset: Int, token: String) {
        let parts = try #require(record?.array)
        return (Int(try #require(parts.first?.integer)), try #require(parts.last?.string))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import JSONText
import Testing

/// `insecure.json`: the encodings and hardenings for research as an independent script makes them.
@Suite struct InsecureVectors {
    @Test(arguments: cases(of: "insecure.json"))
    func comesOutAsTheScriptHasIt(vector: VectorCase) throws {
        switch try vector.text("scheme") {
        case "fold": try expect(Insecure.folded(vector.bytes("filter")), vector)
        case "rule90": try expect(Insecure.rule90(vector.bytes("filter")), vector)
        case "balance":
            let filter = try vector.bytes("filter")
            let stream = Insecure.KeyedStream(try hasher(vector), purpose: "test/balance")
            let permutation = Insecure.KeyedPermutation(count: 16 * filter.count, drawing: stream)
            try expect(Insecure.balanced(filter, permutation: permutation), vector)
        case "flips":
            let flips = Insecure.RandomFlips(
                rate: Double(try vector.integer("perMille")) / 1000,
                file: try vector.bytes("file"),
                hasher: try hasher(vector)
            )
            try expect(flips.flipped(vector.bytes("filter"), record: UInt64(vector.integer("record"))), vector)
        case "diffusion":
            let filter = try vector.bytes("filter")
            let diffusion = Insecure.Diffusion(
                inputBits: filter.count * 8,
                outputBits: try vector.integer("length"),
                t: try vector.integer("t"),
                hasher: try hasher(vector)
            )
            try expect(diffusion.applied(to: filter), vector)
        case "bloom": try expect(filter(vector, hasher(vector)), vector)
        case "salt":
            let salt = Array(try vector.text("salt").utf8)
            try expect(filter(vector, Insecure.RecordSalt(salt, hasher: hasher(vector))), vector)
        case "tabulation":
            let minHash = Insecure.TabulationMinHash(length: try vector.integer("length"), hasher: try hasher(vector))
            try expect(minHash.encoded(tokens(vector)), vector)
        case "two-step":
            let twoStep = Insecure.TwoStepHash(
                hashes: try vector.integer("hashes"),
                columns: try vector.integer("columns"),
                hasher: try hasher(vector)
            )
            let expected = try vector.array("expected").map { UInt64($0.string ?? "", radix: 16) }
            #expect(try twoStep.encoded(tokens(vector)) == expected)
        case "sampling":
            let filter = Insecure.RecordLevelFilter(
                length: try vector.integer("length"),
                fieldBits: try integers(vector.require("fieldBits")),
                weights: try integers(vector.require("weights")),
                hasher: try hasher(vector)
            )
            #expect(try filter.sources.map { [$0.field, $0.bit] } == vector.array("expected").map(integers))
        case "permutation":
            let stream = Insecure.KeyedStream(try hasher(vector), purpose: "test/order")
            let permutation = Insecure.KeyedPermutation(count: try vector.integer("count"), drawing: stream)
            #expect(try permutation.order == integers(vector.require("expected")))
        case "markov":
            let names = try vector.array("names").map { name in
                let padded = [UInt8(ascii: "_")] + Array((name.string ?? "").utf8) + [UInt8(ascii: "_")]
                return zip(padded, padded.dropFirst()).map { [$0, $1] }
            }
            let markov = Insecure.MarkovSalt(learning: names, predictions: try vector.integer("predictions"))
            #expect(try markov.salted(tokens(vector)) == tokens(vector, "expected"))
        case let other: Issue.record("no test of \(other)")
        }
    }

    private func expect(_ filter: [UInt8], _ vector: VectorCase) throws {
        #expect(try hex(filter) == vector.text("expected"))
    }

    private func hasher(_ vector: VectorCase) throws -> any TokenHashing {
        try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: "any"),
            fingerprint: [UInt8](repeating: 0, count: 32)
        ).hasher(group: "insecure")
    }

    private func filter(_ vector: VectorCase, _ hasher: any TokenHashing) throws -> [UInt8] {
        plainFilter(
            of: try tokens(vector),
            bitsPerToken: try vector.integer("bitsPerToken"),
            length: try vector.integer("length"),
            hasher: hasher
        )
    }

    private func tokens(_ vector: VectorCase, _ key: String = "tokens") throws -> [[UInt8]] {
        try vector.array(key).map { Array(($0.string ?? "").utf8) }
    }

    private func integers(_ list: JSONValue) throws -> [Int] {
        try #require(list.array).map { Int(try #require($0.integer)) }
    }
}

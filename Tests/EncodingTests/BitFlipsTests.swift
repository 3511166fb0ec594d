// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Schemas
import Testing

/// `flipsPerThousand`: noise at its rate, everywhere in a vector, never twice the same, and nowhere else.
@Suite struct BitFlipsTests {
    private static let presence = 8
    private static let bits = 1024
    private static let person = ["Maria", "Garcia", "1985-03-12"]

    private func schema(_ flips: Int) -> LinkageSchema {
        var schema = LinkageSchema.record([.of(.givenName), .of(.familyName), .of(.date)], bits: Self.bits)
        schema.flipsPerThousand = flips
        return schema
    }

    private func encoder(_ schema: LinkageSchema) throws -> RecordEncoder {
        try RecordEncoder(schema: schema) { ToyHasher(group: $0) }
    }

    /// What the noise changed in `count` rows of one person.
    private func masks(_ schema: LinkageSchema, _ person: [String] = Self.person, count: Int) throws -> [[UInt8]] {
        let plain = try #require(Oracle.row(schema, person))
        let encoder = try encoder(schema)
        return try (0..<count).map { _ in zip(try #require(encoder.row(person)), plain).map { $0 ^ $1 } }
    }

    private func ones(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 + $1.nonzeroBitCount } }

    private func isWithin(_ sigmas: Double, _ seen: Int, of trials: Int, rate: Double) -> Bool {
        let sigma = (Double(trials) * rate * (1 - rate)).squareRoot()
        return abs(Double(seen) - Double(trials) * rate) < sigmas * sigma
    }

    /// A generator made anew for each record leaves most positions alone and flips the others in every row.
    @Test(arguments: [20, 35, 60, 100])
    func defect_D1_noiseIsPerRecord(flips: Int) throws {
        let rate = Double(flips) / 1000
        let count = 2000
        let masks = try masks(schema(flips), count: count)
        #expect(masks.allSatisfy { $0.prefix(Self.presence).allSatisfy { $0 == 0 } })
        #expect(isWithin(5, ones(masks.joined()), of: count * Self.bits, rate: rate))
        #expect(Set(masks).count == count)

        var atPosition = [Int](repeating: 0, count: Self.bits)
        for mask in masks {
            for index in atPosition.indices where mask[Self.presence + index / 8] & 0x80 >> UInt8(index % 8) != 0 {
                atPosition[index] += 1
            }
        }
        #expect(atPosition.allSatisfy { $0 > 0 && isWithin(7, $0, of: count, rate: rate) })
    }

    /// Bits of one row, of neighbouring rows, and of two runs have nothing to do with each other.
    @Test func flipsAreIndependent() throws {
        let rate = 0.1
        let count = 1000
        let first = try masks(schema(100), count: count)
        let second = try masks(schema(100), count: count)
        func both(_ pairs: some Sequence<([UInt8], [UInt8])>) -> Int {
            pairs.reduce(0) { $0 + ones(zip($1.0, $1.1).map { $0 & $1 }) }
        }
        let trials = count * Self.bits
        #expect(isWithin(5, both(zip(first, second)), of: trials, rate: rate * rate))
        let neighbours = (count - 1) * Self.bits
        #expect(isWithin(5, both(zip(first, first.dropFirst())), of: neighbours, rate: rate * rate))
        // Within a row: a byte and the next, words of 64 bits included.
        let next = first.reduce(0) { sum, mask in sum + ones(zip(mask, mask.dropFirst()).map { $0 & $1 }) }
        #expect(isWithin(5, next, of: count * (Self.bits - 8), rate: rate * rate))
        // The number of flips of a row varies as that of independent bits does.
        let counts = first.map { Double(ones($0)) }
        let mean = Double(Self.bits) * rate
        let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
        let expected = Double(Self.bits) * rate * (1 - rate)
        #expect(abs(variance / expected - 1) < 5 * (2 / Double(count)).squareRoot())
    }

    /// A filter that is full loses as many bits as an empty one gains.
    @Test func onesAndZerosFlipAlike() throws {
        var full = LinkageSchema.record([.of(.sex, weight: .bitsPerToken(1024))], bits: 64)
        full.flipsPerThousand = 50
        let encoder = try encoder(full)
        var plain = full
        plain.flipsPerThousand = 0
        let row = try #require(try self.encoder(plain).row(["f"]))
        #expect(ones(row.dropFirst(Self.presence)) == 64)
        let left = try (0..<3000).reduce(0) { sum, _ in sum + ones(try #require(encoder.row(["f"])).dropFirst(8)) }
        #expect(isWithin(5, left, of: 3000 * 64, rate: 0.95))
    }

    /// A vector of which no feature is present stays zero, as without flips; the mask says so anyway.
    @Test func vectorsWithoutAFeatureStayZero() throws {
        var schema = schema(100)
        schema.vectors = [
            .init(name: "names", bits: 128, features: [0, 1]), .init(name: "dob", bits: 64, features: [2]),
            .init(name: "given", bits: 192, features: [0]),
        ]
        let places = [8..<24, 24..<32, 32..<56]
        let cases: [([String], [Bool])] = [
            (["Maria", "Garcia", "1985-03-12"], [true, true, true]), (["", "Garcia", ""], [true, false, false]),
            (["Maria", "unknown", "1985-02-30"], [true, false, true]), (["", "", "1985-03-12"], [false, true, false]),
        ]
        for (person, isNoisy) in cases {
            let masks = try masks(schema, person, count: 300)
            for (place, isNoisy) in zip(places, isNoisy) {
                let flips = masks.reduce(0) { $0 + ones($1[place]) }
                #expect(isNoisy ? isWithin(5, flips, of: 300 * place.count * 8, rate: 0.1) : flips == 0)
            }
            #expect(masks.allSatisfy { $0.prefix(8).allSatisfy { $0 == 0 } })
        }
        #expect(try encoder(schema).encode(["", "", ""]).outcome == .blank)
    }

    /// Sixty-four features: every bit of the mask finds its vector.
    @Test func everyFeatureFindsItsVector() throws {
        let features = (0..<64).map { Feature.of(.code, name: "c\($0)", weight: .bitsPerToken(1)) }
        var schema = LinkageSchema.record(features)
        schema.vectors = features.indices.map { .init(name: "v\($0)", bits: 64, features: [$0]) }
        schema.flipsPerThousand = 100
        for index in features.indices {
            let masks = try masks(schema, features.indices.map { $0 == index ? "a" : "" }, count: 10)
            let noisy = features.indices.filter { vector in
                masks.contains { ones($0[8 + vector * 8..<16 + vector * 8]) > 0 }
            }
            #expect(noisy == [index])
        }
    }

    @Test func canaryRowsHaveNoFlips() throws {
        let schema = schema(100)
        let keys = try freshKeys(schema)
        let rows = try CanaryRows.rows(schema: schema, keys: keys)
        var plain = schema
        plain.flipsPerThousand = 0
        #expect(try CanaryRows.rows(schema: plain, keys: keys) == rows)
        #expect(try CanaryRows.digest(schema: schema, keys: keys) == CanaryRows.digest(schema: schema, keys: keys))
    }

    @Test func withoutTheOptionNothingIsFlipped() throws {
        #expect(try masks(schema(0), count: 20).allSatisfy { ones($0) == 0 })
    }
}

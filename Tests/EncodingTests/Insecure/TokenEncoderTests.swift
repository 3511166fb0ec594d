// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Schemas
import Testing

/// Encoders of token sets: the plain filter, two-step hashes, salts.
@Suite struct TokenEncoders {
    static let names = ["annette", "o brien", "maximilian", "li"]

    /// The bigrams of a name.
    static func bigrams(_ name: String) -> [[UInt8]] {
        Oracle.tokens(of: name, Feature.of(.givenName).tokens)
    }

    @Test(arguments: names)
    func thePlainFilterIsTheSpecifications(name: String) throws {
        let feature = Feature.of(.givenName, weight: .bitsPerToken(11))
        let row = try #require(Oracle.row(.record([feature], bits: 512), [name]))
        let hasher = ToyHasher(group: feature.keyGroup)
        let filter = plainFilter(of: Self.bigrams(name), bitsPerToken: 11, length: 512, hasher: hasher)
        #expect(filter == Array(row.dropFirst(8)))
    }

    @Test(arguments: names)
    func twoStepHasOneNumberForEachColumnWithABit(name: String) throws {
        let hasher = try NumberedHasher(8)
        let twoStep = Insecure.TwoStepHash(hashes: 12, columns: 60, hasher: hasher)
        let tokens = Self.bigrams(name)
        /// The bits of tokens: hash function and column.
        func cells(_ tokens: [[UInt8]]) -> Set<[Int]> {
            Set(
                tokens.flatMap { token in
                    var stream = Insecure.KeyedStream(hasher, message: token)
                    return (0..<12).map { [$0, Int(stream.next() % 60)] }
                }
            )
        }
        let columns = Set(cells(tokens).map { $0[1] })
        let encoded = twoStep.encoded(tokens)
        // Two columns may hold the same bits: their numbers differ all the same.
        #expect(Set(encoded).count == columns.count)
        #expect(encoded.count == columns.count)
        #expect(encoded == encoded.sorted())
        #expect(twoStep.encoded(tokens.reversed() + tokens) == encoded)

        // One token more changes the columns that it adds a bit to, and no other.
        let extra = Array("zz".utf8)
        let changed = Set(cells([extra]).subtracting(cells(tokens)).map { $0[1] })
        let kept = Set(twoStep.encoded(tokens + [extra])).intersection(encoded)
        #expect(kept.count == columns.subtracting(changed).count)

        let other = Insecure.TwoStepHash(hashes: 12, columns: 60, hasher: try NumberedHasher(9))
        #expect(Set(other.encoded(tokens)).isDisjoint(with: encoded))
    }

    @Test func recordsOfOtherSaltsShareBitsByChanceOnly() throws {
        let hasher = try NumberedHasher(10)
        let tokens = (0..<200).map { Array("\($0)".utf8) }
        func filter(_ salt: String) -> [UInt8] {
            let salted = Insecure.RecordSalt(Array(salt.utf8), hasher: hasher)
            return plainFilter(of: tokens, bitsPerToken: 10, length: 4096, hasher: salted)
        }
        let (first, again, other) = (filter("1985"), filter("1985"), filter("1986"))
        #expect(first == again)
        let shared = zip(bits(first), bits(other)).count { $0 && $1 }
        let (a, b) = (Double(ones(first)) / 4096, Double(ones(other)) / 4096)
        #expect(abs(Double(shared) - 4096 * a * b) < 5 * (4096 * a * b * (1 - a) * (1 - b)).squareRoot())
        #expect(filter("") != plainFilter(of: tokens, bitsPerToken: 10, length: 4096, hasher: hasher))
    }

    @Test func saltAndTokenDoNotRunTogetherAndShowNothing() throws {
        let hasher = try NumberedHasher(11)
        func filter(_ salt: String, _ token: String) -> [UInt8] {
            let salted = Insecure.RecordSalt(Array(salt.utf8), hasher: hasher)
            return plainFilter(of: [Array(token.utf8)], bitsPerToken: 8, length: 1024, hasher: salted)
        }
        #expect(filter("a", "bc") != filter("ab", "c"))
        #expect("\(Insecure.RecordSalt(Array("1985".utf8), hasher: hasher))" == "RecordSalt (withheld)")
    }

    @Test func markovAddsTheLikeliestSuccessors() {
        // After a: b twice, c twice, d once; after b: a.
        let names = [["a", "b", "a", "c"], ["a", "b"], ["a", "d"], ["a", "c"], []].map(tokens)
        func salted(_ given: [String], _ predictions: Int) -> [String] {
            Insecure.MarkovSalt(learning: names, predictions: predictions).salted(tokens(given))
                .map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(salted(["a"], 0) == ["a"])
        #expect(salted(["a"], 1) == ["a", "b"])
        #expect(salted(["a"], 2) == ["a", "b", "c"])
        #expect(salted(["a"], 9) == ["a", "b", "c", "d"])
        #expect(salted(["b"], 1) == ["a", "b"])
        // What is predicted predicts nothing further, and a token unknown to the list nothing at all.
        #expect(salted(["z", "d"], 9) == ["d", "z"])
        #expect(salted([], 9) == [])
    }

    @Test func markovFiltersRepeatUnderOneKeyOnly() throws {
        func filter(_ key: UInt64) throws -> [UInt8] {
            let markov = Insecure.MarkovSalt(learning: Self.names.map(Self.bigrams), predictions: 2)
            let salted = markov.salted(Self.bigrams("annette"))
            return plainFilter(of: salted, bitsPerToken: 10, length: 512, hasher: try NumberedHasher(key))
        }
        #expect(try filter(1) == filter(1))
        #expect(try filter(1) != filter(2))
    }
}

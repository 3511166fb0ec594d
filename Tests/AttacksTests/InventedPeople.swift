// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// People with a given name, a family name and a birthday, as sets of token numbers: bigrams of the names, digits of
/// the date.
struct InventedPeople {
    let tokens: [[Int]]

    /// `count` different people.
    ///
    /// Names are syllables, some far more frequent than others.
    init(_ count: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let syllables = [
            "ma", "ri", "an", "el", "so", "phi", "jo", "hn", "ta", "ke", "lu", "is", "ber", "gen", "dro", "vi",
        ]
        func name(from pool: Int, _ random: inout SplitMix64) -> String {
            // Squaring a draw makes low numbers frequent.
            let share = Double.random(in: 0..<1, using: &random)
            var draws = SplitMix64(seed: UInt64(share * share * Double(pool)) + UInt64(pool) << 32)
            return (0..<Int.random(in: 2...4, using: &draws)).map { _ in
                syllables[Int.random(in: 0..<syllables.count, using: &draws)]
            }.joined()
        }
        var numbers: [String: Int] = [:]
        var tokens: [[Int]] = []
        for _ in 0..<count {
            var words: [String] = []
            for (field, pool) in [("g", 200), ("f", 1_000)] {
                let letters = Array("_\(name(from: pool, &random))_")
                words += zip(letters, letters.dropFirst()).map { "\(field)\($0)\($1)" }
            }
            let year = Int.random(in: 1930...2010, using: &random)
            let date = "\(year)\(Int.random(in: 10...12, using: &random))\(Int.random(in: 10...28, using: &random))"
            words += date.enumerated().map { "d\($0.offset)\($0.element)" }
            words.append("y\(year)")
            for word in words where numbers[word] == nil { numbers[word] = numbers.count }
            tokens.append(Set(words.compactMap { numbers[$0] }).sorted())
        }
        self.tokens = tokens
    }
}

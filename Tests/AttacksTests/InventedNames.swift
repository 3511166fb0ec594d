// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// One name a person, as sets of token numbers: padded bigrams of a few hundred names, the r-th of which is drawn in
/// proportion to 1/r (Zipf's law).
struct InventedNames {
    let tokens: [[Int]]

    init(_ count: Int, of names: Int = 300, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let syllables = ["ma", "ri", "an", "el", "so", "phi", "jo", "hn", "ta", "ke", "lu", "is", "ber", "gen", "dro"]
        var pool: [[String]] = []
        while pool.count < names {
            let name = (0..<Int.random(in: 2...3, using: &random)).map { _ in
                syllables.randomElement(using: &random) ?? ""
            }
            let letters = Array("_\(name.joined())_")
            let bigrams = Set(zip(letters, letters.dropFirst()).map { "\($0)\($1)" }).sorted()
            if !pool.contains(bigrams) { pool.append(bigrams) }
        }
        let numbers = Dictionary(
            uniqueKeysWithValues: Set(pool.joined()).sorted().enumerated().map { ($1, $0) }
        )
        var bounds: [Double] = []
        for rank in 1...names { bounds.append((bounds.last ?? 0) + 1 / Double(rank)) }
        tokens = (0..<count).map { _ in
            let draw = Double.random(in: 0..<(bounds.last ?? 1), using: &random)
            return pool[bounds.firstIndex { $0 > draw } ?? 0].compactMap { numbers[$0] }.sorted()
        }
    }
}

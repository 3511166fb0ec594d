// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// One name a person, as sets of token numbers: padded bigrams of a few hundred names, the r-th of which is drawn in
/// proportion to 1/(r + 10), by Zipf's law as Mandelbrot has it.
struct InventedNames {
    let tokens: [[Int]]

    init(_ count: Int, of names: Int = 300, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let letters = Array("eanrislotdmchugkbpvfwyzjxq")
        var pool: [[String]] = []
        while pool.count < names {
            let name = (0..<Int.random(in: 3...8, using: &random)).map { _ in
                // Squaring a draw makes the first letters frequent.
                let share = Double.random(in: 0..<1, using: &random)
                return letters[Int(share * share * Double(letters.count))]
            }
            let padded = ["_"] + name + ["_"]
            let bigrams = Set(zip(padded, padded.dropFirst()).map { "\($0)\($1)" }).sorted()
            if !pool.contains(bigrams) { pool.append(bigrams) }
        }
        let numbers = Dictionary(uniqueKeysWithValues: Set(pool.joined()).sorted().enumerated().map { ($1, $0) })
        var bounds: [Double] = []
        for rank in 1...names { bounds.append((bounds.last ?? 0) + 1 / Double(rank + 10)) }
        tokens = (0..<count).map { _ in
            let draw = Double.random(in: 0..<(bounds.last ?? 1), using: &random)
            return pool[bounds.firstIndex { $0 > draw } ?? 0].compactMap { numbers[$0] }
        }
    }
}

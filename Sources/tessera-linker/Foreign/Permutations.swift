// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Exchange
internal import Files
internal import Sealing

/// What two parties need to put their records in one order without learning which are linked: anonlink's permutations and mask.
struct Permutations {
    /// Of each party the new place of every row.
    private(set) var places: ([Int], [Int])
    /// For each of the first min(n, m) places whether one person's records stand there.
    private(set) var mask: [Bool]
    private(set) var pairs = 0

    /// Draws places: one for both records of a group, and what is left for the others.
    init(groups: [[UInt64]], sizes: (Int, Int)) throws {
        let random = try RandomStream()
        let least = min(sizes.0, sizes.1)
        mask = [Bool](repeating: false, count: least)
        places = ([Int](repeating: -1, count: sizes.0), [Int](repeating: -1, count: sizes.1))
        var shared = Self.shuffled(Array(0..<least), random)
        guard groups.allSatisfy({ $0.count == 2 }) else {
            throw ValidationError("permutations need one-to-one links")
        }
        for group in groups {
            let rows = group.sorted().map { Int($0 & 0xFFFF_FFFF) }
            guard rows[0] < sizes.0, rows[1] < sizes.1, let place = shared.popLast() else {
                throw LinkerError.foreignPair("the pairs", 0)
            }
            (places.0[rows[0]], places.1[rows[1]], mask[place]) = (place, place, true)
            pairs += 1
        }
        Self.fill(&places.0, free: shared + Array(least..<sizes.0), random)
        Self.fill(&places.1, free: shared + Array(least..<sizes.1), random)
    }

    /// Writes `mask.json` for the unit and `permutation-0.json`, `permutation-1.json` for the parties.
    func write(to path: String) throws -> Int {
        let folder = try OutputFolder(path: path)
        let bits = mask.map { $0 ? "1" : "0" }.joined(separator: ", ")
        try folder.write("{\"mask\": [\(bits)]}\n", to: "mask.json")
        for (party, own) in [places.0, places.1].enumerated() {
            let list = own.map { "\($0)" }.joined(separator: ", ")
            try folder.write("{\"permutation\": [\(list)], \"rows\": \(mask.count)}\n", to: "permutation-\(party).json")
        }
        try folder.commit()
        return pairs
    }

    private static func fill(_ places: inout [Int], free: [Int], _ random: RandomStream) {
        var free = shuffled(free, random)
        for row in places.indices where places[row] < 0 { places[row] = free.popLast() ?? 0 }
    }

    private static func shuffled(_ values: [Int], _ random: RandomStream) -> [Int] {
        var values = values
        for place in values.indices.reversed() { values.swapAt(place, random.next(below: place + 1)) }
        return values
    }
}

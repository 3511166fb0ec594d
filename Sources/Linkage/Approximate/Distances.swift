// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc

/// The distances of a sample as densities over all pairs of the datasets, and the odds of random draws of positions on them.
struct Distances {
    /// The number of usable positions.
    let positions: Int
    /// All pairs of the datasets.
    let pairs: Double
    /// The rows that a table holds.
    let entries: Double
    /// Of the kept pairs, the share at each distance that occurs.
    let matches: [(distance: Int, share: Double)]
    /// The number of kept pairs of the datasets, by the sample.
    let matchCount: Double
    /// The number of other pairs of the datasets at each distance that occurs, by the sample.
    let strangers: [(distance: Int, count: Double)]

    /// - Parameter fewest: the kept pairs below which the rest are taken to be at the limit of the rule.
    init(_ sample: HammingSample, rows: (Int, Int), fewest: Int) {
        positions = sample.positions.count
        let ordered = Double(rows.0) * Double(rows.1)
        pairs = sample.isWithin ? (ordered - Double(rows.0)) / 2 : ordered
        entries = Double(rows.0) + (sample.isWithin ? 0 : Double(rows.1))

        var counts = sample.matches
        let seen = sample.matchCount
        counts[min(sample.rule.budget(popcountSum: sample.meanSums.all), positions)] += max(0, fewest - seen)
        let total = Double(max(seen, fewest))
        matches = counts.indices.filter { counts[$0] > 0 }.map { ($0, Double(counts[$0]) / total) }
        let scale = Double(rows.0) / Double(max(sample.first.numbers.count, 1)) / (sample.isWithin ? 2 : 1)
        matchCount = Double(seen) * scale

        let weight = pairs / Double(max(sample.randomPairs, 1))
        strangers = sample.strangers.indices.filter { sample.strangers[$0] > 0 }
            .map { ($0, Double(sample.strangers[$0]) * weight) }
    }

    /// The length of a sketch beside a key, as far as there are positions.
    func sketchBits(besides keyBits: Int) -> Int { min(HammingTable.greatestSketch, positions - keyBits) }

    /// For each distance the probability that a key of random positions has none of the differing ones.
    func collisions(_ keyBits: Int) -> [Double] {
        (0...positions).map { distance in
            (0..<keyBits).reduce(1) { $0 * Double(max(0, positions - distance - $1)) / Double(positions - $1) }
        }
    }

    /// For each limit from 0 to `sketchBits` and each distance the probability that a pair that agrees in the key differs in no more
    /// positions of the sketch.
    func sketchTails(keyBits: Int, sketchBits: Int) -> [[Double]] {
        let rest = positions - keyBits
        var tails = [[Double]](repeating: [Double](repeating: 0, count: positions + 1), count: sketchBits + 1)
        for distance in Set(matches.map(\.distance) + strangers.map(\.distance)) where distance <= rest {
            var sum = 0.0
            for differing in 0...sketchBits {
                if differing <= distance, sketchBits - differing <= rest - distance {
                    let log =
                        Self.logChoose(distance, differing) + Self.logChoose(rest - distance, sketchBits - differing)
                        - Self.logChoose(rest, sketchBits)
                    sum += exp(log)
                }
                tails[differing][distance] = min(sum, 1)
            }
        }
        return tails
    }

    /// The pairs that agree in a table's key, and those of them whose sketches pass.
    func work(_ collision: [Double], passing: [Double]) -> (agreeing: Double, compared: Double) {
        var agreeing = 0.0
        var compared = 0.0
        for (distance, count) in strangers + matches.map({ ($0.distance, $0.share * matchCount) }) {
            agreeing += count * collision[distance]
            compared += count * collision[distance] * passing[distance]
        }
        return (agreeing, compared)
    }

    private static func logChoose(_ all: Int, _ chosen: Int) -> Double {
        lgamma(Double(all + 1)) - lgamma(Double(chosen + 1)) - lgamma(Double(all - chosen + 1))
    }
}

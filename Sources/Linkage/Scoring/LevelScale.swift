// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// How a pair of filters becomes a level: missing, some ranges of similarity, equal, or one contained in the other.
///
/// Level 0 is missing; then come the ranges of similarity, ascending; then equal, in bands from common to rare values; last, one
/// filter contained in the other, as of an initial in a name or of one of two surnames. Up to and with the last band a
/// higher level is never weaker evidence of a match.
package struct LevelScale: Sendable, Equatable {
    /// The least similarity of each range but the first, in ten-thousandths, ascending.
    let edges: [Int]
    /// The most rows, of both datasets, that a value of a band but the first may have; descending.
    let bands: [Int]

    static let missing: UInt8 = 0

    /// Similarities that may bound a range lie this far apart, in ten-thousandths.
    private static let step = 50
    /// The longest range of similarity.
    private static let longest = 500
    /// Chance reaches the next range so many times more rarely.
    private static let rarer = 1.5
    /// How many times more common the value of a record must be than a value on average, for frequencies to count.
    private static let uneven = 4.0

    /// The scale of a comparison across columns: alike, nearly equal, equal.
    static let across = LevelScale(edges: [RowComparer.strong, 9_200], bands: [])

    /// Cuts similarities where chance grows rarer: each range is reached by at most two thirds of the pairs at random that reach the one
    /// before it, or is a twentieth long. So the ranges follow the data, whatever the filters' fill and length.
    ///
    /// Equal values are cut into quarters of the records by how many records have them, where some are far more common than others.
    package init(_ random: RandomSimilarities, _ values: VectorValues, of datasets: DatasetPair) {
        var tail = random.apart
        for similarity in tail.indices.dropLast().reversed() { tail[similarity] += tail[similarity + 1] }
        var edges: [Int] = []
        var last = (similarity: tail.firstIndex { $0 < tail[0] } ?? 0, tail: tail[0])
        for similarity in stride(from: Self.step, to: FilterSimilarity.one, by: Self.step)
        where similarity >= last.similarity {
            if tail[similarity] * Self.rarer <= last.tail && tail[similarity] < last.tail
                || similarity - last.similarity >= Self.longest
            {
                edges.append(similarity)
                last = (similarity, tail[similarity])
            }
        }
        self.init(edges: edges, bands: Self.bands(values, of: datasets))
    }

    /// Frequencies that part the records in quarters, descending; none where values are about as common as each other.
    private static func bands(_ values: VectorValues, of datasets: DatasetPair) -> [Int] {
        guard values.isRepeating else { return [] }
        var records: [Int: Int] = [:]
        var (total, number, squares) = (0, 0, 0.0)
        for value in 1..<max(1, values.count) {
            let count = values.rows(of: UInt32(value), in: datasets)
            guard count > 0 else { continue }
            records[count, default: 0] += count
            total += count
            number += 1
            squares += Double(count) * Double(count)
        }
        // How much more common the value of a record is than a value.
        guard total > 0, squares * Double(number) / Double(total) / Double(total) >= uneven else { return [] }
        var bands: [Int] = []
        var below = 0
        for (count, sum) in records.sorted(by: { $0.key < $1.key }) {
            let before = below
            below += sum
            for quarter in 1..<4 where before < total * quarter / 4 && below >= total * quarter / 4 {
                if bands.last != count { bands.append(count) }
            }
        }
        return bands.reversed()
    }

    init(edges: [Int], bands: [Int]) {
        self.edges = edges
        self.bands = bands
    }

    /// The last range of similarity.
    var lastRange: Int { edges.count + 1 }
    /// The first band of equal values.
    var equal: Int { lastRange + 1 }
    /// The last band of equal values, the rarest.
    var lastEqual: Int { equal + bands.count }
    var contained: Int { lastEqual + 1 }
    var count: Int { contained + 1 }

    /// Whether a level speaks for a match where it is the level of another column.
    func isStrong(_ level: Int) -> Bool {
        level >= equal && level <= lastEqual || level > 1 && level <= lastRange && edges[level - 2] >= RowComparer.strong
    }

    /// The level of two filters that are neither empty nor known to be equal.
    @inline(__always)
    func level(of pair: FilterSimilarity) -> UInt8 {
        if pair.isContained { return UInt8(contained) }
        return level(ofSimilarity: pair.tenThousandths)
    }

    /// The level of a similarity in ten-thousandths.
    @inline(__always)
    func level(ofSimilarity similarity: Int) -> UInt8 {
        if similarity == FilterSimilarity.one { return UInt8(equal) }
        var level = 1
        while level <= edges.count, similarity >= edges[level - 1] { level += 1 }
        return UInt8(level)
    }

    /// The level of a value that both rows have, and `rows` rows of both datasets together.
    func equalLevel(rows: Int) -> UInt8 {
        var band = 0
        while band < bands.count, rows <= bands[band] { band += 1 }
        return UInt8(equal + band)
    }
}

/// How similar two filters are, and whether one is contained in the other.
struct FilterSimilarity: Sendable {
    /// Rounded down; `one` for equal filters only.
    let tenThousandths: Int
    let isContained: Bool

    static let one = 10_000
    /// Bits of the smaller filter that the other one has too, in hundredths, from which on it is contained.
    private static let containedShare: UInt32 = 93
    /// The similarity, in ten-thousandths, from which on containment says nothing more.
    private static let alike = 9_200

    /// Compares by the bits set in both and in each.
    @inline(__always)
    init(_ measure: SimilarityMeasure, common: UInt32, _ popcountA: UInt32, _ popcountB: UInt32, bits: Int) {
        let sum = Int(popcountA + popcountB)
        switch measure {
        case .dice: tenThousandths = Int(common) * 2 * Self.one / max(1, sum)
        case .jaccard: tenThousandths = Int(common) * Self.one / max(1, sum - Int(common))
        case .hamming: tenThousandths = (bits + 2 * Int(common) - sum) * Self.one / bits
        }
        isContained =
            measure != .hamming && tenThousandths < Self.alike
            && common * 100 >= min(popcountA, popcountB) * Self.containedShare
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Levels that follow each other: ranges of similarity, ascending; then equal, in bands from common to rare values; last, one
/// filter contained in the other, as of an initial in a name or of one of two surnames.
///
/// Up to and with the last band a higher level is never weaker evidence of a match. Across columns the first level is that of values which
/// are not alike.
struct LevelChain: Sendable, Equatable {
    /// The level of the first range.
    let first: Int
    /// The least similarity of each range but the first, in ten-thousandths, ascending.
    let edges: [Int]
    /// The most rows, of both datasets, that a value of a band but the first may have; descending.
    let bands: [Int]

    /// Similarities that may bound a range lie this far apart, in ten-thousandths.
    static let step = 50
    /// The longest range of similarity.
    private static let longest = 500
    /// Chance reaches the next range so many times more rarely.
    private static let rarer = 1.5

    /// The last range of similarity.
    var lastRange: Int { first + edges.count }
    /// The first band of equal values.
    var equal: Int { lastRange + 1 }
    /// The last band of equal values, the rarest.
    var lastEqual: Int { equal + bands.count }
    var contained: Int { lastEqual + 1 }
    var levels: Range<Int> { first..<contained + 1 }

    init(first: Int, edges: [Int], bands: [Int]) {
        self.first = first
        self.edges = edges
        self.bands = bands
    }

    /// Cuts similarities where chance grows rarer.
    ///
    /// Each range is reached by at most two thirds of the pairs at random that reach the one before it, or is a twentieth long. So the
    /// ranges follow the data, whatever the filters' fill and length.
    ///
    /// - Parameter most: the greatest number of levels, 25 or more; where they would be more, each range is rarer still.
    init(first: Int, apart: [Double], bands: [Int], most: Int) {
        var edges: [Int]
        var rarer = Self.rarer
        repeat {
            edges = Self.edges(apart, rarer: rarer)
            rarer *= rarer
        } while edges.count + bands.count + 3 > most && rarer.isFinite
        self.init(first: first, edges: edges, bands: bands)
    }

    private static func edges(_ apart: [Double], rarer: Double) -> [Int] {
        var tail = apart
        for similarity in tail.indices.dropLast().reversed() { tail[similarity] += tail[similarity + 1] }
        var edges: [Int] = []
        var last = (similarity: tail.firstIndex { $0 < tail[0] } ?? 0, tail: tail[0])
        for similarity in stride(from: step, to: ValueSimilarity.one, by: step) where similarity >= last.similarity {
            if tail[similarity] * rarer <= last.tail && tail[similarity] < last.tail
                || similarity - last.similarity >= longest
            {
                edges.append(similarity)
                last = (similarity, tail[similarity])
            }
        }
        return edges
    }

    /// The level of two filters that are neither empty nor known to be equal.
    @inline(__always)
    func level(of pair: ValueSimilarity) -> UInt8 {
        if pair.isContained { return UInt8(contained) }
        return level(ofSimilarity: pair.tenThousandths)
    }

    /// The level of a similarity in ten-thousandths.
    @inline(__always)
    func level(ofSimilarity similarity: Int) -> UInt8 {
        if similarity == ValueSimilarity.one { return UInt8(equal) }
        var range = 0
        while range < edges.count, similarity >= edges[range] { range += 1 }
        return UInt8(first + range)
    }

    /// The level of a value that both rows have, and `rows` rows of both datasets together.
    func equalLevel(rows: Int) -> UInt8 {
        var band = 0
        while band < bands.count, rows <= bands[band] { band += 1 }
        return UInt8(equal + band)
    }
}

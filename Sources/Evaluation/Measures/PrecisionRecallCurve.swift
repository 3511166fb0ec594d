// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Precision and recall at every threshold of a scored list of pairs.
///
/// Pairs of equal similarity enter together, so no order among ties flatters the curve. True pairs that the list does
/// not hold are missed at every threshold.
package struct PrecisionRecallCurve: Sendable, Equatable {
    /// The links at one threshold: all pairs at least this similar.
    package struct Point: Sendable, Equatable {
        package let threshold: Double
        /// Links that are true.
        package let truePositives: Int
        /// Links.
        package let links: Int
    }

    /// Thresholds descending, one a distinct similarity.
    package let points: [Point]
    /// True pairs, listed or not.
    package let truePairs: Int

    /// Walks entries that are sorted by similarity descending; O(n).
    package init(_ entries: [PairList.Entry], truth: TruePairs) {
        var points: [Point] = []
        var hits = 0
        for (index, entry) in entries.enumerated() {
            if truth.contains(entry.pair) { hits += 1 }
            if index + 1 == entries.count || entries[index + 1].similarity != entry.similarity {
                points.append(Point(threshold: entry.similarity, truePositives: hits, links: index + 1))
            }
        }
        self.points = points
        truePairs = truth.count
    }

    /// The measures at one point of the curve.
    package func measures(at point: Point) -> LinkageMeasures {
        LinkageMeasures(
            truePositives: point.truePositives,
            falsePositives: point.links - point.truePositives,
            falseNegatives: truePairs - point.truePositives
        )
    }

    /// The measures of all pairs with at least this similarity; O(log n).
    package func measures(atThreshold threshold: Double) -> LinkageMeasures {
        var (low, high) = (0, points.count)
        while low < high {
            let middle = (low + high) / 2
            if points[middle].threshold >= threshold { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else {
            return LinkageMeasures(truePositives: 0, falsePositives: 0, falseNegatives: truePairs)
        }
        return measures(at: points[low - 1])
    }

    /// The point of the highest F1, of equal ones the highest threshold; nil for an empty list.
    package var best: Point? {
        // F1 = 2TP / (links + true pairs), compared as fractions so that rounding chooses nothing.
        func isBetter(_ point: Point, than other: Point) -> Bool {
            let left = point.truePositives.multipliedFullWidth(by: other.links + truePairs)
            let right = other.truePositives.multipliedFullWidth(by: point.links + truePairs)
            return (left.high, left.low) > (right.high, right.low)
        }
        return points.reduce(nil) { best, point in
            guard let best else { return point }
            return isBetter(point, than: best) ? point : best
        }
    }

    /// The area under the curve as a step function: the mean precision over the true pairs; nil without true pairs.
    package var averagePrecision: Double? {
        guard truePairs > 0 else { return nil }
        var sum = 0.0
        var before = 0
        for point in points {
            sum += Double(point.truePositives - before) * Double(point.truePositives) / Double(point.links)
            before = point.truePositives
        }
        return sum / Double(truePairs)
    }

    /// The highest recall among the thresholds whose precision is at least `floor`; nil without true pairs.
    package func recall(atPrecision floor: Double) -> Double? {
        guard truePairs > 0 else { return nil }
        let point = points.last { Double($0.truePositives) / Double($0.links) >= floor }
        return Double(point?.truePositives ?? 0) / Double(truePairs)
    }
}

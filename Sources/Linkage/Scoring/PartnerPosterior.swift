// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The probability that the records of each pair are one person, where a person has at most one cluster of records in a dataset.
///
/// With R = prior odds × 2^evidence of each pair, a matching of records has the weight ΠR of its pairs, and the probability of a pair
/// is the share of the matchings that hold it. Sums over all matchings are approximated by belief propagation, which for
/// matchings has one fixed point (Bethe permanent: Huang & Jebara 2009, Vontobel 2013):
/// α = 1 / (1 + Σ R·β over the rivals in the row), β = 1 / (1 + Σ R·α over those in the column), p = R·α·β / (1 + R·α·β). Rivals of a
/// pair are the pairs with other records; records of one cluster are no rivals, and count by the best of them.
package struct PartnerPosterior: Sendable {
    private let pairs: ComparedPairs
    /// Odds of each pattern; α and β of each pair.
    private var alpha: [Float]
    private var beta: [Float]
    /// That each pair is one person, 0 to 1.
    package private(set) var p: [Float]
    private let rows: Rivals
    private let columns: Rivals

    /// Odds are kept within 2^±60.
    private static let range = -60.0...60.0

    /// Starts without any messages.
    ///
    /// - Parameters:
    ///   - clusters: of the first and of the second dataset; nil if every record is on its own.
    package init(_ pairs: ComparedPairs, clusters: (RecordClusters, RecordClusters)? = nil) {
        self.pairs = pairs
        alpha = [Float](repeating: 1, count: pairs.count)
        beta = alpha
        p = alpha
        rows = Rivals(pairs.byA, other: pairs.b, clusters: clusters?.1)
        columns = Rivals(pairs.byB, other: pairs.a, clusters: clusters?.0)
    }

    /// Works out the probabilities.
    ///
    /// - Parameters:
    ///   - weights: bits of each pattern, the prior among them.
    ///   - sweeps: over rows and columns; messages go on from where the last call left them.
    package mutating func update(_ weights: [Double], further: (Double, Double), sweeps: Int) {
        let odds = weights.map { Float(exp2(min(max($0, Self.range.lowerBound), Self.range.upperBound))) }
        for _ in 0..<sweeps {
            rows.update(&alpha, from: beta, odds: odds, pairs.pattern, further: Float(min(1, further.1)))
            columns.update(&beta, from: alpha, odds: odds, pairs.pattern, further: Float(min(1, further.0)))
        }
        for pair in p.indices {
            let odds = odds[Int(pairs.pattern[pair])] * alpha[pair] * beta[pair]
            p[pair] = odds / (1 + odds)
        }
    }
}

/// The pairs of each row, or of each column, which are rivals.
private struct Rivals: Sendable {
    /// The pairs of each record.
    let pairs: NumbersByKey
    /// For each place how far before it, in the same record, the first pair with the same cluster stands; nil if there are no clusters.
    let leaders: [UInt32]?

    init(_ pairs: NumbersByKey, other: [UInt32], clusters: RecordClusters?) {
        self.pairs = pairs
        guard let clusters else {
            leaders = nil
            return
        }
        var leaders = [UInt32](repeating: 0, count: other.count)
        var first: [UInt32: Int] = [:]
        for record in 0..<pairs.keys {
            first.removeAll(keepingCapacity: true)
            for place in pairs.places(of: record) {
                let cluster = clusters.ofRow[Int(other[Int(pairs.numbers[place])])]
                leaders[place] = UInt32(place - (first[cluster] ?? place))
                if first[cluster] == nil { first[cluster] = place }
            }
        }
        self.leaders = leaders
    }

    /// Sends messages along every record.
    func update(_ out: inout [Float], from back: [Float], odds: [Float], _ pattern: [UInt32], further: Float) {
        var terms: [Float] = []
        var before: [Float] = []
        for record in 0..<pairs.keys {
            let range = pairs.places(of: record)
            guard !range.isEmpty else { continue }
            terms.removeAll(keepingCapacity: true)
            before.removeAll(keepingCapacity: true)
            for place in range {
                let pair = Int(pairs.numbers[place])
                let term = odds[Int(pattern[pair])] * back[pair]
                let leader = leaders.map { place - range.lowerBound - Int($0[place]) } ?? terms.count
                if leader == terms.count {
                    terms.append(term)
                } else {
                    terms[leader] = max(terms[leader], term)
                    terms.append(0)
                }
            }
            // Sums of all other terms without a subtraction, which would cancel.
            var sum: Float = 0
            for term in terms {
                before.append(sum)
                sum += term
            }
            var after: Float = 0
            for place in range.reversed() {
                let index = place - range.lowerBound
                before[index] += after
                after += terms[index]
            }
            for place in range {
                let pair = Int(pairs.numbers[place])
                let rivals = before[place - range.lowerBound - (leaders.map { Int($0[place]) } ?? 0)]
                out[pair] = (1 + further * rivals) / (1 + rivals)
            }
        }
    }
}

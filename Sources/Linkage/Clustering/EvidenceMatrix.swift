// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The evidence between each two groups of a component, and the clusters that it makes.
///
/// Sums are whole numbers held as `Double`: exact, and −∞ where two groups must not be together.
struct EvidenceMatrix {
    /// The most records of a component that are looked at together.
    static let limit = 1_000

    /// What the pairs of records between two groups say together.
    private struct Evidence {
        var sum = 0.0
        var pairs = 0.0

        static func += (left: inout Self, right: Self) {
            left.sum += right.sum
            left.pairs += right.pairs
        }
    }

    private let count: Int
    private var cells: [Evidence]

    init(count: Int) {
        self.count = count
        cells = [Evidence](repeating: Evidence(), count: count * count)
    }

    /// Adds what so many pairs of records of two groups say.
    mutating func add(_ sum: Double, pairs: Double, _ a: Int, _ b: Int) {
        let evidence = Evidence(sum: sum, pairs: pairs)
        cells[a * count + b] += evidence
        cells[b * count + a] += evidence
    }

    mutating func keepApart(_ a: Int, _ b: Int) { add(-.infinity, pairs: 0, a, b) }

    /// Average linkage: for each group its cluster, named by the lowest group in it.
    func clustersByMean() -> [Int] {
        var clusters = Array(0..<count)
        _ = join(&clusters) { $0.sum / max($0.pairs, 1) }
        return clusters
    }

    /// Joins and moves until neither makes the total of evidence inside clusters greater: for each group its cluster, named by the
    /// lowest group in it.
    func clustersBySum() -> [Int] {
        var clusters = Array(0..<count)
        repeat { _ = join(&clusters, by: \.sum) } while move(&clusters)
        return clusters
    }

    /// Joins the two clusters of the greatest value while it is above 0, of equal ones those of the lowest groups; returns whether any.
    private func join(_ clusters: inout [Int], by value: (Evidence) -> Double) -> Bool {
        var between = [Evidence](repeating: Evidence(), count: count * count)
        for a in 0..<count {
            for b in 0..<count { between[clusters[a] * count + clusters[b]] += cells[a * count + b] }
        }
        var open = (0..<count).filter { clusters[$0] == $0 }
        // For each cluster its best partner among the higher ones, so that a join looks at few rows again.
        var best = [(value: Double, partner: Int)](repeating: (0, 0), count: count)
        func look(_ row: Int) {
            best[row] = (0, row)
            for other in open where other > row {
                let value = value(between[row * count + other])
                if value > best[row].value { best[row] = (value, other) }
            }
        }
        for row in open { look(row) }
        var hasJoined = false
        while let row = open.max(by: { (best[$0].value, $1) < (best[$1].value, $0) }), best[row].value > 0 {
            let gone = best[row].partner
            hasJoined = true
            open.removeAll { $0 == gone }
            for group in 0..<count where clusters[group] == gone { clusters[group] = row }
            for other in open {
                between[row * count + other] += between[gone * count + other]
                between[other * count + row] = between[row * count + other]
            }
            for other in open where other <= row || best[other].partner == gone {
                let value = value(between[other * count + row])
                if other == row || best[other].partner == row || best[other].partner == gone {
                    look(other)
                } else if (value, best[other].partner) > (best[other].value, row) {
                    best[other] = (value, row)
                }
            }
        }
        return hasJoined
    }

    /// Moves groups in turn to where the evidence on them is greatest, to a cluster or alone, until all are; returns whether any moved.
    private func move(_ clusters: inout [Int]) -> Bool {
        // Clusters have free names meanwhile, for those that are left empty or begun.
        var sizes = [Int](repeating: 0, count: count)
        for cluster in clusters { sizes[cluster] += 1 }
        var (hasMoved, isSettled) = (false, false)
        while !isSettled {
            isSettled = true
            for group in 0..<count {
                var sums = [Double](repeating: 0, count: count)
                for other in 0..<count where other != group {
                    sums[clusters[other]] += cells[group * count + other].sum
                }
                let own = clusters[group]
                sizes[own] -= 1
                // To be alone is to be in an empty cluster, of which there is one at least now.
                var target = own
                for cluster in 0..<count where sums[cluster] > sums[target] { target = cluster }
                if target != own { (hasMoved, isSettled) = (true, false) }
                clusters[group] = target
                sizes[target] += 1
            }
        }
        var lowest = [Int](repeating: count, count: count)
        for group in 0..<count { lowest[clusters[group]] = min(lowest[clusters[group]], group) }
        for group in 0..<count { clusters[group] = lowest[clusters[group]] }
        return hasMoved
    }
}

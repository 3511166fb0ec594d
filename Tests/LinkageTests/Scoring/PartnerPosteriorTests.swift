// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linkage
import TestSupport
import Testing

@Suite struct PartnerPosteriorTests {
    /// A bipartite graph with the bits of each edge.
    private struct Graph {
        var edges: [(a: Int, b: Int, bits: Double)]
        var rows: (Int, Int)

        /// The probability of every edge, by all matchings.
        var exact: [Double] {
            var sums = [Double](repeating: 0, count: edges.count)
            var total = 0.0
            func walk(_ edge: Int, _ chosen: [Int], _ weight: Double, _ a: Set<Int>, _ b: Set<Int>) {
                guard edge < edges.count else {
                    total += weight
                    for edge in chosen { sums[edge] += weight }
                    return
                }
                walk(edge + 1, chosen, weight, a, b)
                let next = edges[edge]
                guard !a.contains(next.a), !b.contains(next.b) else { return }
                walk(edge + 1, chosen + [edge], weight * exp2(next.bits), a.union([next.a]), b.union([next.b]))
            }
            walk(0, [], 1, [], [])
            return sums.map { $0 / total }
        }

        /// The posterior's answer, in the order of the edges.
        func posterior(
            sweeps: Int = 30,
            further: (Double, Double) = (0, 0),
            clusters: (RecordClusters, RecordClusters)? = nil
        ) -> [Double] {
            let order = edges.indices.sorted { (edges[$0].a, edges[$0].b) < (edges[$1].a, edges[$1].b) }
            var posterior = PartnerPosterior(
                ComparedPairs.bare(edges.map { ($0.a, $0.b) }, rows: rows),
                clusters: clusters
            )
            posterior.update(order.map { edges[$0].bits }, further: further, sweeps: sweeps)
            var answer = [Double](repeating: 0, count: edges.count)
            for (place, edge) in order.enumerated() { answer[edge] = Double(posterior.p[place]) }
            return answer
        }

        /// Random edges with bits in a range; none closes a cycle if `isForest`.
        static func random(_ random: inout SplitMix64, isForest: Bool, bits: ClosedRange<Double>) -> Graph {
            let rows = (Int.random(in: 2...5, using: &random), Int.random(in: 2...5, using: &random))
            var forest = Forest(count: rows.0 + rows.1)
            var edges: [(a: Int, b: Int, bits: Double)] = []
            let all = (0..<rows.0).flatMap { a in (0..<rows.1).map { (a, $0) } }.shuffled(using: &random)
            for (a, b) in all.prefix(12) {
                if isForest {
                    guard forest.root(a) != forest.root(rows.0 + b) else { continue }
                    forest.join(a, rows.0 + b)
                }
                edges.append((a, b, Double.random(in: bits, using: &random)))
            }
            return Graph(edges: edges, rows: rows)
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func forestsAreExact(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let graph = Graph.random(&random, isForest: true, bits: -12...12)
        for (found, exact) in zip(graph.posterior(), graph.exact) { #expect(abs(found - exact) < 1e-5) }
    }

    /// With cycles belief propagation is no longer exact; what it is off is stated here, and no record has more than one partner.
    @Test func cyclesAreNearlyExact() {
        var (squares, worst, edges) = (0.0, 0.0, 0)
        for seed in 1...120 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            let graph = Graph.random(&random, isForest: false, bits: -8...8)
            let found = graph.posterior()
            for (found, exact) in zip(found, graph.exact) {
                squares += (found - exact) * (found - exact)
                worst = max(worst, abs(found - exact))
                edges += 1
            }
            for row in 0..<graph.rows.0 {
                #expect(zip(graph.edges, found).reduce(0) { $0 + ($1.0.a == row ? $1.1 : 0) } < 1.001)
            }
            for row in 0..<graph.rows.1 {
                #expect(zip(graph.edges, found).reduce(0) { $0 + ($1.0.b == row ? $1.1 : 0) } < 1.001)
            }
        }

        #expect((squares / Double(edges)).squareRoot() < 0.02)
        #expect(worst < 0.25)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func neitherOrderNorSidesMatter(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let graph = Graph.random(&random, isForest: false, bits: -8...8)
        let found = graph.posterior()
        let newA = (0..<graph.rows.0).shuffled(using: &random)
        let newB = (0..<graph.rows.1).shuffled(using: &random)
        let renamed = Graph(edges: graph.edges.map { (newA[$0.a], newB[$0.b], $0.bits) }, rows: graph.rows)
        let turned = Graph(edges: graph.edges.map { ($0.b, $0.a, $0.bits) }, rows: (graph.rows.1, graph.rows.0))
        for (one, other) in zip(found, renamed.posterior()) { #expect(abs(one - other) < 1e-5) }
        for (one, other) in zip(found, turned.posterior()) { #expect(abs(one - other) < 1e-3) }
    }

    /// Odds far beyond what a number holds, and pairs that differ in everything, stay probabilities.
    @Test func extremeOddsStayProbabilities() {
        for bits in [[200.0, 200, 200, 200], [-200, 200, 200, -200], [1e6, -1e6, 1e6, 1e6], [60, 60, 60, -60]] {
            let graph = Graph(
                edges: [(0, 0, bits[0]), (0, 1, bits[1]), (1, 0, bits[2]), (1, 1, bits[3])],
                rows: (2, 2)
            )
            let found = graph.posterior()
            #expect(found.allSatisfy { (0...1).contains($0) })
            #expect(found[0] + found[1] < 1.01 && found[0] + found[2] < 1.01)
        }
        // One record that a thousand others want equally.
        let star = Graph(edges: (0..<1_000).map { ($0, 0, 60) }, rows: (1_000, 1))
        for p in star.posterior() { #expect(abs(p - 0.001) < 1e-6) }
        // And a sure pair beside a sure pair takes nothing from it.
        let path = Graph(edges: [(0, 0, 40), (0, 1, 5), (1, 1, 40)], rows: (2, 2))
        let found = path.posterior()
        #expect(found[0] > 0.999 && found[1] < 1e-6 && found[2] > 0.999)
    }

    /// A record with two of a cluster and one stranger: the two do not compete with each other, and the stranger meets the better of them.
    @Test(arguments: [true, false])
    func recordsOfAClusterDoNotCompete(isSecond: Bool) {
        let bits = [3.0, 1, 2]
        let odds = bits.map { exp2($0) }
        let lone = RecordClusters(rows: 1, duplicates: [])
        let cluster = RecordClusters(rows: 3, duplicates: [(0, 1)])
        let graph = Graph(
            edges: bits.enumerated().map { isSecond ? (0, $0.offset, $0.element) : ($0.offset, 0, $0.element) },
            rows: isSecond ? (1, 3) : (3, 1)
        )
        let found = graph.posterior(clusters: isSecond ? (lone, cluster) : (cluster, lone))
        #expect(abs(found[0] - odds[0] / (1 + odds[0] + odds[2])) < 1e-6)
        #expect(abs(found[1] - odds[1] / (1 + odds[1] + odds[2])) < 1e-6)
        #expect(abs(found[2] - odds[2] / (1 + odds[2] + odds[0])) < 1e-6)
    }

    /// Where a further partner is as likely as a first one nobody competes.
    @Test func furtherPartnersWeakenRivalry() {
        let graph = Graph(edges: [(0, 0, 2), (0, 1, 1), (1, 0, 0)], rows: (2, 2))
        for (found, edge) in zip(graph.posterior(further: (1, 1)), graph.edges) {
            #expect(abs(found - exp2(edge.bits) / (1 + exp2(edge.bits))) < 1e-6)
        }
        let (none, some) = (graph.posterior(), graph.posterior(further: (0.3, 0.3)))
        #expect(zip(none, some).allSatisfy { $0 < $1 })
    }

    /// By hand: of the records 0 and 1 of the first dataset, which are not known to be one person, both match the one person of the second
    /// one's records 0 and 1.
    @Test func aPersonWithTwoPartnersCountsOnce() {
        let pairs = ComparedPairs.bare([(0, 0), (0, 1), (1, 0), (2, 2), (3, 2)], rows: (4, 3))
        let clusters = (RecordClusters(persons: [0, 1, 2, 3]), RecordClusters(persons: [0, 0, 2]))
        let people = PersonPairs(pairs, clusters: clusters)
        #expect(people.expected([0.75, 0.5, 0.875, 0.25, 0.5]) == 1 + 0.75)
        #expect(people.expected([0.25, 0.5, 0.25, 0, 0]) == 0.75)
        let swapped = ComparedPairs.bare([(0, 0), (0, 1), (1, 0), (2, 2), (2, 3)], rows: (3, 4))
        let same = PersonPairs(swapped, clusters: (clusters.1, clusters.0))
        #expect(same.expected([0.75, 0.875, 0.5, 0.25, 0.5]) == 1 + 0.75)
        #expect(PersonPairs(pairs, clusters: nil).expected([0.5, 0.25, 0.25, 0.5, 0.5]) == 2)
    }
}

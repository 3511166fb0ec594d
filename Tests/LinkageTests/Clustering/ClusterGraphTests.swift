// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

@Suite struct ClusterGraphTests {
    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func clustersAreWhatPlainSearchFinds(seed: UInt64) throws {
        let drawn = ClusterCase(seed: seed)
        #expect(try drawn.clusters(.components) == Set(drawn.reached(drawn.links)))
        #expect(try drawn.clusters(.greedy) == drawn.greedy())
        #expect(try drawn.clusters(.complete) == drawn.complete())
        #expect(try drawn.clusters(.splitting) == drawn.splitting())
        #expect(try drawn.clusters(.average) == drawn.average())
    }

    /// No join and no move is left that would be better, and few graphs have anything better at all.
    @Test func correlationIsSeldomBelowTheBestPartition() throws {
        var best = 0
        for seed in 1...150 as ClosedRange<UInt64> {
            let drawn = ClusterCase(seed: seed, most: 7)
            let clusters = try drawn.clusters(.correlation)
            #expect(!drawn.canImprove(clusters), "seed \(seed)")
            let (reached, possible) = (drawn.total(clusters), drawn.bestTotal())
            #expect(reached <= possible, "seed \(seed)")
            best += reached == possible ? 1 : 0
        }
        #expect(best >= 143)
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func whatIsKnownAndForbiddenHolds(seed: UInt64) throws {
        let drawn = ClusterCase(seed: seed, most: 14)
        for rule in ClusteringRule.allCases where rule != .components {
            #expect(drawn.isAllowed(try drawn.clusters(rule)), "\(rule)")
        }
        let reached = try drawn.clusters(.components)
        for group in drawn.groups { #expect(reached.contains { group.isSubset(of: $0) }) }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func orderOfLinksHasNoPart(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let drawn = ClusterCase(seed: seed, most: 12)
        var shuffled = drawn
        shuffled.found = drawn.found.shuffled(using: &random).map { ($0.second, $0.first, $0.weight) }
        // A pair that comes again, weaker, changes nothing.
        shuffled.found += drawn.found.map { ($0.first, $0.second, $0.weight - 1) }
        shuffled.known = drawn.known.reversed().map { ($1, $0) }
        shuffled.forbidden = drawn.forbidden.shuffled(using: &random).map { ($1, $0) }
        for rule in ClusteringRule.allCases {
            #expect(try drawn.graph().clusters(rule) == shuffled.graph().clusters(rule), "\(rule)")
        }
    }

    /// Where no two weights are equal, the numbers of the records decide nothing.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func numbersDecideTiesAlone(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let drawn = ClusterCase(seed: seed, most: 12, isDistinct: true)
        let to = drawn.datasets.indices.shuffled(using: &random)
        var renumbered = drawn
        for (record, dataset) in drawn.datasets.enumerated() { renumbered.datasets[to[record]] = dataset }
        renumbered.found = drawn.found.map { (to[$0.first], to[$0.second], $0.weight) }
        renumbered.known = drawn.known.map { (to[$0], to[$1]) }
        renumbered.forbidden = drawn.forbidden.map { (to[$0], to[$1]) }
        for rule in [.greedy, .complete, .components, .splitting] as [ClusteringRule] {
            let expected = Set(try drawn.clusters(rule).map { Set($0.map { to[$0] }) })
            #expect(try renumbered.clusters(rule) == expected, "\(rule)")
        }
    }

    @Test(arguments: ClusteringRule.allCases)
    func knownLinksWinOverDeduplication(rule: ClusteringRule) throws {
        var graph = ClusterGraph(datasetOfRecord: [0, 0, 0, 1], isDeduplicated: [true, true])
        graph.know(1, 2)
        graph.link(2, 3, weight: 5)
        #expect(try graph.clusters(rule) == [0, 1, 1, 1])
        // Of one person in the dataset already: the next record of it stays out.
        graph.link(0, 3, weight: 1)
        #expect(try graph.clusters(rule) == (rule == .components ? [0, 0, 0, 0] : [0, 1, 1, 1]))
    }

    @Test(arguments: ClusteringRule.allCases)
    func knownLinksThatJoinAForbiddenPairAreRefused(rule: ClusteringRule) throws {
        var graph = ClusterGraph(datasetOfRecord: [0, 1, 2, 3], isDeduplicated: [false, false, false, false])
        graph.know(3, 2)
        graph.know(2, 1)
        graph.forbid(3, 1)
        graph.forbid(0, 1)
        let error = try #require(throws: LinkageError.self) { try graph.clusters(rule) }
        #expect(error.code == "cluster.contradiction")
        #expect(error.message == "known links join 1 forbidden pairs, first records 1 and 3")
    }

    /// A chain longer than what is looked at together is cut, once, at its weakest link; and no rule takes forever.
    @Test(arguments: ClusteringRule.allCases)
    func longChains(rule: ClusteringRule) throws {
        let count = 1_400
        var graph = ClusterGraph(datasetOfRecord: [UInt32](repeating: 0, count: count), isDeduplicated: [false])
        for record in 1..<count { graph.link(record - 1, record, weight: record == 700 ? 1 : 2) }
        let clusters = try graph.clusters(rule)
        switch rule {
        case .average, .correlation: #expect(clusters == (0..<count).map { $0 < 700 ? 0 : 700 })
        default: #expect(clusters.allSatisfy { $0 == 0 })
        }
    }

    @Test func nothingToCluster() throws {
        for rule in ClusteringRule.allCases {
            #expect(try ClusterGraph(datasetOfRecord: [], isDeduplicated: []).clusters(rule) == [])
            #expect(try ClusterGraph(datasetOfRecord: [0, 0], isDeduplicated: [false]).clusters(rule) == [0, 1])
        }
    }
}

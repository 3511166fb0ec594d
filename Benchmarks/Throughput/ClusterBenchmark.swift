// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Linkage

/// Processor seconds and memory from links to clusters: random people in ten datasets, each record linked with one or two others of its person, and
/// one link in twenty between strangers.
struct ClusterBenchmark {
    private let records: Int
    private let rules: [ClusteringRule]

    /// Reads `arguments`: RECORDS [RULE].
    init?(_ arguments: [String]) {
        guard let tens = arguments.first.flatMap({ Int($0) }).map({ $0 / 10 }), tens > 0, arguments.count <= 2 else {
            return nil
        }
        records = tens * 10
        rules =
            arguments.count == 2 ? ClusteringRule(rawValue: arguments[1]).map { [$0] } ?? [] : ClusteringRule.allCases
        if rules.isEmpty { return nil }
    }

    /// Prints for each rule the number of clusters, the processor seconds and the peak memory so far; returns whether each has the name of its lowest record.
    func run() throws -> Bool {
        // Person p has the records p, p + people, p + 2 people …: one in each dataset.
        let (datasets, people) = (10, records / 10)
        var draws = Generator(state: 7)
        var graph = ClusterGraph(
            datasetOfRecord: (0..<records).map { UInt32($0 / people) },
            isDeduplicated: [Bool](repeating: true, count: datasets)
        )
        for a in 0..<datasets { for b in a + 1..<datasets { graph.compared(a, b) } }
        for record in 0..<records {
            let other = draws.below(20) == 0 ? draws.below(records) : (record + people * (1 + draws.below(2))) % records
            if record != other { graph.link(record, other, weight: Double(draws.below(4_000)) / 100) }
        }
        for rule in rules {
            let start = JoinBenchmark.seconds(CLOCK_PROCESS_CPUTIME_ID)
            let clusters = try graph.clusters(rule)
            let seconds = JoinBenchmark.seconds(CLOCK_PROCESS_CPUTIME_ID) - start
            let count = clusters.enumerated().count { $0.offset == Int($0.element) }
            print("rule=\(rule.rawValue) clusters=\(count) seconds=\(seconds) peak_mb=\(PairsBenchmark.peakMegabytes)")
            guard zip(clusters.indices, clusters).allSatisfy({ Int($1) <= $0 && clusters[Int($1)] == $1 }) else {
                return false
            }
        }
        return true
    }
}

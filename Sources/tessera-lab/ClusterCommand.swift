// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Evaluation
internal import Faults
internal import Files
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Tables
internal import Terminal

/// Makes clusters of one person each of the pairs between several datasets, and measures them.
struct ClusterCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Cluster the pairs of several datasets by a rule, and measure the clusters against a truth.",
        discussion: """
            A pair counts as a link if its weight is above --cut. Two datasets that a list names were compared: a pair that \
            is not listed counts as evidence of --absence bits by the rules average and correlation, and as no link by complete.
            Truth is entities (agency,record_id,person_id); without --tokens its record ids are tokens.
            """
    )

    @Argument(help: "The linkage unit's pairs.csv, one or more.")
    var pairs: [String]

    @Option(help: "\(ClusteringRule.allCases.map(\.rawValue).joined(separator: ", ")).")
    var rule = ClusteringRule.average

    @Option(help: "A dataset in which nobody has two records; any number of times, or 'all'.")
    var deduplicated: [String] = []

    @Option(parsing: .unconditional, help: "A link has more bits than this.")
    var cut = 0.0

    @Option(parsing: .unconditional, help: "What a pair says that is not listed, in bits, at most 0.")
    var absence = ClusterGraph.absence

    @Flag(help: "Pairs that are unlikely for their rivals alone count by their probability.")
    var rivals = false

    @Option(name: .customLong("tokens"), help: "AGENCY=FILE: what 'tessera-agency tokens' wrote, once for each agency.")
    var tokens: [String] = []

    @Option(help: "The truth.")
    var truth: String?

    @Option(name: [.short, .long], help: "The clusters to write: dataset,record,cluster.")
    var output: String?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        for entry in tokens where !entry.contains("=") { throw ValidationError("--tokens takes AGENCY=FILE") }
        if !cut.isFinite { throw ValidationError("--cut takes a finite number") }
        if !(absence <= 0) { throw ValidationError("--absence is at most 0") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        let lists = try tokens.map { entry in
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (dataset: String(parts[0]), list: try TokenList(path: String(parts[1])))
        }
        let input = try ClusterRecords(pairs: pairs, tokens: lists, truth: truth)
        let clusters = try graph(of: input).clusters(rule)
        if let output { try write(clusters, of: input, to: output) }
        let count = clusters.enumerated().count { $0.offset == Int($0.element) }
        let measures = truth.map { _ in ClusterMeasures(clusters: clusters, people: input.people) }
        try console.result(
            text: [
                "\(Quantities.grouped(clusters.count)) records in \(Quantities.grouped(count)) clusters by \(rule.rawValue)"
            ]
                + (measures?.textLines() ?? []),
            json: [
                "rule": .string(rule.rawValue), "records": .integer(clusters.count), "clusters": .integer(count),
                "measures": measures?.jsonValue() ?? .null,
            ]
        )
        return .done
    }

    private func graph(of input: ClusterRecords) -> ClusterGraph {
        let all = deduplicated.contains("all")
        var graph = ClusterGraph(
            datasetOfRecord: input.records.map(\.dataset),
            isDeduplicated: input.datasets.map { all || deduplicated.map { Array($0.utf8) }.contains($0) }
        )
        for pair in input.pairs {
            let (first, second) = (Int(pair.first), Int(pair.second))
            graph.compared(Int(input.records[first].dataset), Int(input.records[second].dataset), absence: absence)
            let isRivalled = rivals && pair.probability < 0.5
            graph.link(first, second, weight: (isRivalled ? min(pair.weight, 0) : pair.weight) - cut)
        }
        return graph
    }

    private func write(_ clusters: [UInt32], of input: ClusterRecords, to path: String) throws {
        let file = try OutputFile(path: path)
        var writer = CSVWriter(to: file)
        try writer.write(["dataset", "record", "cluster"])
        for (record, cluster) in zip(input.records, clusters) {
            let names = [input.datasets[Int(record.dataset)], record.id].map { String(decoding: $0, as: UTF8.self) }
            try writer.write(names + [String(cluster)])
        }
        try file.commit()
    }
}

extension ClusteringRule: ExpressibleByArgument {}

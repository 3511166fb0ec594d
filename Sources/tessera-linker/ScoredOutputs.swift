// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Files
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Terminal

/// Writes what a linkage by match weights found: pairs, a sealed result for each agency, the run record, the report.
struct ScoredOutputs {
    let run: ScoredRun
    let created = UTCTime.now()

    /// Pairs less likely than this are not worth a line.
    static let leastProbability = 1e-4

    /// Writes into the folder, which appears complete or not at all.
    func write(to folder: OutputFolder) throws {
        let rows = try writePairs(to: folder.file("pairs.csv"))
        if run.decisions.contains(where: { $0.doubt == nil && $0.scored.clusterOfRow != nil }) {
            try writeDuplicates(to: folder.file("duplicates.csv"))
        }
        let results = ResultFiles(files: run.files, run: run.id, created: created, ids: run.ids)
        try results.write(groups: run.assignment.groups, isLinked: run.assignment.isLinked, to: folder)
        try folder.write(run.record(created: created, pairs: rows).prettyText(), to: "run.json")
        try folder.write(run.report(created: created).html(), to: "report.html")
        try Interruption.check()
        try folder.commit()
    }

    /// Candidate pairs by row token, with the level of every comparison in the order of the run record.
    private func writePairs(to path: String) throws -> Int {
        let file = try OutputFile(path: path)
        try file.write("dataset_a,token_a,dataset_b,token_b,weight,probability,assigned,levels\n")
        var rows = 0
        for decision in run.decisions {
            let (a, b) = (
                run.input.datasets[decision.scored.datasets.first], run.input.datasets[decision.scored.datasets.second]
            )
            for number in 0..<decision.scored.count where decision.scored.probability(number) >= Self.leastProbability {
                if rows.isMultiple(of: 8_192) { try Interruption.check() }
                let pair = decision.scored.pair(number)
                rows += 1
                try file.write(
                    "\(a.name),\(a.tokenText(pair.rowA)),\(b.name),\(b.tokenText(pair.rowB)),"
                        + "\(NumberText.fixed(pair.weight, 4)),\(NumberText.fixed(pair.probability, 6)),"
                        + "\(run.isLink(decision, pair) ? 1 : 0),"
                        + pair.levels.map { String($0) }.joined(separator: " ") + "\n"
                )
            }
        }
        try file.commit()
        return rows
    }

    /// Records of one dataset that were taken for one person in a linkage with another, each with the first of them.
    private func writeDuplicates(to path: String) throws {
        let file = try OutputFile(path: path)
        try file.write("dataset,token_a,token_b\n")
        var written: Set<SIMD3<Int>> = []
        for decision in run.decisions where decision.doubt == nil {
            guard let clusters = decision.scored.clusterOfRow else { continue }
            let parts = [
                (decision.scored.datasets.first, clusters.0), (decision.scored.datasets.second, clusters.1),
            ]
            for (dataset, clusters) in parts {
                let source = run.input.datasets[dataset]
                for (row, first) in clusters.enumerated()
                where row != Int(first) && written.insert([dataset, Int(first), row]).inserted {
                    try file.write("\(source.name),\(source.tokenText(Int(first))),\(source.tokenText(row))\n")
                }
            }
        }
        try file.commit()
    }
}

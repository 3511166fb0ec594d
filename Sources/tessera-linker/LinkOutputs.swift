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

/// Writes what a linkage found: pairs, a sealed result for each agency, the run record, the report.
struct LinkOutputs {
    let run: LinkRun
    let outcome: LinkOutcome
    let created = UTCTime.now()

    /// Writes into the folder, which appears complete or not at all.
    func write(to folder: OutputFolder) throws {
        try folder.makeFolder("results")
        try writePairs(to: folder.file("pairs.csv"))
        for dataset in run.files.indices {
            try writeResult(of: dataset, to: folder.file("results/\(run.files[dataset].header.agency).tessera"))
        }
        try write(outcome.record(run, created: created).prettyText(), to: folder.file("run.json"))
        try write(outcome.report(run, created: created).html(), to: folder.file("report.html"))
        try Interruption.check()
        try folder.commit()
    }

    private func write(_ text: String, to path: String) throws {
        let file = try OutputFile(path: path)
        try file.write(text)
        try file.commit()
    }

    /// Candidate pairs by row token; names and tokens need no quoting.
    private func writePairs(to path: String) throws {
        let file = try OutputFile(path: path)
        try file.write("dataset_a,token_a,dataset_b,token_b,intersection,popcount_a,popcount_b,similarity,assigned\n")
        let tokens = run.input.datasets.map { dataset in
            (0..<dataset.rows).map { Hex.encode(dataset.tokens[$0 * 16..<$0 * 16 + 16]) }
        }
        for pair in outcome.candidates.pairs {
            let (a, b) = (Int(pair.datasetA), Int(pair.datasetB))
            let (rowA, rowB) = (Int(pair.rowA), Int(pair.rowB))
            try file.write(
                "\(run.input.datasets[a].name),\(tokens[a][rowA]),\(run.input.datasets[b].name),\(tokens[b][rowB]),"
                    + "\(pair.intersection),\(run.input.popcounts[a][rowA]),\(run.input.popcounts[b][rowB]),"
                    + "\(pair.similarity),\(outcome.assignment.isAssigned(pair) ? 1 : 0)\n"
            )
        }
        try file.commit()
    }

    /// An agency's own rows with their project ids, sealed to it.
    private func writeResult(of dataset: Int, to path: String) throws {
        let header = run.files[dataset].header
        let writer = try ResultFileWriter(
            path: path,
            header: ResultHeader.Draft(
                project: header.project,
                run: outcome.id,
                created: created,
                tool: Version.tool
            ),
            sender: run.identity,
            recipient: run.files[dataset].sender
        )
        let source = run.input.datasets[dataset]
        for row in 0..<source.rows {
            try writer.append(
                token: source.tokens.rowToken(at: row),
                projectID: Array(outcome.ids[Int(outcome.assignment.groups[dataset][row])]),
                isLinked: outcome.assignment.isLinked[dataset][row]
            )
        }
        _ = try writer.finish()
    }
}

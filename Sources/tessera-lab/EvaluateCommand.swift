// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Evaluation
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Reports
internal import Terminal

/// Scores a linkage of two datasets against known truth.
struct EvaluateCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract:
            "Precision, recall and F1 with 95 % intervals, the best threshold and the curve, against a truth file.",
        discussion: """
            A "best" threshold is chosen with the truth; "as linked" is what the linkage unit decided without it. Never \
            compare one with the other. Truth is pairs (id_a,id_b) or entities (agency,record_id,person_id).
            """
    )

    @Argument(help: "The linkage unit's pairs.csv, or any table of id_a,id_b,similarity.")
    var pairs: String

    @Option(
        name: .customLong("tokens"),
        help: "AGENCY=FILE: what 'tessera-agency tokens' wrote; once for each of the two agencies, in the order A, B."
    )
    var tokens: [String] = []

    @Option(help: "The truth.")
    var truth: String

    @Option(help: "Also measure at this similarity.")
    var threshold: Double?

    @Option(help: "Write a self-contained HTML report with the curve and a threshold slider.")
    var report: String?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if !tokens.isEmpty, tokens.count != 2 { throw ValidationError("--tokens is given twice, for A and for B") }
        for entry in tokens where !entry.contains("=") { throw ValidationError("--tokens takes AGENCY=FILE") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        let files = tokens.map { entry -> (agency: String, path: String) in
            let parts = entry.split(separator: "=", maxSplits: 1)
            return (String(parts.first ?? ""), parts.count == 2 ? String(parts[1]) : "")
        }
        var datasets = DatasetPair(a: files.first?.agency ?? "A", b: files.last?.agency ?? "B")
        let lists =
            files.isEmpty
            ? nil : (a: try TokenList(path: files[0].path), b: try TokenList(path: files[1].path))
        let known = try TruePairs(path: truth, datasets: &datasets)
        let list = try PairList(path: pairs, tokens: lists, datasets: &datasets)
        let evaluation = LinkageEvaluation(pairs: list, truth: known, datasets: datasets, threshold: threshold)
        if let report {
            let file = try OutputFile(path: report)
            try file.write(
                evaluation.report(
                    title: "\(datasets.nameA) and \(datasets.nameB)",
                    created: UTCTime.now(),
                    tool: Version.tool
                ).html()
            )
            try file.commit()
        }
        try console.result(text: evaluation.textLines(), json: evaluation.jsonValue())
        return .done
    }
}

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
            "Precision, recall and F1 with 95 % intervals, overall and by group, and the curve, against a truth file.",
        discussion: """
            A "best" threshold is chosen with the truth; "as linked" is what the linkage unit decided without it. Never \
            compare one with the other. Truth is pairs (id_a,id_b) or entities (agency,record_id,person_id).
            Groups are a table of attributes, such as race or age band: its first column holds record ids of the first \
            dataset, or is person_id where the truth names persons. Where the list has a column probability, its \
            probabilities are compared with the truth too.
            """
    )

    @Argument(
        help: "The linkage unit's pairs.csv, or any table of id_a,id_b and a column similarity, weight or probability."
    )
    var pairs: String

    @Option(
        name: .customLong("tokens"),
        help: "AGENCY=FILE: what 'tessera-agency tokens' wrote; once for each of the two agencies, in the order A, B."
    )
    var tokens: [String] = []

    @Option(help: "A,B: the two datasets' names in a truth of entities, where no --tokens name them.")
    var datasets: String?

    @Option(help: "The truth.")
    var truth: String

    @Option(parsing: .unconditional, help: "Also measure at this similarity or weight.")
    var threshold: Double?

    @Option(help: "Also measure by group: record ids of A, or person_id, then one column an attribute.")
    var groups: String?

    @Option(help: "Judge groups of at least this many people with a true pair.")
    var leastGroup = 100

    @Option(help: "What resampling starts from.")
    var seed: UInt64 = 1

    @Option(help: "Write a self-contained HTML report with the curve, a threshold slider and the groups.")
    var report: String?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if !tokens.isEmpty, tokens.count != 2 { throw ValidationError("--tokens is given twice, for A and for B") }
        for entry in tokens where !entry.contains("=") { throw ValidationError("--tokens takes AGENCY=FILE") }
        if let threshold, !threshold.isFinite { throw ValidationError("--threshold takes a finite number") }
        if leastGroup < 1 { throw ValidationError("--least-group is at least 1") }
        guard let datasets else { return }
        if !tokens.isEmpty { throw ValidationError("--datasets is not needed where --tokens name the agencies") }
        if datasets.split(separator: ",").count != 2 { throw ValidationError("--datasets takes A,B") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        let files = tokens.map { entry -> (agency: String, path: String) in
            let parts = entry.split(separator: "=", maxSplits: 1)
            return (String(parts.first ?? ""), parts.count == 2 ? String(parts[1]) : "")
        }
        let names = datasets.map { $0.split(separator: ",").map(String.init) } ?? files.map(\.agency)
        var datasets = DatasetPair(a: names.first ?? "A", b: names.last ?? "B")
        let lists =
            files.isEmpty
            ? nil : (a: try TokenList(path: files[0].path), b: try TokenList(path: files[1].path))
        let known = try TruePairs(path: truth, datasets: &datasets)
        let list = try PairList(path: pairs, tokens: lists, datasets: &datasets)
        let evaluation = LinkageEvaluation(
            pairs: list,
            truth: known,
            datasets: datasets,
            threshold: threshold,
            groups: try groups.map { path in
                SubgroupPlan(
                    table: try GroupTable(path: path, truth: known, datasets: datasets),
                    leastGroup: leastGroup,
                    resampling: Resampling(seed: seed)
                )
            }
        )
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

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Attacks
internal import Encoding
internal import Faults
internal import Files
internal import PartyCommands
internal import Privacy
internal import Reports
internal import Schemas
internal import Terminal

/// Sweeps encodings: how well each links two tables, and how many of its people are re-identified.
struct FrontierCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "frontier",
        abstract: "Accuracy against re-identification, for profiles, their parameters and proposals of the literature.",
        discussion: """
            Every encoding is made from the same features of two tables of known truth. F1 is that of mutual-best pairs at the best \
            threshold, so that encodings compare; attacks know everything about the encoding but the key.

              tessera-lab frontier a.csv --list b.csv --truth truth.csv --schema hardened.json --report frontier.html \\
                --svg frontier.svg
            """
    )

    @OptionGroup var tables: LabTables

    @Option(help: "People attacked; half of them are known in the second attack.")
    var people = 2000

    @Option(help: "Encodings by the beginning of their names, with commas between them; all without.")
    var only: String?

    @Option(help: "Write a self-contained HTML report.")
    var report: String?

    @Option(help: "Write the chart as a picture.")
    var svg: String?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        guard tables.list != nil else { throw ValidationError("a frontier takes two tables: --list and --truth") }
        guard (10...20_000).contains(people) else { throw ValidationError("--people is from 10 to 20000") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let page = try report.map { path throws(FileError) in try OutputFile(path: path) }
        let picture = try svg.map { path throws(FileError) in try OutputFile(path: path) }
        let lab = try LabPeople(tables)
        guard lab.schema.profile.majority != nil, lab.schema.vectors.count == 1 else {
            throw ValidationError(
                "the schema has a hardened profile and one vector; the other encodings follow from it"
            )
        }
        let attacked = try AttackedPeople(of: lab.sample, people: people)
        let sweep = FrontierSweep(lab: lab, attacked: attacked, seed: tables.seed)
        let wanted = only?.split(separator: ",").map(String.init)
        let entries = sweep.entries.filter { entry in wanted?.contains { entry.scheme.name.hasPrefix($0) } ?? true }
        let progress = Progress("attacking", unit: .steps, console: console)
        var points: [FrontierReport.Point] = []
        for entry in entries {
            try Interruption.check()
            points.append(try sweep.point(entry))
            progress.reached(points.count, of: entries.count)
        }
        progress.finish()
        let frontier = FrontierReport(
            title: lab.schema.name,
            created: UTCTime.now(),
            tool: Version.tool,
            known: people / 2,
            people: people,
            points: points,
            facts: [
                Fact("records", "\(lab.sample.count) and \(lab.list?.count ?? 0)"),
                Fact("people attacked", String(people)),
                Fact("list of the attacker", "exactly these people, without errors"),
                Fact("seed", String(tables.seed)), Fact("intervals", "95 %, Wilson"),
                Fact("vectors of fields", "compared side by side as one; a linker that weighs them does better"),
            ]
        )
        for (file, text) in [(page, frontier.html()), (picture, frontier.svg())] {
            try file?.write(text)
            try file?.commit()
        }
        try console.result(
            text: points.map { point in
                "\(point.name): \(point.bits) bits, F1 \(NumberText.fixed(point.f1, 4)), re-identified "
                    + "\(NumberText.fixed((point.unseeded.value ?? 0) * 100, 1)) % with none known, "
                    + "\(NumberText.fixed((point.known.value ?? 0) * 100, 1)) % with \(people / 2)"
            },
            json: frontier.jsonValue
        )
        return .done
    }
}

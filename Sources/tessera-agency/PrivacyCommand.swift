// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Attacks
internal import EncodingKeys
internal import Faults
internal import Files
internal import PartyCommands
internal import Privacy
internal import Reports
internal import Terminal

/// Judges what somebody could find out from a table's encodings, before they leave the agency.
struct PrivacyCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "Attack the table's own encodings, and report what somebody who holds them could find out.",
        discussion: """
            Fifteen checks of what the bits give away and of who is re-identified by published attacks, without the key. Nothing is \
            sealed, and no value of a record stands in the report. '--require amber' ends with exit status 17 unless every check that \
            judges is green or amber: put it before 'encode'. A linkage schema of clkhash is judged by the encodings that clkhash makes.

              tessera-agency privacy people.csv --schema schema.json --report privacy.html --require amber
            """
    )

    /// The gate of `--require`.
    enum Requirement: String, ExpressibleByArgument, CaseIterable {
        case green, amber

        var verdict: PrivacyReport.Verdict { self == .green ? .green : .amber }
    }

    @Argument(help: "The table, CSV; '-' is standard input.")
    var table: String

    @OptionGroup var schemaOptions: SchemaOptions

    @Option(help: "The project key; without it a random one is used, which hardly changes the figures.")
    var key: String?

    @Option(help: "Write a self-contained HTML report.")
    var report: String?

    @Option(help: "Fail unless every check that judges is at least this good: green or amber.")
    var require: Requirement?

    @Option(help: "People who are attacked; 1000 or more for a judgement.")
    var people = 1000

    @Option(help: "What the draw of people and the attacks start from.")
    var seed: UInt64 = 1

    @OptionGroup(title: "Schemas of clkhash") var clkhash: ClkhashSource

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        guard (100...5_000).contains(people) else { throw ValidationError("--people is from 100 to 5000") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let page = try report.map { path throws(FileError) in try OutputFile(path: path) }
        var plan = PrivacyAudit.Plan()
        (plan.people, plan.manyPeople, plan.seed) = (people, 2 * people, seed)
        let judged = try JudgedTable(self, limit: plan.sample, console)
        let attacking = Progress("attacking", unit: .steps, console: console)
        let audit = PrivacyAudit(
            judged.scheme,
            of: judged.sample,
            plan: plan,
            key: try judged.key ?? EncodingScheme.randomKey(),
            control: AttackControl(isCancelled: { Interruption.isRequested }),
            onStep: { attacking.reached($0, of: $1) }
        )
        let found = try audit.run(title: judged.title, created: UTCTime.now(), tool: Version.tool)
        attacking.finish()
        if let page {
            try page.write(found.html())
            try page.commit()
        }
        try console.result(text: found.lines(report: report), json: found.jsonValue)
        guard let require, let worst = found.shortfall(of: require.verdict) else { return .done }
        throw AgencyError.privacy(worst.text, required: require.rawValue)
    }
}

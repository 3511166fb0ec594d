// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Terminal

/// Plans a linkage: what will be compared, in which tiles, and what it will cost.
struct PlanCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Plan a linkage as tiles that workers do anywhere and in any order.",
        discussion: """
            Every file is opened and verified. The work folder gets the plan and a line of text for each tile; then \
            'worker' does tiles, here or on other machines that see the folder, and 'merge' makes the result. \
            'link' does all three.
            """
    )

    @OptionGroup var files: FileOptions
    @OptionGroup var comparison: ComparisonOptions

    @Flag(help: "Only say what it would cost.")
    var dryRun = false

    @Option(name: [.short, .long], help: "The work folder to make; it must not exist.")
    var output: String

    @OptionGroup var printing: PrintingOptions

    func validate() throws { try files.check(isWithin: comparison.within) }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        guard dryRun || !Disk.exists(output) else { throw FileError(.exists, path: output) }
        let planning = try Planning(files, comparison, console: console)
        let machine = Machine(comparison.machine, console: console)
        let forecast = try Forecast(
            planning.plan,
            input: planning.files.input,
            control: machine.quiet,
            tuning: machine.tuning
        )
        let cost = Cost(forecast, planning: planning, machine: machine, folder: output)
        var json = cost.json
        if !dryRun {
            let folder = try WorkFolder.create(output, plan: planning.plan, notes: planning.notes.jsonValue)
            do {
                let lines = try OutputFile(path: output + "/tiles.txt", mode: 0o600)
                for tile in folder.plan.tiles { try lines.write(TileLine.text(tile, of: folder) + "\n") }
                try lines.commit()
            } catch {
                // A plan without its lines would bar the next attempt.
                folder.remove()
                throw error
            }
            json.append(("plan", .string(Hex.encode(folder.digest))))
        }
        let next = dryRun ? [] : ["next: tessera-linker worker \(output) --identity …, then tessera-linker merge"]
        try console.result(text: cost.lines + next, json: .object(json))
        return .done
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Spine
internal import Terminal

/// Finds the relatives whom records describe, and who lives together.
struct SpineRelateCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "relate",
        abstract: "Find the relatives whom records describe, such as the mothers of births, or who lives together.",
        discussion: """
            The linkage schema says which vectors describe a relative ('relativeOf'). What they hold is compared with what all people's \
            own records hold. Nobody's id changes: 'spine ids' writes what was found to families.csv, and 'spine explain' tells it of an \
            id. After additions run it again: what was found before is replaced.

              tessera-linker spine relate town/ --relation mother --identity unit.identity

            The relation 'household' is of people who live together. Name the vectors that they have in common with --same: of an address the street first, \
            what belongs to it after it. 'spine ids' writes the households to households.csv.

              tessera-linker spine relate town/ --relation household --same street+zip --unit apartment --same phone --supporting last --identity unit.identity
            """
    )

    @OptionGroup var store: StoreOptions
    @OptionGroup var keeper: KeeperOptions
    @Option(help: "The relation, as the linkage schema names it, or 'household'.")
    var relation: String
    @Option(help: "The dataset whose records name relatives. Default: all that do.")
    var dataset: String?
    @OptionGroup(title: "Households") var household: HouseholdOptions
    @Flag(help: "Only say what would be found.")
    var dryRun = false
    @OptionGroup var machine: MachineOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        let isHousehold = relation == HouseholdVectors.relation
        if !isHousehold, household.isUsed {
            throw ValidationError("--same, --unit, --supporting and --largest-household go with --relation household")
        }
        if isHousehold, dataset != nil {
            throw ValidationError("households are of all datasets: leave out --dataset")
        }
        if household.largestHousehold < 2 { throw ValidationError("--largest-household is 2 or more") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let identity = try Identity.load(path: keeper.identity)
        let spine = try SpineStore.open(store.store, isChanged: true)
        let (household, time, isDry) = (household, UTCTime.now(), dryRun)
        let find: (RunControl) throws -> RelatingSummary
        if relation == HouseholdVectors.relation {
            let finding = try FindingHouseholds(largest: household.largestHousehold, in: spine, as: identity) {
                format throws(SpineError) in
                try HouseholdVectors(
                    places: household.same,
                    unit: household.unit,
                    supporting: household.supporting,
                    of: format
                )
            }
            find = { try finding.run(time: time, isTried: isDry, control: $0) }
        } else {
            let relating = try Relating(relation, dataset: dataset, in: spine, as: identity)
            find = { try relating.run(time: time, isTried: isDry, control: $0) }
        }
        let summary = try Machine(machine, console: console).withProgress("comparing", find)
        try console.result(
            text: summary.lines(isDry: isDry),
            json: isDry ? ["plan": summary.jsonValue] : summary.jsonValue
        )
        return .done
    }
}

/// What tells who lives together.
struct HouseholdOptions: ParsableArguments {
    @Option(help: "A vector that households have in common, or several joined by '+' and compared as one. Repeatable.")
    var same: [String] = []
    @Option(help: "The vector that tells apart the dwellings of one address, the first --same.")
    var unit: String?
    @Option(help: "A vector that alone shows nothing, such as the family name. Repeatable.")
    var supporting: [String] = []
    @Option(help: "What more people than this have in common is an institution's.")
    var largestHousehold = FindingHouseholds.defaultLargest

    /// Whether any was given.
    var isUsed: Bool {
        !same.isEmpty || unit != nil || !supporting.isEmpty || largestHousehold != FindingHouseholds.defaultLargest
    }
}

extension RelatingSummary {
    /// The figures for people.
    fileprivate func lines(isDry: Bool) -> [String] {
        let right = precision.map { "; expected right \(NumberText.fixed(100 * $0, 1)) %" } ?? ""
        let start = isDry ? "" : "run \(run): "
        let end = isDry ? "; nothing was changed" : ""
        let changes =
            "\(Quantities.grouped(new)) are new or another than before, \(Quantities.grouped(ended)) of before do not hold any more\(end)"
        guard let households else {
            return [
                "\(start)of \(Quantities.grouped(records)) records that describe a \(relation), \(Quantities.grouped(related)) name one of \(Quantities.grouped(relatives)) people\(right)",
                changes,
            ]
        }
        return [
            "\(start)of \(Quantities.grouped(people)) people with a place, \(Quantities.grouped(related)) live in \(Quantities.grouped(households.found)) households of two or more\(right)",
            "\(Quantities.grouped(households.institutional)) people of \(Quantities.grouped(households.institutions)) institutions and \(Quantities.grouped(households.withoutPlace)) without any place are in no household",
            changes,
        ]
    }
}

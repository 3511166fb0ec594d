// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Spine
internal import SpineFiles
internal import Terminal

/// Writes each agency its ids, and a researcher the crosswalk of a study.
struct SpineIDsCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "ids",
        abstract: "Write each agency's result, sealed to it, and the crosswalk of a study.",
        discussion: """
            The folder gets results/AGENCY.tessera, each with that agency's own row tokens and ids alone, in an order drawn at random; \
            crosswalk.csv, which says of every id in which datasets it has records; and off-spine.csv, the ids of people who are \
            on no spine; families.csv, whose relative whom 'spine relate' found to be; households.csv, who lives together. Another study has other ids: those of two studies cannot be joined.
            """
    )

    @OptionGroup var store: StoreOptions
    @OptionGroup var keeper: KeeperOptions
    @Option(help: "The study whose ids are written; a new name makes a new study. Default: the project's own.")
    var study = SpineStore.ownStudy
    @Option(name: .customLong("dataset"), help: "Write the result of this dataset alone; repeat for several.")
    var chosen: [String] = []
    @Option(name: [.short, .long], help: "The folder to write; it must not exist.")
    var output: String
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let identity = try Identity.load(path: keeper.identity)
        let folder = try OutputFolder(path: output)
        let isNew = try !SpineStore.open(store.store, isChanged: false).studies().contains(study)
        let spine = try SpineStore.open(store.store, isChanged: isNew)
        if isNew { try spine.makeStudy(study, as: identity) }
        let crosswalk = try spine.crosswalk(as: identity)
        for name in chosen { _ = try spine.dataset(named: name) }
        let parts = crosswalk.parts.filter { chosen.isEmpty || chosen.contains($0.dataset.name) }
        let ids = try spine.ids(of: study, as: identity)
        let results = try AgencyResults(
            crosswalk,
            of: spine,
            ids: ids,
            as: identity,
            created: UTCTime.now(),
            tool: Version.tool
        )
        try folder.makeFolder("results")
        for part in parts {
            let path = folder.file("results/\(part.dataset.name).tessera")
            _ = try results.write(part, to: path) { try Interruption.check() }
        }
        let offSpine = try CrosswalkFiles.write(
            crosswalk,
            ids,
            all: folder.file("crosswalk.csv"),
            offSpine: folder.file("off-spine.csv")
        )
        let families = try spine.families(as: identity).links
        try writeFamilies(families, ids, to: folder)
        let households = try spine.households(as: identity).households
        try writeHouseholds(households, ids, to: folder)
        try folder.commit()
        try console.result(
            text: [
                "\(output): results of \(parts.map(\.dataset.name).joined(separator: ", ")), sealed to each; ids of the study \(study)",
                "\(output)/crosswalk.csv: \(Quantities.grouped(crosswalk.entities.count)) ids, \(Quantities.grouped(offSpine)) of people who are on no spine",
            ]
                + (families.isEmpty
                    ? []
                    : ["\(output)/families.csv: \(Quantities.grouped(families.count)) people and a relative of each"])
                + (households.isEmpty
                    ? [] : ["\(output)/households.csv: \(Quantities.grouped(households.count)) households"]),
            json: [
                "output": .string(output), "study": .string(study), "ids": .integer(crosswalk.entities.count),
                "offSpine": .integer(offSpine), "families": .integer(families.count),
                "households": .integer(households.count),
                "datasets": .array(parts.map { .string($0.dataset.name) }),
                "run": .string(Hex.encode(results.run)),
            ]
        )
        return .done
    }

    /// Writes whose relative who is, in the order of the ids.
    private func writeFamilies(_ links: [Families.Link], _ ids: IDCipher, to folder: OutputFolder) throws {
        let file = try OutputFile(path: folder.file("families.csv"), mode: 0o600)
        try file.write("project_id,relation,relative_project_id,probability\n")
        func id(_ entity: UInt32) -> String { Hex.encode(ids.id(of: UInt64(entity))) }
        let lines = links.map { link in
            "\(id(link.entity)),\(link.relation),\(id(link.relative)),\(NumberText.fixed(link.probability, 4))\n"
        }
        for line in lines.sorted() { try file.write(line) }
        try file.commit()
    }

    /// Writes who lives together, in the order of the households' ids, which are of the study as those of people are.
    private func writeHouseholds(
        _ households: [Households.Household],
        _ ids: IDCipher,
        to folder: OutputFolder
    ) throws {
        let file = try OutputFile(path: folder.file("households.csv"), mode: 0o600)
        try file.write("household_id,project_id,members,probability\n")
        let lines = households.flatMap { household in
            let id = Hex.encode(ids.id(of: household.number))
            return household.members.map { member in
                let person = Hex.encode(ids.id(of: UInt64(member.entity)))
                return "\(id),\(person),\(household.members.count),\(NumberText.fixed(member.probability, 4))\n"
            }
        }
        for line in lines.sorted() { try file.write(line) }
        try file.commit()
    }
}

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

/// Does tiles of a plan.
struct WorkerCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Do tiles of a plan, each into one file; what is done is not done twice.",
        discussion: """
            Any number of workers may share a work folder. A worker that is stopped or killed loses the tile it is at and \
            nothing else; run it again. With --lines it does the tiles that are named on standard input, such as lines of \
            the work folder's tiles.txt.
            """
    )

    @Argument(help: "The work folder.")
    var work: String

    @Option(help: "This linkage unit's identity file.")
    var identity: String

    @Flag(help: "Do the tiles whose lines come on standard input, not all.")
    var lines = false

    @OptionGroup var machine: MachineOptions
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let folder = try WorkFolder.open(work)
        let tiles = try chosen(folder)
        let machine = Machine(machine, console: console)
        let files = try PlannedFiles.open(folder, identity: identity, budget: machine.budget)
        let notes = try WorkNotes(folder.notes)
        let run = Tiles(
            folder: folder,
            files: files,
            machine: machine,
            pairLimit: notes.pairLimit,
            blocks: notes.blockFiles,
            console: console
        )
        let busy = try run.run(tiles)
        try console.result(
            text: [
                "\(tiles.count - busy.count) of \(tiles.count) tiles are done"
            ] + (busy.isEmpty ? [] : ["\(busy.count) are being done by other workers"]),
            json: ["tiles": .integer(tiles.count), "done": .integer(tiles.count - busy.count)]
        )
        return .done
    }

    /// Bytes of tile lines that are read at most, of some 200 a tile.
    private static let mostBytes = 256 << 20

    private func chosen(_ folder: WorkFolder) throws -> [Tile] {
        let all = folder.plan.tiles
        guard lines else { return all }
        let text = try InputFile(path: "-").readAll(limit: Self.mostBytes)
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        return try lines.compactMap { number, line in
            if line.isEmpty { return nil }
            guard let tile = TileLine.tile(String(decoding: line, as: UTF8.self), of: folder, all) else {
                throw LinkerError.foreignTile(line: number + 1)
            }
            return tile
        }
    }
}

/// The files of a plan, opened as planned.
enum PlannedFiles {
    /// Opens the files that a plan's notes name.
    ///
    /// - Throws: `linkage.plan.data` if they are not those that were planned.
    static func open(_ folder: WorkFolder, identity: String, budget: MemoryBudget) throws -> LinkageFiles {
        let notes = try WorkNotes(folder.notes)
        let files = try LinkageFiles(
            paths: notes.files.map(\.path),
            identity: try Identity.load(path: identity),
            cards: notes.files.map(\.sender),
            vectors: folder.plan.vectors,
            similarity: folder.plan.measure,
            isWithin: folder.plan.isWithin,
            budget: budget
        )
        for file in files.files where !folder.plan.datasets.contains(where: { $0.digest == file.digest }) {
            throw LinkerError.otherFile(file.path)
        }
        guard files.files.map(\.digest) == folder.plan.datasets.map(\.digest) else { throw LinkageError.planData }
        return files
    }
}

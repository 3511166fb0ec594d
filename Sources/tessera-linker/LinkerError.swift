// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Terminal

/// Why a linkage was not made.
struct LinkerError: Fault {
    let code: String
    let message: String
    let remedy: String?
    let exitCode: ExitCode
    var position: FaultPosition? { nil }

    /// The data do not tell where matches end; guessing would be worse than asking.
    static func noThreshold(_ doubt: String) -> LinkerError {
        LinkerError(
            code: "link.threshold.unknown",
            message: "the data do not tell the threshold: \(doubt)",
            remedy: "give one, such as --threshold 0.8; Specs/linkage.md says what it means",
            exitCode: .nonsense
        )
    }

    /// Match weights could not be learnt of any two datasets.
    static func noWeights(_ doubt: String) -> LinkerError {
        LinkerError(
            code: "link.threshold.unknown",
            message: "nothing was linked: \(doubt)",
            remedy: "check that the files hold the same people; --threshold 0.8 links by one similarity all the same",
            exitCode: .nonsense
        )
    }

    /// A folder that `explain` was given holds no such run.
    static var noScoredRun: LinkerError {
        LinkerError(
            code: "explain.run",
            message: "the folder is not the whole output of a linkage by match weights",
            remedy: "give the folder that 'link' wrote without --threshold, as it wrote it",
            exitCode: .unreadableInput
        )
    }

    /// No pair of the run has the tokens that were asked for.
    static var noSuchPair: LinkerError {
        LinkerError(
            code: "explain.pair",
            message: "no candidate pair of the run has these row tokens",
            remedy: "take tokens of pairs.csv; records that resemble nobody have no line there",
            exitCode: .usage
        )
    }

    /// The work that lies where this run would put its own answers another question.
    static func otherWork(_ path: String) -> LinkerError {
        LinkerError(
            code: "link.work.other",
            message: "\(path) holds the work of a run with other files or options",
            remedy: "repeat that run's command to finish it, remove the folder, or choose another --output",
            exitCode: .outputExists
        )
    }

    /// What lies where this run's work would be is not whole, or no work at all.
    static func damagedWork(_ path: String) -> LinkerError {
        LinkerError(
            code: "link.work.damaged",
            message: "\(path) does not hold work that can be gone on with",
            remedy: "remove it and run again, or choose another --output",
            exitCode: .damagedFile
        )
    }

    /// Some tiles of a plan are not done.
    static func notDone(_ missing: Int, of tiles: Int, in work: String) -> LinkerError {
        LinkerError(
            code: "merge.missing",
            message: "\(missing) of \(tiles) tiles are not done",
            remedy: "run 'tessera-linker worker \(work)'; 'merge \(work) --missing' prints their lines",
            exitCode: .unreadableInput
        )
    }

    /// A file is not, byte for byte, the one that was planned with.
    static func otherFile(_ path: String) -> LinkerError {
        LinkerError(
            code: "linkage.plan.data",
            message: "\(path) is not the file that was planned with",
            remedy: "put that file back, or plan again in a new folder",
            exitCode: .mismatch
        )
    }

    /// Another process is at the same work.
    static var busy: LinkerError {
        LinkerError(
            code: "link.busy",
            message: "another process is at work on the same output",
            remedy: "let it finish, or end it and run again",
            exitCode: .outputExists
        )
    }

    /// A line that a worker was given is none of its plan's.
    ///
    /// - Parameter line: from 1.
    static func foreignTile(line: Int) -> LinkerError {
        LinkerError(
            code: "tile.line",
            message: "line \(line) of standard input is not a tile of this plan",
            remedy: "give lines of the work folder's tiles.txt, or of 'merge --missing'",
            exitCode: .mismatch
        )
    }

    /// The candidate pairs will not fit.
    static func noSpace(needed: Int, free: Int) -> LinkerError {
        LinkerError(
            code: "link.disk",
            message:
                "the candidate pairs need about \(Quantities.bytes(needed)) of disk, and \(Quantities.bytes(free)) are free",
            remedy: "raise --threshold, or choose an --output where there is space",
            exitCode: .inputOutput
        )
    }

    /// `--blocks` does not name each agency once.
    static var blockOption: LinkerError {
        LinkerError(
            code: "link.blocks",
            message: "--blocks must be given once for each agency",
            remedy: "write --blocks AGENCY=FILE for every encoding file",
            exitCode: .usage
        )
    }

    /// A line of a file of blocks is none; what is in it is not shown.
    static func blockLine(_ path: String, _ line: Int) -> LinkerError {
        LinkerError(
            code: "link.blocks.line",
            message: "line \(line) of \(path) is not a row token of this agency and the name of a block",
            remedy:
                "begin with the line token,block; then 32 hexadecimal digits, a comma, and 1 to 64 of A-Z a-z 0-9 . _ -",
            exitCode: .unreadableInput
        )
    }

    /// A file is no map of imported rows.
    static func rowsFile(_ path: String) -> LinkerError {
        LinkerError(
            code: "import.rows",
            message: "\(path) is not the map of rows that 'import' wrote",
            remedy: "give the folder as 'import' wrote it",
            exitCode: .unreadableInput
        )
    }

    /// A file has no pairs as `link` writes them.
    static func noPairs(_ path: String) -> LinkerError {
        LinkerError(
            code: "export.pairs",
            message: "\(path) does not hold pairs as 'link' writes them",
            remedy: "give the whole folder that 'link' wrote",
            exitCode: .unreadableInput
        )
    }

    /// A pair is of records that the folders given do not have.
    static func foreignPair(_ path: String, _ line: Int) -> LinkerError {
        LinkerError(
            code: "export.dataset",
            message: "\(path) has a pair\(line > 0 ? " (record \(line))" : "") of records that no --dataset has",
            remedy: "give the imported folders that were linked, in the order of the parties",
            exitCode: .mismatch
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Sealing

extension LinkageError.Code {
    /// Another process is writing the result of the tile.
    package static let busy = Self(rawValue: "pairs.busy")
    /// A pair is none of the datasets it is said to be of.
    package static let foreignPair = Self(rawValue: "pairs.foreign")
    /// The result is cut off.
    package static let tileTruncated = Self(rawValue: "tile.truncated")
    /// The result was changed.
    package static let tileDamaged = Self(rawValue: "tile.damaged")
    /// The result is of another version of the format.
    package static let tileVersion = Self(rawValue: "tile.version")
    /// The result is of another plan.
    package static let tilePlan = Self(rawValue: "tile.plan")
    /// The result is another tile's.
    package static let tileNumber = Self(rawValue: "tile.number")
    /// There is no result.
    package static let tileMissing = Self(rawValue: "tile.missing")
    /// The result's pairs are not in order.
    package static let tileOrder = Self(rawValue: "tile.order")
    /// Two results have the same pair.
    package static let tileOverlap = Self(rawValue: "tile.overlap")
}

extension LinkageError {
    private static let rerun = "run 'worker' or 'link' again; it replaces the file"

    /// The file of a tile, as people find it.
    private static func file(_ tile: Int) -> String { "\(WorkFolder.tileName(tile)) in the work folder" }

    static func busy(tile: Int) -> Self {
        Self(
            .busy,
            "another process is writing the result of tile \(tile)",
            remedy: "let it finish, or end it and run again",
            exitCode: .inputOutput
        )
    }

    static var foreignPair: Self {
        Self(
            .foreignPair,
            "a found pair does not belong to the datasets that are linked",
            remedy: "check that plan, results and encodings belong together",
            exitCode: .mismatch
        )
    }

    static func truncated(tile: Int) -> Self {
        Self(.tileTruncated, "the result of tile \(tile) is cut off", remedy: rerun, exitCode: .damagedFile)
    }

    static func damaged(tile: Int) -> Self {
        Self(.tileDamaged, "the result of tile \(tile) is damaged", remedy: rerun, exitCode: .damagedFile)
    }

    static func version(tile: Int) -> Self {
        Self(
            .tileVersion,
            "the result of tile \(tile) is of another version of this program",
            remedy: "run all workers of a plan with one version",
            exitCode: .mismatch
        )
    }

    static func otherPlan(tile: Int) -> Self {
        Self(
            .tilePlan,
            "the result of tile \(tile) is of another plan",
            remedy:
                "remove \(file(tile)) and run 'worker' or 'link' again; if plan.json was changed, plan in a new folder",
            exitCode: .mismatch
        )
    }

    static func otherTile(tile: Int, found: Int) -> Self {
        Self(
            .tileNumber,
            "the result of tile \(tile) is that of tile \(found)",
            remedy: "remove \(file(tile)) and run 'worker' or 'link' again",
            exitCode: .mismatch
        )
    }

    static func missing(tile: Int) -> Self {
        Self(
            .tileMissing,
            "there is no result of tile \(tile)",
            remedy: "run 'worker' or 'link' again; it does what is missing",
            exitCode: .unreadableInput
        )
    }

    static func disordered(tile: Int) -> Self {
        Self(.tileOrder, "the pairs of tile \(tile) are not in order", remedy: rerun, exitCode: .damagedFile)
    }

    static var overlap: Self {
        Self(
            .tileOverlap,
            "two tiles have the same pair",
            remedy: "check that all results are of one plan",
            exitCode: .damagedFile
        )
    }
}

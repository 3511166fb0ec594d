// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Glibc
package import JSONText

/// The folder in which a plan and the files of its tiles lie; workers share it and nothing else.
///
/// `plan.json` is complete or absent; `tiles/` has one file for each tile that is done.
package struct WorkFolder: Sendable {
    package let path: String
    package let plan: JoinPlan
    /// What `merge` needs to know besides the plan, as its author left it.
    package let notes: JSONValue
    /// SHA-256 of the plan.
    package let digest: [UInt8]

    private static let greatestPlanBytes = 64 << 20

    /// Makes the folder and writes the plan; of an empty or half-made folder what is missing.
    ///
    /// - Throws: `linkage.plan` if there is a plan already, `file.*`.
    package static func create(
        _ path: String,
        plan: JoinPlan,
        notes: JSONValue
    ) throws(LinkageError) -> WorkFolder {
        guard plan.tileCount <= JoinPlan.greatestTiles else {
            throw LinkageError(
                .memory,
                "the comparison would be cut into more than \(JoinPlan.greatestTiles) tiles",
                remedy: "allow more --memory",
                exitCode: .usage
            )
        }
        let digest = try plan.digest()
        for folder in [path, path + "/tiles"] where unsafe mkdir(folder, 0o700) != 0 && errno != EEXIST {
            throw LinkageError(FileError(.write, path: folder, errno: errno))
        }
        let text = JSONValue.object([("plan", plan.jsonValue), ("notes", notes)]).prettyText()
        do throws(FileError) {
            let file = try OutputFile(path: path + "/plan.json", mode: 0o600)
            try file.write(text)
            try file.commit()
        } catch {
            // A folder without a plan would bar the next attempt; one with a plan is somebody's.
            if !exists(path) { removeFolders(path) }
            throw LinkageError(error)
        }
        return WorkFolder(path: path, plan: plan, notes: notes, digest: digest)
    }

    /// Whether a plan lies there.
    package static func exists(_ path: String) -> Bool { unsafe access(path + "/plan.json", F_OK) == 0 }

    /// Reads the plan.
    ///
    /// - Throws: `file.open`, `file.read`, `linkage.plan` if the plan is not whole.
    package static func open(_ path: String) throws(LinkageError) -> WorkFolder {
        let file = path + "/plan.json"
        let bytes = try LinkageError.passingOn { () throws(FileError) in
            try InputFile(path: file).readAll(limit: greatestPlanBytes)
        }
        // Nobody should mend the text of a plan, so where it is wrong does not matter.
        guard let json = try? JSONParser.parse(bytes, file: file), let plan = json["plan"], let notes = json["notes"]
        else { throw .plan("its text is damaged") }
        let read = try JoinPlan(plan)
        return WorkFolder(path: path, plan: read, notes: notes, digest: try read.digest())
    }

    /// The file of a tile.
    package func tilePath(_ tile: Int) -> String { "\(path)/\(Self.tileName(tile))" }

    /// The file of a tile, within the folder.
    static func tileName(_ tile: Int) -> String {
        let digits = String(tile)
        return "tiles/\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).pairs"
    }

    /// Removes the tiles, then the plan, and the folder if nothing else is in it.
    ///
    /// Whenever it is cut off, what is left is a folder that `open` or `create` goes on with.
    package func remove() {
        for tile in plan.tiles {
            let file = tilePath(tile.number)
            // A worker that was killed at a tile that another had done meanwhile left the second.
            for name in [file, file + ".part"] { _ = unsafe unlink(name) }
        }
        let file = path + "/plan.json"
        _ = unsafe unlink(file)
        // A new output removes what a killed process left of it; this one is dropped at once.
        _ = try? OutputFile(path: file)
        Self.removeFolders(path)
    }

    /// Removes the folders that are empty.
    private static func removeFolders(_ path: String) {
        _ = unsafe rmdir(path + "/tiles")
        _ = unsafe rmdir(path)
    }
}

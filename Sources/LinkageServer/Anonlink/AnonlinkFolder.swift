// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Glibc
internal import Sealing

/// What a project of the compatible routes has on disk.
///
/// Encodings, block ids and results are under the project's data key; the pairs of a run that is not over are rows and counts alone.
struct AnonlinkFolder: Sendable {
    let path: String

    private var keys: String { path + "/keys" }
    private var key: String { keys + "/data.key" }
    private var uploads: String { path + "/uploads" }
    private var results: String { path + "/results" }

    func encodings(_ upload: String) -> String { "\(uploads)/\(upload).encodings" }
    func blocks(_ upload: String) -> String { "\(uploads)/\(upload).blocks" }
    /// The tiles of a run.
    func work(_ run: String) -> String { "\(path)/work-\(run)" }
    /// A file of a run's result; permutations have one for the mask and one for each party.
    func result(_ run: String, _ part: Int) -> String { "\(results)/\(run).\(part)" }

    /// Makes the folder with a new key.
    func make(for card: PartyCard) throws(ServerError) {
        for folder in [path, keys, uploads, results] where unsafe mkdir(folder, 0o700) != 0 {
            throw ServerError(FileError(.write, path: folder, errno: errno))
        }
        do { try DataKey.random().save(path: key, to: card) } catch { throw ServerError(error) }
    }

    func dataKey(_ identity: Identity) throws(ServerError) -> DataKey {
        do { return try DataKey.load(path: key, as: identity) } catch { throw ServerError(error) }
    }

    /// Makes everything unreadable; what is left can be removed at leisure.
    func destroyKey() { ProjectFolder.remove(keys) }

    func remove() {
        destroyKey()
        ProjectFolder.remove(path)
    }

    /// Removes what a run has left, its result too.
    func remove(run: String) {
        ProjectFolder.remove(work(run))
        for name in FolderListing.names(results) where name.hasPrefix(run) {
            ProjectFolder.remove("\(results)/\(name)")
        }
    }

    func remove(upload: String) {
        for path in [encodings(upload), blocks(upload)] where Disk.exists(path) { try? Disk.destroy(path) }
    }

    /// Removes files of uploads that never came to their end.
    func removeUploads(except known: Set<String>) {
        for name in FolderListing.names(uploads) where !known.contains(String(name.prefix { $0 != "." })) {
            ProjectFolder.remove("\(uploads)/\(name)")
        }
    }
}

extension ServerFolder {
    /// Folders of projects of the compatible routes.
    var anonlink: String { path + "/anonlink" }

    func anonlinkProject(_ name: String) -> AnonlinkFolder { AnonlinkFolder(path: "\(anonlink)/\(name)") }
}

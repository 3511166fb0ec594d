// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Glibc

/// Where a server keeps what: everything lies in one folder.
package struct ServerFolder: Sendable {
    package let path: String

    package init(path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    package var configuration: String { path + "/tessera-server.json" }
    package var identity: String { path + "/unit.identity" }
    package var card: String { path + "/unit.card" }
    package var database: String { path + "/server.sqlite" }
    package var audit: String { path + "/audit.jsonl" }
    package var certificate: String { path + "/tls.certificate.pem" }
    package var key: String { path + "/tls.key.pem" }
    package var lock: String { path + "/lock" }
    package var projects: String { path + "/projects" }

    /// The folder of a project; its name is the server's own, never a client's.
    func project(_ name: String) -> ProjectFolder { ProjectFolder(path: "\(projects)/\(name)") }

    /// A path of the configuration: within the folder unless it begins with `/`.
    func resolve(_ name: String) -> String { name.hasPrefix("/") ? name : "\(path)/\(name)" }

    /// Makes the folder with its subfolders.
    ///
    /// - Throws: `file.exists`, `file.write`.
    package func make() throws(ServerError) {
        for folder in [path, projects] where unsafe mkdir(folder, 0o700) != 0 {
            let number = errno
            throw ServerError(
                number == EEXIST ? FileError(.exists, path: folder) : FileError(.write, path: folder, errno: number)
            )
        }
    }

    /// Takes the folder for this process, until it ends, however it ends.
    ///
    /// - Throws: `server.busy` if another process has it, `server.folder` if it is none.
    package func claim() throws(ServerError) {
        guard Disk.exists(configuration) else {
            throw ServerError(
                .folder,
                "there is no server in this folder",
                remedy: "name the folder that 'tessera-server init' made",
                exitCode: .unreadableInput
            )
        }
        let descriptor = unsafe open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw ServerError(FileError(.open, path: lock, errno: errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(descriptor)
            throw ServerError(
                .busy,
                "another server runs on this folder",
                remedy: "stop it first",
                exitCode: .outputExists
            )
        }
    }
}

/// What a project has on disk.
struct ProjectFolder: Sendable {
    let path: String

    var spine: String { path + "/spine" }
    var uploads: String { path + "/uploads" }
    var results: String { path + "/results" }

    func upload(_ id: String) -> String { "\(uploads)/\(id).tessera" }
    func results(_ run: Int64) -> String { "\(results)/\(run)" }
    func result(_ run: Int64, _ agency: String) -> String { "\(results(run))/\(agency).tessera" }

    /// Makes the folders; those that are there stay.
    func make() throws(ServerError) {
        for folder in [path, uploads, results] where unsafe mkdir(folder, 0o700) != 0 && errno != EEXIST {
            throw ServerError(FileError(.write, path: folder, errno: errno))
        }
        for folder in [path, uploads] { OutputFile.syncFolder(of: folder) }
    }

    /// Removes the folder with all that is in it: the keys of the spine first, so that nothing can be read from then on.
    func destroy() {
        Self.remove("\(spine)/keys")
        Self.remove(path)
    }

    static func remove(_ path: String) {
        for name in FolderListing.names(path) { remove("\(path)/\(name)") }
        if unsafe rmdir(path) != 0 { try? Disk.destroy(path) }
    }
}

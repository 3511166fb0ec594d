// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import GRDB
internal import Glibc

/// A copy of a server's folder that can be served.
///
/// Databases are copied first, each as of one moment; the files that they name never change. What comes while the copy is made is not
/// in it; what is withdrawn meanwhile may be missing, which `spine verify` then says.
package enum Backup {
    /// Copies a folder; the copy is absent or complete.
    ///
    /// - Returns: the number of files.
    /// - Throws: `file.…`, `server.database`.
    package static func copy(_ folder: ServerFolder, to output: String, withoutKeys: Bool) throws -> Int {
        guard Disk.exists(folder.configuration) else {
            throw ServerError(
                .folder,
                "there is no server in this folder",
                remedy: "name the folder that 'tessera-server init' made",
                exitCode: .unreadableInput
            )
        }
        guard !Disk.exists(output) else { throw FileError(.exists, path: output) }
        guard !(output + "/").hasPrefix(folder.path + "/") else {
            throw ServerError(
                .folder,
                "the copy would stand in the folder that is copied",
                remedy: "name a folder elsewhere",
                exitCode: .usage
            )
        }
        // However the certificate's key is called.
        let encryption = try ServerConfiguration.load(path: folder.configuration).encryption
        let keys = encryption.map { Set([folder.resolve($0.key)]) } ?? []
        let temporary = "\(output).partial"
        ProjectFolder.remove(temporary)
        do {
            let count = try copyTree(folder.path, to: temporary, leavingOut: withoutKeys ? keys : nil)
            guard unsafe rename(temporary, output) == 0 else {
                throw FileError(.write, path: output, errno: errno)
            }
            return count
        } catch {
            ProjectFolder.remove(temporary)
            throw error
        }
    }

    /// - Parameter keys: paths of keys that are left out, as all other keys are; nil to copy them all.
    private static func copyTree(_ source: String, to target: String, leavingOut keys: Set<String>?) throws -> Int {
        guard unsafe mkdir(target, 0o700) == 0 else { throw FileError(.write, path: target, errno: errno) }
        var count = 0
        let names = FolderListing.names(source).sorted { isDatabase($0) && !isDatabase($1) || $0 < $1 }
        for name in names where !isLeftOut(name, keys != nil) && !(keys?.contains("\(source)/\(name)") ?? false) {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            var status = stat()
            guard unsafe lstat(from, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: count += try copyTree(from, to: to, leavingOut: keys)
            case S_IFREG:
                // What a run removes meanwhile is not missed.
                guard isDatabase(name) || Disk.exists(from) else { continue }
                if isDatabase(name) { try copyDatabase(from, to: to) } else { try copyFile(from, to: to) }
                count += 1
            default: continue
            }
        }
        return count
    }

    private static func isDatabase(_ name: String) -> Bool { name.hasSuffix(".sqlite") }

    private static func isLeftOut(_ name: String, _ withoutKeys: Bool) -> Bool {
        // What belongs to an open database is in the copy of it already.
        if name.hasSuffix("-wal") || name.hasSuffix("-shm") || name == "lock" { return true }
        return withoutKeys && (name == "keys" || name.hasSuffix(".identity") || name.hasSuffix(".key.pem"))
    }

    private static func copyDatabase(_ source: String, to target: String) throws {
        do {
            try DatabaseQueue(path: source).writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [target])
            }
        } catch {
            throw ServerError.database(error)
        }
        guard unsafe chmod(target, 0o600) == 0 else { throw FileError(.write, path: target, errno: errno) }
    }

    private static func copyFile(_ source: String, to target: String) throws {
        let input = try InputFile(path: source)
        let output = try OutputFile(path: target, mode: input.mode)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe input.read(into: $0) }
            if count == 0 { break }
            try unsafe buffer.withUnsafeBytes {
                try unsafe output.write(UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
        }
        try output.commit()
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A folder that is absent or complete.
///
/// Files are written below a temporary name beside it; `commit()` gives the whole folder its name in one step. A folder that
/// is not committed is removed with all that is in it.
package final class OutputFolder {
    package let path: String
    private let temporary: String
    private var isCommitted = false
    private var folders: [String] = []
    private var files: [String] = []

    /// Makes the folder under its temporary name.
    ///
    /// - Throws: `file.exists` if something stands at `path` already, `file.write` if its parent can't be written.
    package init(path: String) throws(FileError) {
        var trimmed = path
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        self.path = trimmed
        temporary = PartialName.new(for: trimmed)
        var status = stat()
        if unsafe lstat(trimmed, &status) == 0 { throw FileError(.exists, path: trimmed) }
        PartialName.sweep(trimmed)
        guard unsafe mkdir(temporary, 0o755) == 0 else { throw FileError(.write, path: trimmed, errno: errno) }
    }

    deinit {
        guard !isCommitted else { return }
        for file in files { _ = unsafe unlink(file) }
        for folder in folders.reversed() { _ = unsafe rmdir(folder) }
        _ = unsafe rmdir(temporary)
    }

    /// Where to write a file of the folder now; it must be given to an `OutputFile` that is committed.
    package func file(_ name: String) -> String {
        let file = "\(temporary)/\(name)"
        files.append(file)
        return file
    }

    /// Makes a folder inside.
    package func makeFolder(_ name: String) throws(FileError) {
        let folder = "\(temporary)/\(name)"
        guard unsafe mkdir(folder, 0o755) == 0 else { throw FileError(.write, path: path, errno: errno) }
        folders.append(folder)
    }

    /// Gives the finished folder its name.
    package func commit() throws(FileError) {
        guard unsafe rename(temporary, path) == 0 else {
            let number = errno
            throw number == ENOTEMPTY || number == EEXIST || number == ENOTDIR
                ? FileError(.exists, path: path) : FileError(.write, path: path, errno: number)
        }
        isCommitted = true
        OutputFile.syncFolder(of: path)
    }
}

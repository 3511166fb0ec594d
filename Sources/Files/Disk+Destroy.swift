// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension Disk {
    /// Overwrites a file with zeros and removes it, each on disk before the next; nothing happens if there is none.
    ///
    /// Stopped half-way, it can be called again. A file system that copies on write, a snapshot or a flash drive may keep the old
    /// blocks.
    ///
    /// - Throws: `file.destroy`, also for what is no regular file or a link.
    package static func destroy(_ path: String) throws(FileError) {
        let descriptor = unsafe open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            // The one before may have been stopped before the removal was on disk.
            if errno == ENOENT { return OutputFile.syncFolder(of: path) }
            throw FileError(.destroy, path: path, errno: errno)
        }
        defer { _ = close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FileError(.destroy, path: path)
        }
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        var done = 0
        while done < Int(status.st_size) {
            let count = unsafe pwrite(descriptor, zeros, min(zeros.count, Int(status.st_size) - done), done)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(.destroy, path: path, errno: errno)
            }
            done += count
        }
        guard fsync(descriptor) == 0, unsafe unlink(path) == 0 else {
            throw FileError(.destroy, path: path, errno: errno)
        }
        OutputFile.syncFolder(of: path)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file that is absent or complete.
///
/// Bytes go to a temporary name in the same folder. `commit()` flushes, syncs, and gives the file its name in one step that
/// refuses to replace an existing file. An output that is not committed is removed; of one whose process was killed the next
/// output of the same path removes the rest. A path that names a device or pipe (`/dev/stdout`, `/dev/full`) is written to
/// directly.
package final class OutputFile {
    package let path: String
    private let temporary: String?
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferBytes = 1 << 18
    /// What a pipe takes at once when it says that it takes something: `PIPE_BUF`.
    private static let pipeBytes = 4_096

    /// The path that means standard output.
    package static let standardOutput = "/dev/stdout"

    /// Opens the output.
    ///
    /// - Parameters:
    ///   - path: where the complete file will stand.
    ///   - mode: permission bits; 0o600 for secrets.
    /// - Throws: `file.exists` if something stands there already, `file.write` if the folder can't be written.
    package init(path: String, mode: UInt32 = 0o644) throws(FileError) {
        self.path = path
        var status = stat()
        if unsafe lstat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            guard kind == S_IFCHR || kind == S_IFIFO || (kind == S_IFLNK && path.hasPrefix("/dev/")) else {
                throw FileError(.exists, path: path)
            }
            temporary = nil
            // Opened anew, standard output would begin at its start and be written over by what is printed there.
            descriptor = path == Self.standardOutput ? dup(STDOUT_FILENO) : unsafe open(path, O_WRONLY | O_CLOEXEC)
        } else {
            PartialName.sweep(path)
            let name = PartialName.new(for: path)
            temporary = name
            descriptor = unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        }
        if descriptor < 0 { throw FileError(.write, path: path, errno: errno) }
        buffer.reserveCapacity(Self.bufferBytes)
    }

    deinit { abandon() }

    /// Appends bytes; they may stay in a buffer until `commit()`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        if buffer.count + bytes.count > Self.bufferBytes { try flush() }
        if bytes.count >= Self.bufferBytes {
            try unsafe writeThrough(bytes)
        } else {
            unsafe buffer.append(contentsOf: bytes)
        }
    }

    /// Appends bytes.
    package func write(_ bytes: [UInt8]) throws(FileError) {
        var failure: FileError?
        unsafe bytes.withUnsafeBytes {
            do throws(FileError) { try unsafe write($0) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Appends text as UTF-8.
    package func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

    /// Flushes and syncs what was written; for want of space this fails, and `commit()` after it hardly can.
    package func settle() throws(FileError) {
        guard descriptor >= 0 else { throw FileError(.write, path: path, errno: EBADF) }
        try flush()
        if temporary != nil, fsync(descriptor) != 0 { throw failed() }
    }

    /// Flushes, syncs and names the file; after it the file is complete and on disk.
    package func commit() throws(FileError) {
        try settle()
        if let temporary {
            let number = Self.name(temporary, as: path)
            guard number == 0 else {
                abandon()
                throw number == EEXIST ? FileError(.exists, path: path) : FileError(.write, path: path, errno: number)
            }
            Self.syncFolder(of: path)
        }
        let result = close(descriptor)
        descriptor = -1
        if result != 0 { throw FileError(.write, path: path, errno: errno) }
    }

    /// Drops the output; nothing is left.
    package func abandon() {
        guard descriptor >= 0 else { return }
        _ = close(descriptor)
        descriptor = -1
        if let temporary { _ = unsafe unlink(temporary) }
    }

    /// Gives the finished file its name, never over an existing one; returns 0 or the error number.
    ///
    /// A hard link refuses atomically. File systems without links (exFAT on a USB stick) get a check and a rename.
    private static func name(_ temporary: String, as path: String) -> Int32 {
        if unsafe link(temporary, path) == 0 {
            _ = unsafe unlink(temporary)
            return 0
        }
        let number = errno
        guard number == EPERM || number == EOPNOTSUPP || number == ENOSYS else { return number }
        if unsafe access(path, F_OK) == 0 { return EEXIST }
        return unsafe rename(temporary, path) == 0 ? 0 : errno
    }

    private func flush() throws(FileError) {
        var failure: FileError?
        unsafe buffer.withUnsafeBytes {
            do throws(FileError) { try unsafe writeThrough($0) } catch { failure = error }
        }
        // What was written may be a key.
        for index in buffer.indices { buffer[index] = 0 }
        buffer.removeAll(keepingCapacity: true)
        if let failure { throw failure }
    }

    private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard let base = bytes.baseAddress else { return }
        guard descriptor >= 0 else { throw FileError(.write, path: path, errno: EBADF) }
        // A pipe or a terminal may have nobody who reads it; a file of one's own has room or fails.
        let mayWait = temporary == nil
        var done = 0
        while done < bytes.count {
            guard !mayWait || StopPipe.waitForRoom(descriptor) else {
                abandon()
                throw FileError(.interrupted, path: path)
            }
            let most = mayWait ? Self.pipeBytes : bytes.count
            let count = unsafe Glibc.write(descriptor, base + done, min(most, bytes.count - done))
            if count < 0 {
                if errno == EINTR { continue }
                throw failed()
            }
            done += count
        }
    }

    private func failed() -> FileError {
        let number = errno
        abandon()
        return FileError(.write, path: path, errno: number)
    }

    /// Makes a new name itself durable.
    package static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
        let handle = unsafe open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { return }
        _ = fsync(handle)
        _ = close(handle)
    }
}

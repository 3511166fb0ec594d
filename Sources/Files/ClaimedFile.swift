// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file that is absent or complete, and that no two processes make at once.
///
/// Bytes go to `PATH.part` beside it, under an advisory lock (flock(2)) that the system releases when its holder ends, however it
/// ends; what a dead process left there is written over. `commit()` syncs the file and gives it its name in one step, in place of
/// what stood there: for results that every run makes alike, byte for byte.
package final class ClaimedFile {
    package let path: String
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferBytes = 1 << 18

    /// Claims the file.
    ///
    /// - Parameters:
    ///   - path: where the complete file will stand.
    ///   - mode: permission bits.
    /// - Throws: `file.busy` if a living process, or this one, is making it already; `file.write` if the folder can't be written.
    package init(path: String, mode: UInt32 = 0o600) throws(FileError) {
        self.path = path
        temporary = path + ".part"
        descriptor = try Self.claim(temporary, for: path, mode: mode)
        guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, mode) == 0 else { throw failed() }
        buffer.reserveCapacity(Self.bufferBytes)
    }

    deinit { abandon() }

    /// Appends bytes; they may stay in a buffer until `commit()`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard descriptor >= 0 else { throw FileError(.write, path: path, errno: EBADF) }
        if buffer.count + bytes.count > Self.bufferBytes { try flush() }
        unsafe buffer.append(contentsOf: bytes)
    }

    /// Flushes, syncs and names the file; after it the file is complete and on disk.
    package func commit() throws(FileError) {
        guard descriptor >= 0 else { throw FileError(.write, path: path, errno: EBADF) }
        try flush()
        guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else { throw failed() }
        OutputFile.syncFolder(of: path)
        // Only now may another process have the lock: what it locked before is no longer what has the temporary name.
        _ = close(descriptor)
        descriptor = -1
    }

    /// Drops the file; nothing is left of it.
    package func abandon() {
        guard descriptor >= 0 else { return }
        _ = unsafe unlink(temporary)
        _ = close(descriptor)
        descriptor = -1
    }

    /// Opens and locks the temporary file.
    private static func claim(_ temporary: String, for path: String, mode: UInt32) throws(FileError) -> Int32 {
        while true {
            let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)
            guard descriptor >= 0 else { throw FileError(.write, path: path, errno: errno) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let number = errno
                _ = close(descriptor)
                throw number == EWOULDBLOCK
                    ? FileError(.busy, path: path) : FileError(.write, path: path, errno: number)
            }
            // Between opening and locking, the holder before may have given the file its name: then this is the finished file.
            var locked = stat()
            var named = stat()
            if unsafe fstat(descriptor, &locked) == 0, unsafe lstat(temporary, &named) == 0,
                locked.st_ino == named.st_ino, locked.st_dev == named.st_dev
            {
                return descriptor
            }
            _ = close(descriptor)
        }
    }

    private func flush() throws(FileError) {
        var done = 0
        while done < buffer.count {
            let count = unsafe buffer.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress.map { unsafe $0 + done }, $0.count - done)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failed()
            }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func failed() -> FileError {
        let number = errno
        abandon()
        return FileError(.write, path: path, errno: number)
    }
}

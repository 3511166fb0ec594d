// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file read by position or from front to back.
package final class InputFile: Sendable {
    package let path: String
    private let descriptor: Int32
    /// Whether it is a regular file: who reads a pipe or a terminal waits until somebody writes.
    private let isRegular: Bool

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: `file.open` if it can't be opened or is a folder.
    package init(path: String) throws(FileError) {
        self.path = path
        descriptor = path == "-" ? dup(STDIN_FILENO) : Self.opened(path)
        var status = stat()
        let isKnown = unsafe descriptor >= 0 && fstat(descriptor, &status) == 0
        isRegular = isKnown && status.st_mode & S_IFMT == S_IFREG
        if descriptor < 0 { throw FileError(.open, path: path, errno: errno) }
        // All properties are set, so a throw runs `deinit`, which closes the descriptor. To close it here too would close
        // what another thread has opened meanwhile under the same number.
        guard isKnown, status.st_mode & S_IFMT != S_IFDIR else {
            throw FileError(.open, path: path, errno: EISDIR)
        }
        if path != "-" { _ = fcntl(descriptor, F_SETFL, 0) }
    }

    /// Opens a file without waiting: a named pipe would wait for who writes to it.
    private static func opened(_ path: String) -> Int32 {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        // Somebody else holds a lease on the file, and has to be waited for.
        return unsafe descriptor < 0 && errno == EWOULDBLOCK ? open(path, O_RDONLY | O_CLOEXEC) : descriptor
    }

    deinit { if descriptor >= 0 { _ = close(descriptor) } }

    /// The size in bytes, or nil if it is not a regular file (a pipe, say).
    package var size: Int? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// The permission bits, such as 0o600.
    package var mode: UInt32 {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return 0 }
        return status.st_mode & 0o7777
    }

    /// Reads the next bytes; 0 at the end.
    ///
    /// - Throws: `file.read`; `interrupted` once somebody asked to stop, if this may wait.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        if !isRegular && !StopPipe.waitForInput(descriptor) { throw FileError(.interrupted, path: path) }
        while true {
            let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw FileError(.read, path: path, errno: errno) }
            // Only a handled signal interrupts a reading, and those that are handled ask to stop; a file goes on.
            if !isRegular { throw FileError(.interrupted, path: path) }
        }
    }

    /// Reads bytes at an offset, as many as there are up to the buffer's size.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        var done = 0
        while done < buffer.count {
            let count = unsafe pread(
                descriptor,
                buffer.baseAddress.map { unsafe $0 + done },
                buffer.count - done,
                offset + done
            )
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(.read, path: path, errno: errno)
            }
            done += count
        }
        return done
    }

    /// The whole file.
    ///
    /// - Throws: `file.tooLarge` beyond `limit` bytes.
    package func readAll(limit: Int) throws(FileError) -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var count = 0
            var failure: FileError?
            unsafe chunk.withUnsafeMutableBytes {
                do throws(FileError) { count = try unsafe read(into: $0) } catch { failure = error }
            }
            if let failure { throw failure }
            if count == 0 { return all }
            all.append(contentsOf: chunk[..<count])
            if all.count > limit { throw FileError(.tooLarge, path: path) }
        }
    }
}

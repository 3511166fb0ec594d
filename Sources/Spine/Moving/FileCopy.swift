// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import Sealing

/// Copies files and tells their digests, piece by piece.
struct FileCopy {
    private let buffer = RawBuffer(count: 4 << 20)
    /// Of all files, once they are copied.
    let total: Int
    private(set) var done = 0
    /// Told how many of how many bytes are done; false stops.
    let onBytes: (Int, Int) -> Bool

    init(total: Int, onBytes: @escaping (Int, Int) -> Bool) {
        self.total = total
        self.onBytes = onBytes
    }

    /// Reads a file, and writes it to another if one is given, of mode 0600; the size and the SHA-256 of what was read.
    ///
    /// - Throws: `file.open`, `file.read`, `file.write`, `interrupted`.
    mutating func copy(_ source: String, to target: String?) throws(SpineError) -> (bytes: Int, digest: String) {
        do throws(FileError) {
            let input = try InputFile(path: source)
            let output = try target.map { path throws(FileError) in try OutputFile(path: path, mode: 0o600) }
            let hash = SHA256()
            var size = 0
            while true {
                let count = try unsafe buffer.withBytes { bytes throws(FileError) in
                    let count = try unsafe input.read(into: bytes)
                    let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<count])
                    unsafe hash.update(piece)
                    try unsafe output?.write(piece)
                    return count
                }
                guard count > 0 else { break }
                size += count
                done += count
                guard onBytes(min(done, total), total) else { throw FileError(.interrupted, path: source) }
            }
            try output?.commit()
            return (size, Hex.encode(hash.digest))
        } catch {
            throw SpineError(error)
        }
    }
}

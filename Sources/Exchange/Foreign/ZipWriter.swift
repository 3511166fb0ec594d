// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Files

/// Writes a zip archive of stored entries, each below 4 GiB.
package final class ZipWriter {
    private let file: OutputFile
    private var directory: [UInt8] = []
    private var entries = 0
    private var offset = 0

    /// Takes text, piece by piece.
    package typealias Emit = (String) throws -> Void

    /// Begins an archive; the caller commits the output after `finish()`.
    package init(to file: OutputFile) { self.file = file }

    /// Adds an entry.
    ///
    /// - Parameters:
    ///   - name: with `/` between folders.
    ///   - content: hands the text over; called twice, first to measure it, and must hand over the same.
    /// - Throws: `foreign.zip.size`; what `content` throws.
    package func add(_ name: String, content: (Emit) throws -> Void) throws {
        var size = 0
        var checksum: UInt32 = 0
        try content { text in
            let bytes = Array(text.utf8)
            size += bytes.count
            checksum = unsafe bytes.withUnsafeBufferPointer { unsafe ZipChecksum.adding($0[...], to: checksum) }
        }
        guard size < Int(UInt32.max), offset + size < Int(UInt32.max) else {
            throw ExchangeError.foreign(
                .foreignZipSize,
                "the archive would have 4 GiB or more",
                remedy: "write fewer records"
            )
        }
        let nameBytes = Array(name.utf8)
        // Version 2.0, flag of UTF-8 names, stored, 1980-01-01.
        let common =
            Self.bytes(20, 2) + Self.bytes(0x0800, 2) + Self.bytes(0, 2) + Self.bytes(0, 2) + Self.bytes(0x21, 2)
            + Self.bytes(Int(checksum), 4) + Self.bytes(size, 4) + Self.bytes(size, 4)
            + Self.bytes(nameBytes.count, 2) + Self.bytes(0, 2)
        let header = Self.bytes(0x0403_4B50, 4) + common + nameBytes
        try file.write(header)
        try content { text in try file.write(text) }
        // Made under Unix, a regular file that its owner alone may read.
        directory += Self.bytes(0x0201_4B50, 4) + Self.bytes(0x0314, 2) + common + Self.bytes(0, 2) + Self.bytes(0, 2)
        directory += Self.bytes(0, 2) + Self.bytes(0o100600 << 16, 4) + Self.bytes(offset, 4) + nameBytes
        offset += header.count + size
        entries += 1
    }

    /// Ends the archive.
    package func finish() throws(FileError) {
        try file.write(directory)
        try file.write(
            Self.bytes(0x0605_4B50, 4) + Self.bytes(0, 4) + Self.bytes(entries, 2) + Self.bytes(entries, 2)
                + Self.bytes(directory.count, 4) + Self.bytes(offset, 4) + Self.bytes(0, 2)
        )
    }

    private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}

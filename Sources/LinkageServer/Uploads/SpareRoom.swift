// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files

/// Ends an upload of a length that nobody told before it takes the room that the server needs for itself.
struct SpareRoom {
    private let folder: String
    private let spareBytes: Int
    /// Bytes that may come before the disk is asked again.
    private var left = 0

    private static let stride = 16 << 20

    init(_ folder: String, spareBytes: Int) {
        self.folder = folder
        self.spareBytes = spareBytes
    }

    /// - Throws: `upload.space` if so many bytes more leave less than what is to be spared.
    mutating func take(_ bytes: Int) throws(ServerError) {
        left -= bytes
        guard left < 0 else { return }
        if let free = Disk.free(path: folder), free - max(bytes, Self.stride) < spareBytes { throw .space }
        left = Self.stride
    }
}

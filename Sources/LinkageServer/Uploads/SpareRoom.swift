// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The room on a disk beyond what the server keeps for itself.
struct SpareRoom: Sendable {
    let path: String
    /// What the server keeps.
    let spareBytes: Int

    /// Bytes that others may take now; less than 0 if what is kept is touched already.
    var free: Int { (Disk.free(path: path) ?? Int.max) - spareBytes }
}

/// Ends an upload of a length that nobody told before it takes what the server keeps for itself.
struct StreamedRoom {
    private let room: SpareRoom
    /// Bytes that may come before the disk is asked again.
    private var left = 0

    private static let stride = 16 << 20

    init(_ room: SpareRoom) { self.room = room }

    /// - Throws: `upload.space` if there is no room for so many bytes more.
    mutating func take(_ bytes: Int) throws(ServerError) {
        left -= bytes
        guard left < 0 else { return }
        guard room.free >= max(bytes, Self.stride) else { throw .space }
        left = Self.stride
    }
}

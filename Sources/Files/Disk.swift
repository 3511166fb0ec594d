// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What a file system says of itself.
package enum Disk {
    /// Bytes free for this user on the file system of a path, or of the nearest folder above it that exists; nil if it cannot be told.
    package static func free(path: String) -> Int? {
        var path = path[...]
        while true {
            var status = statvfs()
            if unsafe statvfs(path.isEmpty ? "." : String(path), &status) == 0 {
                return Int(status.f_bavail) * Int(status.f_frsize)
            }
            guard errno == ENOENT, !path.isEmpty else { return nil }
            guard let slash = path.lastIndex(of: "/") else {
                path = ""
                continue
            }
            path = slash == path.startIndex ? "/" : path[..<slash]
        }
    }

    /// Whether anything stands at a path.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }
}

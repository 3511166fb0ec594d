// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The temporary names under which outputs are made: `PATH.partial-PROCESS-RANDOM`.
enum PartialName {
    /// A name that nothing has yet.
    static func new(for path: String) -> String {
        "\(path).partial-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    }

    /// Removes what killed processes left of this output; what a living process is making stays.
    ///
    /// Processes of another machine on the same shared folder are not seen: two machines must not make one output at once.
    static func sweep(_ path: String) {
        let split = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let folder = split == path.startIndex ? "./" : String(path[..<split])
        let start = path[split...] + ".partial-"
        for name in FolderListing.names(folder) where name.hasPrefix(start) {
            let numbers = name.dropFirst(start.count).split(separator: "-", omittingEmptySubsequences: false)
            guard numbers.count == 2, let process = Int32(numbers[0]), process > 0, UInt32(numbers[1]) != nil else {
                continue
            }
            if kill(process, 0) != 0, errno == ESRCH { remove(folder + name) }
        }
    }

    /// Removes a file, or a folder with all that is in it; follows no links.
    private static func remove(_ path: String) {
        guard unsafe unlink(path) != 0, errno == EISDIR else { return }
        for name in FolderListing.names(path) { remove("\(path)/\(name)") }
        _ = unsafe rmdir(path)
    }
}

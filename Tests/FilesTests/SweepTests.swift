// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import TestSupport
import Testing

/// What a killed process left of an output, its next run removes, and nothing else.
@Suite struct SweepTests {
    /// The id of a process that has ended and was waited for.
    private func deadProcess() throws -> Int32 {
        var process: pid_t = 0
        let started = unsafe "true".withCString { name in
            var arguments = unsafe [UnsafeMutablePointer(mutating: name), nil]
            return unsafe posix_spawn(&process, "/bin/true", nil, nil, &arguments, nil)
        }
        try #require(started == 0)
        let ended = waitpid(process, nil, 0)
        try #require(ended == process)
        return process
    }

    @Test(arguments: ["file", "folder"])
    func onlyTheDeadOnesOfThisOutputGo(kind: String) throws {
        let folder = try TemporaryFolder()
        let dead = try deadProcess()
        let kept = [
            "out.partial-\(getpid())-1", "out.partial-1-1", "other.partial-\(dead)-1", "out.partial-\(dead)",
            "out.partial-\(dead)-x", "out.partial--\(dead)-1", "out.partial-0-1", "out.partial-\(dead)-1-1",
            "out.partial",
        ]
        for name in kept + ["out.partial-\(dead)-1", "out.partial-\(dead)-4294967295"] {
            _ = try folder.write([1], as: name)
        }
        let left = folder.file("out.partial-\(dead)-2")
        for path in [left, left + "/results"] { #expect(unsafe mkdir(path, 0o755) == 0) }
        _ = try folder.write([1], as: "out.partial-\(dead)-2/pairs.csv")
        _ = try folder.write([1], as: "out.partial-\(dead)-2/results/a.tessera.partial-\(dead)-3")
        // A link inside goes; what it leads to stays.
        _ = try folder.write([1], as: "elsewhere")
        #expect(unsafe symlink(folder.file("elsewhere"), left + "/results/link") == 0)

        if kind == "file" {
            try OutputFile(path: folder.file("out")).commit()
        } else {
            try OutputFolder(path: folder.file("out")).commit()
        }
        #expect(try names(in: folder.path) == (kept + ["out", "elsewhere"]).sorted())
    }

    @Test("nothing is swept for an output that is refused")
    func refusedSweepsNothing() throws {
        let folder = try TemporaryFolder()
        let name = "out.partial-\(try deadProcess())-1"
        _ = try folder.write([1], as: name)
        _ = try folder.write([1], as: "out")
        #expect(throws: FileError.self) { try OutputFile(path: folder.file("out")) }
        #expect(throws: FileError.self) { try OutputFolder(path: folder.file("out")) }
        #expect(try names(in: folder.path) == ["out", name])
    }
}

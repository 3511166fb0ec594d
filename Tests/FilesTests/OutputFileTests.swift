// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Foundation
import Glibc
import TestSupport
import Testing

/// An output is absent or complete, and nothing is overwritten.
@Suite struct OutputFileTests {
    @Test func committedIsComplete() throws {
        let folder = try TemporaryFolder()
        let output = try OutputFile(path: folder.file("out"))
        try output.write("one\n")
        try output.write([0x74, 0x77, 0x6F])
        #expect(try !names(in: folder.path).contains("out"))
        try output.commit()
        #expect(try names(in: folder.path) == ["out"])
        #expect(try contents(of: folder.file("out")) == Array("one\ntwo".utf8))
        #expect(try status(of: folder.file("out")).links == 1)
    }

    @Test func emptyIsComplete() throws {
        let folder = try TemporaryFolder()
        try OutputFile(path: folder.file("out")).commit()
        #expect(try contents(of: folder.file("out")).isEmpty)
    }

    @Test("pieces of every size come out in order", arguments: UInt64(0)..<8)
    func piecesInOrder(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let buffer = 1 << 18
        let sizes = [0, 1, 1000, buffer - 1, buffer, buffer + 1, 3 * buffer]
        let folder = try TemporaryFolder()
        let output = try OutputFile(path: folder.file("out"))
        var expected: [UInt8] = []
        for _ in 0..<12 {
            let size = sizes[Int.random(in: 0..<sizes.count, using: &random)]
            let byte = UInt8.random(in: 0...255, using: &random)
            let piece = (0..<size).map { byte &+ UInt8(truncatingIfNeeded: $0) }
            try output.write(piece)
            expected += piece
        }
        try output.commit()
        #expect(try InputFile(path: folder.file("out")).readAll(limit: expected.count) == expected)
    }

    @Test("what is not committed leaves nothing", arguments: [0, 10, 1 << 20], [true, false])
    func uncommittedLeavesNothing(bytes: Int, isAbandoned: Bool) throws {
        let folder = try TemporaryFolder()
        do {
            let output = try OutputFile(path: folder.file("out"))
            try output.write([UInt8](repeating: 7, count: bytes))
            #expect(try names(in: folder.path).count == 1)
            if isAbandoned {
                output.abandon()
                #expect(try names(in: folder.path).isEmpty)
            }
        }
        #expect(try names(in: folder.path).isEmpty)
    }

    @Test func anAbandonedOutputCannotBeCommitted() throws {
        let folder = try TemporaryFolder()
        let output = try OutputFile(path: folder.file("out"))
        try output.write("x")
        output.abandon()
        #expect(throws: FileError.self) { try output.commit() }
        #expect(try names(in: folder.path).isEmpty)
    }

    @Test("an error of the caller leaves nothing")
    func throwingLeavesNothing() throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        #expect(throws: Stop.self) {
            let output = try OutputFile(path: folder.file("out"))
            try output.write("x")
            throw Stop()
        }
        #expect(try names(in: folder.path).isEmpty)
    }

    @Test(arguments: [0o600, 0o644, 0o640] as [UInt32])
    func hasItsMode(mode: UInt32) throws {
        let mask = try creationMask()
        let folder = try TemporaryFolder()
        let output = try OutputFile(path: folder.file("out"), mode: mode)
        try output.write("secret")
        let partial = try #require(names(in: folder.path).first)
        #expect(try status(of: folder.file(partial)).mode & 0o7777 == mode & ~mask)
        try output.commit()
        #expect(try status(of: folder.file("out")).mode & 0o7777 == mode & ~mask)
        #expect(try InputFile(path: folder.file("out")).mode == mode & ~mask)
    }

    @Test("what stands there is refused and kept", arguments: ["file", "folder", "link", "dangling"])
    func existingIsRefused(kind: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("out")
        switch kind {
        case "file": _ = try folder.write([1, 2, 3], as: "out")
        case "folder": #expect(unsafe mkdir(path, 0o755) == 0)
        case "link": #expect(try unsafe symlink(folder.write([1], as: "other"), path) == 0)
        default: #expect(unsafe symlink("nowhere", path) == 0)
        }
        let before = try (names(in: folder.path), status(of: path).mode)
        let error = #expect(throws: FileError.self) { try OutputFile(path: path) }
        #expect(error?.code == "file.exists")
        #expect(error?.exitCode == .outputExists)
        #expect(error?.position?.file == path)
        #expect(try names(in: folder.path) == before.0)
        #expect(try status(of: path).mode == before.1)
        if kind == "file" { #expect(try contents(of: path) == [1, 2, 3]) }
    }

    @Test func whatAppearsMeanwhileIsRefusedAndKept() throws {
        let folder = try TemporaryFolder()
        let output = try OutputFile(path: folder.file("out"))
        try output.write("mine")
        _ = try folder.write(Array("theirs".utf8), as: "out")
        let error = #expect(throws: FileError.self) { try output.commit() }
        #expect(error?.code == "file.exists")
        #expect(error?.exitCode == .outputExists)
        #expect(try names(in: folder.path) == ["out"])
        #expect(try contents(of: folder.file("out")) == Array("theirs".utf8))
    }

    @Test("of many writers of one name exactly one wins")
    func oneWins() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("out")
        let outcomes = await withTaskGroup(of: String.self) { group in
            for index in 0..<16 {
                group.addTask {
                    do throws(FileError) {
                        let output = try OutputFile(path: path)
                        try output.write("writer \(index)")
                        try output.commit()
                        return "writer \(index)"
                    } catch {
                        return error.code
                    }
                }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        let winners = outcomes.filter { $0 != "file.exists" }
        #expect(winners.count == 1)
        #expect(try names(in: folder.path) == ["out"])
        #expect(try contents(of: path) == Array(try #require(winners.first).utf8))
    }

    @Test("a full device is told at the latest by commit", arguments: [1, 1 << 20])
    func fullDevice(bytes: Int) throws {
        let output = try OutputFile(path: "/dev/full")
        let error = #expect(throws: FileError.self) {
            try output.write([UInt8](repeating: 0, count: bytes))
            try output.commit()
        }
        #expect(error?.code == "file.write")
        #expect(error?.exitCode == .inputOutput)
        #expect(error?.remedy?.contains("space") == true)
    }

    /// A pipe whose reader has stopped reading: it is full after 64 KiB.
    @Test(.timeLimit(.minutes(1))) func aWritingThatWaitsEndsWhenAskedTo() async {
        await #expect(processExitsWith: .success) {
            StopPipe.open()
            var ends: [Int32] = [0, 0]
            guard unsafe pipe(&ends) == 0 else { exit(2) }
            Thread.detachNewThread {
                usleep(50_000)
                StopPipe.signal()
            }
            let error = #expect(throws: FileError.self) {
                let output = try OutputFile(path: "/dev/fd/\(ends[1])")
                for _ in 0..<10 { try output.write(String(repeating: "x", count: 1 << 18)) }
            }
            exit(error?.code == "interrupted" && error?.exitCode == .interrupted ? 0 : 1)
        }
    }

    /// Whoever reads slowly gets all of it, in order.
    @Test(.timeLimit(.minutes(1))) func aPipeIsWrittenAsItIsRead() throws {
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        let writing = ends[1]
        let text = (0..<60_000).map { "line \($0)\n" }.joined()
        Thread.detachNewThread {
            do {
                let output = try OutputFile(path: "/dev/fd/\(writing)")
                try output.write(text)
                try output.commit()
            } catch { Issue.record(error) }
            _ = close(writing)
        }
        let input = try InputFile(path: "/dev/fd/\(ends[0])")
        _ = close(ends[0])
        #expect(try input.readAll(limit: 1 << 20) == Array(text.utf8))
    }

    @Test func aDeviceIsWrittenDirectly() throws {
        let output = try OutputFile(path: "/dev/null")
        try output.write("x")
        try output.commit()
        #expect(try status(of: "/dev/null").mode & S_IFMT == S_IFCHR)
    }

    @Test func aFolderThatIsAbsentIsAnErrorOfWriting() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("absent/out")
        let error = #expect(throws: FileError.self) { try OutputFile(path: path) }
        #expect(error?.code == "file.write")
        #expect(error?.exitCode == .inputOutput)
        #expect(error?.position?.file == path)
    }
}

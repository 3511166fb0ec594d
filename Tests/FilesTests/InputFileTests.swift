// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct InputFileTests {
    @Test func readsFromFrontToBack() throws {
        let folder = try TemporaryFolder()
        let input = try InputFile(path: folder.write(Array(0..<10), as: "in"))
        #expect(input.size == 10)
        var read: [[UInt8]] = []
        for _ in 0..<4 { read.append(try next(4, of: input)) }
        #expect(read == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9], []])
    }

    @Test(
        "reads by position without moving",
        arguments: [
            (0, 4, 0..<4), (3, 4, 3..<7), (8, 4, 8..<10), (10, 4, 10..<10), (50, 4, 10..<10), (0, 0, 0..<0),
        ]
    )
    func readsByPosition(offset: Int, count: Int, expected: Range<Int>) throws {
        let folder = try TemporaryFolder()
        let input = try InputFile(path: folder.write(Array(0..<10), as: "in"))
        var buffer = [UInt8](repeating: 0xFF, count: count)
        let done = try unsafe buffer.withUnsafeMutableBytes { try unsafe input.read(into: $0, at: offset) }
        #expect(buffer[..<done] == expected.map { UInt8($0) }[...])
        #expect(try next(3, of: input) == [0, 1, 2])
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
    func readsAllUpToTheLimit(bytes: Int) throws {
        let folder = try TemporaryFolder()
        let all = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let path = try folder.write(all, as: "in")
        #expect(try InputFile(path: path).readAll(limit: bytes) == all)
        guard bytes > 0 else { return }
        let error = #expect(throws: FileError.self) { try InputFile(path: path).readAll(limit: bytes - 1) }
        #expect(error?.code == "file.tooLarge")
        #expect(error?.exitCode == .unreadableInput)
        #expect(error?.position?.file == path)
    }

    @Test func whatCannotBeOpenedIsSaid() throws {
        let folder = try TemporaryFolder()
        for (path, reason) in [(folder.file("absent"), "no such file"), (folder.path, "is a directory")] {
            let error = #expect(throws: FileError.self) { try InputFile(path: path) }
            #expect(error?.code == "file.open")
            #expect(error?.exitCode == .unreadableInput)
            #expect(error?.position?.file == path)
            #expect(error?.message.contains(reason) == true)
        }
    }

    @Test("a folder that is refused is closed once: no descriptor of another thread's file is closed with it")
    func refusingClosesOnce() async throws {
        let folder = try TemporaryFolder()
        let (path, file) = (folder.path, try folder.write(Array(0..<10), as: "in"))
        await withTaskGroup(of: Int.self) { group in
            group.addTask {
                for _ in 0..<20_000 { _ = try? InputFile(path: path) }
                return 0
            }
            group.addTask {
                (0..<20_000).count { _ in (try? InputFile(path: file).readAll(limit: 10).count) != 10 }
            }
            for await failures in group { #expect(failures == 0) }
        }
    }

    @Test func aFailedReadIsSaid() throws {
        // Reading this process's memory at address 0 fails with an input/output error.
        let input = try InputFile(path: "/proc/self/mem")
        let error = #expect(throws: FileError.self) { try input.readAll(limit: 10) }
        #expect(error?.code == "file.read")
        #expect(error?.exitCode == .unreadableInput)
    }

    @Test func aHyphenIsStandardInput() throws {
        let folder = try TemporaryFolder()
        let saved = dup(STDIN_FILENO)
        let replacement = try unsafe open(folder.write(Array("from stdin".utf8), as: "in"), O_RDONLY)
        #expect(dup2(replacement, STDIN_FILENO) == STDIN_FILENO)
        let input = try InputFile(path: "-")
        _ = dup2(saved, STDIN_FILENO)
        _ = close(saved)
        _ = close(replacement)
        #expect(try input.readAll(limit: 100) == Array("from stdin".utf8))
    }

    @Test func aPipeHasNoSize() throws {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        defer { _ = close(ends[0]) }
        let input = try InputFile(path: "/dev/fd/\(ends[0])")
        #expect(unsafe write(ends[1], [1, 2, 3] as [UInt8], 3) == 3)
        _ = close(ends[1])
        #expect(input.size == nil)
        #expect(try input.readAll(limit: 3) == [1, 2, 3])
    }

    @Test(.timeLimit(.minutes(1))) func aReadingThatWaitsEndsWhenAskedTo() async {
        await #expect(processExitsWith: .success) {
            StopPipe.open()
            let input = try silent()
            // Another thread than the one that reads, as with a signal.
            Thread.detachNewThread {
                usleep(50_000)
                StopPipe.signal()
            }
            let error = #expect(throws: FileError.self) { try input.readAll(limit: 10) }
            exit(error?.code == "interrupted" && error?.exitCode == .interrupted ? 0 : 1)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aReadingThatBeginsAfterwardsDoesNotWait() async {
        await #expect(processExitsWith: .success) {
            StopPipe.open()
            let input = try silent()
            StopPipe.signal()
            for _ in 0..<2 {
                let error = #expect(throws: FileError.self) { try input.readAll(limit: 10) }
                if error?.code != "interrupted" { exit(1) }
            }
            exit(0)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aNamedPipeWaitsForItsWriter() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("pipe")
        #expect(unsafe mkfifo(path, 0o600) == 0)
        let input = try InputFile(path: path)
        Thread.detachNewThread {
            usleep(50_000)
            let end = unsafe open(path, O_WRONLY)
            _ = unsafe write(end, [1, 2, 3] as [UInt8], 3)
            usleep(50_000)
            _ = unsafe write(end, [4] as [UInt8], 1)
            _ = close(end)
        }
        #expect(try input.readAll(limit: 4) == [1, 2, 3, 4])
    }

    @Test(arguments: [0o600, 0o644, 0o755] as [UInt32])
    func hasItsMode(mode: UInt32) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([], as: "in")
        #expect(unsafe chmod(path, mode) == 0)
        #expect(try InputFile(path: path).mode == mode)
    }

    private func next(_ count: Int, of input: InputFile) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let done = try unsafe buffer.withUnsafeMutableBytes { try unsafe input.read(into: $0) }
        return Array(buffer[..<done])
    }
}

/// A pipe to which nobody writes.
private func silent() throws -> InputFile {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw SystemFailure(number: errno) }
    return try InputFile(path: "/dev/fd/\(ends[0])")
}

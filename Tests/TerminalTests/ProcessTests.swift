// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Foundation
import Glibc
import Terminal
import Testing

/// What needs a process of its own: signals and descriptors.
struct ProcessTests {
    @Test func aFullDiskBehindStandardOutputIsAnError() throws {
        let descriptor = unsafe open("/dev/full", O_WRONLY)
        defer { _ = close(descriptor) }
        let error = #expect(throws: TerminalError.self) {
            try StandardOutput(descriptor: descriptor).write("row\n")
        }
        #expect(error?.code == "output.write")
        #expect(error?.exitCode == .inputOutput)
        #expect(error?.message.contains("no space left on device") == true)
    }

    @Test func aClosedOutputIsAnError() throws {
        let error = #expect(throws: TerminalError.self) { try StandardOutput(descriptor: -1).write("row\n") }
        #expect(error?.exitCode == .inputOutput)
    }

    /// More than a pipe holds, so that writes come back short.
    ///
    /// Who writes has a thread of its own: in a task it would hold one of the few threads of all tests until the tests
    /// before it have let the reader have its turn.
    @Test func allOfALongTextArrives() throws {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        let text = String(repeating: "0123456789abcde\n", count: 20_000)
        Thread.detachNewThread {
            #expect(throws: Never.self) { try StandardOutput(descriptor: writing).write(text) }
            _ = close(writing)
        }
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(reading, &chunk, chunk.count)
            if count <= 0 { break }
            all += chunk[..<count]
        }
        _ = close(reading)
        #expect(all == Array(text.utf8))
    }

    @Test func aSignalIsARequest() async {
        await #expect(processExitsWith: .success) { Self.provoke(SIGINT) }
        await #expect(processExitsWith: .success) { Self.provoke(SIGTERM) }
    }

    private static func provoke(_ signal: Int32) -> Never {
        Interruption.install()
        guard Interruption.isRequested == false, (try? Interruption.check()) != nil else { exit(1) }
        send(signal)
        guard Interruption.isRequested else { exit(2) }
        do throws(TerminalError) {
            try Interruption.check()
            exit(3)
        } catch {
            exit(error.exitCode == .interrupted && error.code == "interrupted" ? 0 : 4)
        }
    }

    @Test func aSecondSignalEndsTheProcess() async {
        await #expect(processExitsWith: .signal(SIGINT)) {
            Interruption.install()
            Self.send(SIGINT)
            _ = kill(getpid(), SIGINT)
            sleep(10)
        }
    }

    /// Signals this process as a user does, and waits until it has noticed.
    private static func send(_ signal: Int32) {
        _ = kill(getpid(), signal)
        for _ in 0..<10_000 where Interruption.isRequested == false { _ = usleep(1000) }
    }
}

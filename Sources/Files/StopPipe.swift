// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// What ends the wait for input that may never come, or for a reader of output, once somebody asks to stop.
///
/// A signal interrupts a call that waits already, in whichever thread takes the signal: a reading that begins a moment later, or in another
/// thread, would wait for ever. So readings and writings of pipes and terminals wait for a pipe of the process's own as well, to which a
/// handler of signals may write (the self-pipe of D. J. Bernstein).
package enum StopPipe {
    private static let reading = Atomic<Int32>(-1)
    private static let writing = Atomic<Int32>(-1)

    /// Makes the pipe; called once, before the handlers that write to it are installed.
    ///
    /// Without it they wait as the system lets them.
    package static func open() {
        // Reads both here: inside a handler nothing may be initialised.
        guard reading.load(ordering: .relaxed) < 0, writing.load(ordering: .relaxed) < 0 else { return }
        var pair: [Int32] = [-1, -1]
        guard unsafe pipe(&pair) == 0 else { return }
        // Beyond the standard streams, of which one may be closed: nobody may read or write this pipe by their numbers.
        let ends = pair.map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
        for end in pair { _ = close(end) }
        for end in ends {
            // A handler never waits for room.
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading.store(ends[0], ordering: .relaxed)
        writing.store(ends[1], ordering: .relaxed)
    }

    /// Ends the waits that are and those that come; may be called by a handler of signals.
    package static func signal() {
        let number = errno
        var byte: UInt8 = 0
        _ = unsafe write(writing.load(ordering: .relaxed), &byte, 1)
        errno = number
    }

    /// Waits until a descriptor has input or its end; false if somebody asked to stop.
    static func waitForInput(_ descriptor: Int32) -> Bool { wait(descriptor, for: POLLIN) }

    /// Waits until a descriptor takes output, of a pipe 4,096 bytes (`PIPE_BUF`); false if somebody asked to stop.
    static func waitForRoom(_ descriptor: Int32) -> Bool { wait(descriptor, for: POLLOUT) }

    private static func wait(_ descriptor: Int32, for event: Int32) -> Bool {
        // A descriptor of -1 is never ready.
        var awaited = [
            pollfd(fd: descriptor, events: Int16(event), revents: 0),
            pollfd(fd: reading.load(ordering: .relaxed), events: Int16(POLLIN), revents: 0),
        ]
        while unsafe poll(&awaited, 2, -1) < 0 && errno == EINTR {}
        return awaited[1].revents == 0
    }
}

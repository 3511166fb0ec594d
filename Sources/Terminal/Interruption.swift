// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Glibc
internal import Synchronization

/// A request to stop, by Ctrl-C, SIGTERM or a closed terminal: the program finishes what it must not leave half done, then exits with 130.
///
/// A second signal of the same kind ends the process at once.
package enum Interruption {
    private static let flag = Atomic<Bool>(false)

    /// Whether somebody asked to stop.
    package static var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Stops the caller if somebody asked to.
    ///
    /// - Throws: `interrupted`, exit status 130.
    package static func check() throws(TerminalError) {
        if isRequested { throw .interrupted }
    }

    /// What ends the program: once somebody asked to stop, that is the reason, whatever became of a call that was cut short.
    package static func reason(for error: any Error) -> any Error {
        guard isRequested, (error as? any Fault)?.exitCode != .interrupted else { return error }
        return TerminalError.interrupted
    }

    /// Installs the handlers; called once, at the start of a program.
    ///
    /// Signals that it was started to ignore, as `nohup` has it, stay ignored.
    package static func install() {
        // Initialises the flag here: inside a handler nothing may be initialised.
        flag.store(false, ordering: .relaxed)
        StopPipe.open()
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in
            Interruption.flag.store(true, ordering: .relaxed)
            StopPipe.signal()
        }
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            let isKnown = unsafe sigaction(signal, nil, &before) == 0
            if isKnown, isIgnored(before) { continue }
            _ = unsafe sigaction(signal, &action, nil)
        }
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        let handler = unsafe action.__sigaction_handler.sa_handler
        return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

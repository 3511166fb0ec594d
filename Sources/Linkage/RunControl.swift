// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How a long comparison runs: on how many threads, who is told, and who may stop it.
///
/// None of it changes a result.
package struct RunControl: Sendable {
    /// The number of threads, at least 1.
    package var threads: Int
    /// Told how much is done, never by two threads at once and never falling.
    package var onProgress: (@Sendable (JoinProgress.Amount) -> Void)?
    /// Asked now and then by any thread; true stops the run with `linkage.cancelled`.
    package var isCancelled: (@Sendable () -> Bool)?

    package init(
        threads: Int = RunControl.processors,
        onProgress: (@Sendable (JoinProgress.Amount) -> Void)? = nil,
        isCancelled: (@Sendable () -> Bool)? = nil
    ) {
        self.threads = max(1, threads)
        self.onProgress = onProgress
        self.isCancelled = isCancelled
    }

    /// The number of processors in use by the system.
    package static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

extension RunControl {
    /// Runs `work` on every thread, the calling one among them, and returns when all are done.
    ///
    /// The work is handed out by a shared counter, so that a thread the system refuses only leaves more to the others.
    func onThreads(_ work: @escaping @Sendable () -> Void) {
        var started: [pthread_t] = []
        for _ in 1..<threads {
            let box = unsafe Unmanaged.passRetained(Work(work))
            var thread = pthread_t()
            let status = unsafe pthread_create(
                &thread,
                nil,
                { box in
                    guard let box = unsafe box else { return nil }
                    unsafe Unmanaged<Work>.fromOpaque(box).takeRetainedValue().run()
                    return nil
                },
                box.toOpaque()
            )
            if status == 0 { started.append(thread) } else { unsafe box.release() }
        }
        work()
        for thread in started { pthread_join(thread, nil) }
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}

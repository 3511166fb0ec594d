// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Does long work beside the server's own threads, with less claim to the processors than these: pages stay quick while a linkage runs.
enum WorkThread {
    /// What a thread gives way by, as `nice` counts.
    private static let niceness: Int32 = 10

    /// Runs work on a thread of its own; threads that it starts are as nice.
    @discardableResult
    static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async -> Result<Value, Failure> {
        await withCheckedContinuation { continuation in
            let box = unsafe Unmanaged.passRetained(
                Box {
                    // On Linux a thread has its own priority; 0 is the calling one.
                    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
                    do throws(Failure) {
                        continuation.resume(returning: .success(try work()))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            )
            var thread = pthread_t()
            var attributes = pthread_attr_t()
            unsafe pthread_attr_init(&attributes)
            unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            unsafe pthread_attr_setstacksize(&attributes, 8 << 20)
            let status = unsafe pthread_create(
                &thread,
                &attributes,
                { box in
                    guard let box = unsafe box else { return nil }
                    unsafe Unmanaged<Box>.fromOpaque(box).takeRetainedValue().run()
                    return nil
                },
                box.toOpaque()
            )
            unsafe pthread_attr_destroy(&attributes)
            // Without a thread to spare, the work is done here.
            if status != 0 { unsafe box.takeRetainedValue().run() }
        }
    }

    private final class Box: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}

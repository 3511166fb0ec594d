// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Terminal

/// Waits for what is done asynchronously, in a command that is not; somebody who asks to stop cancels it.
package enum Waiting {
    private final class Box<Value: Sendable>: @unchecked Sendable { var result: Result<Value, any Error>? }

    package static func wait<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let (done, box) = (DispatchSemaphore(value: 0), Box<Value>())
        let task = Task {
            do { box.result = .success(try await work()) } catch { box.result = .failure(error) }
            done.signal()
        }
        while done.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
            if Interruption.isRequested { task.cancel() }
        }
        guard let result = box.result else { throw CancellationError() }
        return try result.get()
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Runs work on several threads at once, each with its number, and waits for all.
func onThreads(_ count: Int, _ work: @Sendable (Int) -> Void) {
    DispatchQueue.concurrentPerform(iterations: count) { work($0) }
}

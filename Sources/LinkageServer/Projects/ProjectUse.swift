// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Who works with a project's files, so that nothing is made in one that is being destroyed.
final class ProjectUse: Sendable {
    private struct State {
        var users: [Int64: Int] = [:]
        var closing: Set<Int64> = []
    }

    private let state = Mutex(State())

    /// Begins to work with a project's files; `leave` ends it.
    ///
    /// - Throws: `request.notFound` if it is being destroyed.
    func enter(_ project: Int64) throws(ServerError) {
        let isOpen = state.withLock { state in
            guard !state.closing.contains(project) else { return false }
            state.users[project, default: 0] += 1
            return true
        }
        guard isOpen else { throw .notFound }
    }

    func leave(_ project: Int64) {
        state.withLock { state in
            let left = state.users[project, default: 1] - 1
            state.users[project] = left > 0 ? left : nil
        }
    }

    /// Keeps everybody out from now on.
    ///
    /// - Throws: `request.conflict` if somebody is in.
    func close(_ project: Int64) throws(ServerError) {
        let isClosed = state.withLock { state in
            guard state.users[project] == nil else { return false }
            return state.closing.insert(project).inserted
        }
        guard isClosed else {
            throw ServerError(
                .conflict,
                status: 409,
                "a file of this project is being sent or written",
                remedy: "try again when that is over; what is only slow is given up after a minute"
            )
        }
    }

    func reopen(_ project: Int64) { state.withLock { _ = $0.closing.remove(project) } }
}

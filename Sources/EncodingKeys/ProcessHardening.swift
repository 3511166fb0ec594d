// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import Glibc

/// Keeps the memory of a process that holds keys or records out of core files and away from other processes.
package enum ProcessHardening {
    /// Forbids core files, and attaching by other processes of the same user; called before anything secret is read.
    ///
    /// - Returns: whether the system granted both. Programs go on without: the caller may warn.
    @discardableResult
    package static func apply() -> Bool {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        let isLimited = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0
        return tessera_forbid_dumps() == 0 && isLimited
    }
}

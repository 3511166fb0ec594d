// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files

/// How much memory the machine can still give.
package enum SystemMemory {
    /// Bytes that can be had without swapping, or what the control group of this process still allows if that is less.
    ///
    /// 1 GiB where the system does not say.
    package static func available() -> Int {
        available(
            meminfo: text("/proc/meminfo"),
            limit: text("/sys/fs/cgroup/memory.max"),
            used: text("/sys/fs/cgroup/memory.current")
        )
    }

    /// The same from the texts of those files; nil for one that is not there.
    package static func available(meminfo: String?, limit: String?, used: String?) -> Int {
        let line = meminfo?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let free = kilobytes.map { $0 << 10 } ?? 1 << 30
        guard let limit = number(limit), let used = number(used) else { return free }
        return min(free, max(0, limit - used))
    }

    private static func number(_ text: String?) -> Int? {
        text?.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
    }

    private static func text(_ path: String) -> String? {
        guard let bytes = try? InputFile(path: path).readAll(limit: 1 << 16) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

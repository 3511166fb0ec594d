// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The time as file headers and records write it.
package enum UTCTime {
    /// Now, as `2026-11-21T02:00:00Z`.
    package static func now() -> String { text(seconds()) }

    /// Seconds since 1970, now.
    package static func seconds() -> Int64 { Int64(time(nil)) }

    /// A moment, in seconds since 1970, as `2026-11-21T02:00:00Z`.
    package static func text(_ moment: Int64) -> String {
        var seconds = time_t(moment)
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let hour = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return "\(day)T\(hour)Z"
    }
}

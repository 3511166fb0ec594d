// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Numbers as people read them, the same in every locale.
package enum Quantities {
    /// 7912004 → `7,912,004`.
    package static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// 1234567 → `1.2 MB`; powers of 1000; cut, not rounded.
    package static func bytes(_ count: Int) -> String {
        var (unit, scale) = (0, 1)
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        while unit < units.count - 1, count / scale >= 1000 {
            scale *= 1000
            unit += 1
        }
        let whole = count / scale
        if unit == 0 || whole >= 100 { return "\(whole) \(units[unit])" }
        return "\(whole).\(count / (scale / 10) % 10) \(units[unit])"
    }

    /// 3725 → `1:02:05`, 65 → `1:05`.
    package static func clock(seconds: Int) -> String {
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        let tail = padded(seconds % 60)
        return hours > 0 ? "\(hours):\(padded(minutes)):\(tail)" : "\(minutes):\(tail)"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// A count in few letters: `950`, `12.3 k`, `5.3 G`, rounded down.
    package static func short(_ number: Int) -> String {
        let units = ["", " k", " M", " G", " T", " P", " E"]
        var tenths = 10 * min(number, Int.max / 10)
        var unit = 0
        while tenths >= 10_000, unit < units.count - 1 {
            tenths /= 1_000
            unit += 1
        }
        return unit == 0 || tenths >= 1_000
            ? "\(tenths / 10)\(units[unit])" : "\(tenths / 10).\(tenths % 10)\(units[unit])"
    }
}

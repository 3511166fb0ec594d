// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Whether looking up a feature's values pays: names repeat, account numbers hardly ever do.
///
/// Counts hits over a window; if fewer than one in eight look-ups hit, the next windows go without, then it tries again.
struct CacheWorth {
    private static let window = 1 << 15
    private static let pause = 1 << 20

    private var hits = 0
    private var looks = 0
    private var toSkip = 0

    /// Whether to look this value up; counts it as one of those to skip otherwise.
    @inline(__always)
    var isWorthLooking: Bool {
        mutating get {
            if toSkip == 0 { return true }
            toSkip &-= 1
            return false
        }
    }

    @inline(__always)
    mutating func found() {
        hits &+= 1
        looked()
    }

    @inline(__always)
    mutating func missed() { looked() }

    @inline(__always)
    private mutating func looked() {
        looks &+= 1
        if looks == Self.window { judge() }
    }

    private mutating func judge() {
        if hits < Self.window / 8 { toSkip = Self.pause }
        hits = 0
        looks = 0
    }
}

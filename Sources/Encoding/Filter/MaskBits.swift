// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The filters of one feature side by side: its bits in every vector that names it.
struct MaskBits: Hashable, Sendable {
    /// l of each filter, in the schema's order of vectors; multiples of 64.
    let lengths: [Int]

    /// 64-bit words of all filters together.
    var words: Int { lengths.reduce(0, +) / 64 }

    /// Sets the position that a hash word means in each filter (`Specs/encodings.md` §4 and §5).
    func set(_ word: UInt64, in mask: UnsafeMutablePointer<UInt64>) {
        let bytes = unsafe UnsafeMutableRawPointer(mask).assumingMemoryBound(to: UInt8.self)
        var start = 0
        for length in lengths {
            let position = Int(word % UInt64(length))
            unsafe bytes[start + position / 8] |= 0x80 >> UInt8(position % 8)
            start += length / 8
        }
    }
}

/// ORs one run of words into another.
@inline(__always)
func addMask(_ mask: UnsafePointer<UInt64>, words: Int, to target: UnsafeMutableRawPointer) {
    var at = 0
    while at < words {
        let old = unsafe target.loadUnaligned(fromByteOffset: at &* 8, as: UInt64.self)
        unsafe target.storeBytes(of: old | mask[at], toByteOffset: at &* 8, as: UInt64.self)
        at &+= 1
    }
}

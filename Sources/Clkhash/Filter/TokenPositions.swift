// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The positions that a token has in a filter under a column's keys.
package protocol TokenPositions: AnyObject {
    /// Sets the first k positions of a token; bit 0 is the highest one of byte 0.
    func set(_ token: UnsafeRawBufferPointer, count k: Int, in filter: UnsafeMutablePointer<UInt8>)
}

/// Sets a position of a filter.
@inline(__always)
func setPosition(_ position: Int, in filter: UnsafeMutablePointer<UInt8>) {
    unsafe filter[position >> 3] |= 0x80 >> UInt8(truncatingIfNeeded: position & 7)
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The keyed hash of one key group: HMAC-SHA-256 over a block number and a token (`Specs/encodings.md` §4).
///
/// Not safe for concurrent use: each encoder owns its own. Keys live in guarded memory and are wiped on release.
package protocol TokenHashing: AnyObject {
    /// The four 64-bit words of block `block` for a token, big-endian as the specification reads them.
    ///
    /// - Complexity: one HMAC-SHA-256; about 150 ns with SHA instructions.
    func words(of token: UnsafeRawBufferPointer, block: UInt32) -> (UInt64, UInt64, UInt64, UInt64)
}

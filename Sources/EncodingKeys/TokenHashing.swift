// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A source of positions for tokens; `TokenHasher` outside of tests.
package protocol TokenHashing: AnyObject {
    /// The four 64-bit words of block `block` for a token.
    func words(of token: UnsafeRawBufferPointer, block: UInt32) -> (UInt64, UInt64, UInt64, UInt64)
}

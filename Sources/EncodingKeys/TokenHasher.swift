// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The keyed hash of one key group: HMAC-SHA-256 over a block number and a token (`Specs/encodings.md` §4).
///
/// Not safe for concurrent use: each encoder owns its own. The keyed state is wiped on release.
package final class TokenHasher: TokenHashing, Withheld {
    private let hmac: HMAC

    init(_ hmac: HMAC) { self.hmac = hmac }

    /// The four 64-bit words of block `block` for a token, big-endian as the specification reads them.
    ///
    /// - Complexity: one HMAC-SHA-256; about 150 ns with SHA instructions.
    package func words(of token: UnsafeRawBufferPointer, block: UInt32) -> (UInt64, UInt64, UInt64, UInt64) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeBytes(of: block.littleEndian) { block in
            unsafe withUnsafeMutableBytes(of: &words) { output in
                if let base = output.baseAddress { unsafe hmac.authenticate(block, token, output: base) }
            }
        }
        return (
            UInt64(bigEndian: words.0), UInt64(bigEndian: words.1), UInt64(bigEndian: words.2),
            UInt64(bigEndian: words.3)
        )
    }
}

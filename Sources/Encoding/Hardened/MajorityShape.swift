// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The measures of a hardened profile's vectors.
struct MajorityShape {
    /// l, a multiple of 512.
    let bits: Int
    /// m, the majorities whose parity a bit is.
    let votes: Int

    /// Bytes of a vector.
    var bytes: Int { bits / 8 }
    /// Bytes of a token's signs in one vector: m times l bits.
    var signBytes: Int { bytes * votes }
    /// Bytes of the thresholds of a vector.
    var thresholdBytes: Int { signBytes * MajorityKernel.planes }
}

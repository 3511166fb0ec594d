// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How tokens become the bits of a vector (`Specs/encodings.md` §4 and §6).
package enum Profile: String, Sendable, CaseIterable {
    /// Bloom filters.
    case bloom
    /// Parity of three majorities in 5,120 bits.
    case hardened
    /// Parity of three majorities in 4,096 bits.
    case hardenedStrict = "hardened-strict"

    /// What a hardened profile fixes: l of every vector and m, the votes of a bit; nil for Bloom filters.
    package var majority: (bits: Int, votes: Int)? {
        switch self {
        case .bloom: nil
        case .hardened: (5120, 3)
        case .hardenedStrict: (4096, 3)
        }
    }

    var hash: SchemaHash { self == .bloom ? .hmac : .blake }
}

/// The keyed hash that a profile is made with.
enum SchemaHash: String, CaseIterable {
    case hmac = "hmac-sha-256"
    case blake = "blake2b-512"
}

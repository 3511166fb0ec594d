// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// How the rows of an encoding file were made, as its header says it (`Specs/exchange-format.md` §1).
package enum EncodingProfile: String, Sendable, CaseIterable {
    case bloom, hardened
    case hardenedStrict = "hardened-strict"
    /// Another tool's, taken over by the linkage unit: schema and key are as it declared, and nobody signed them.
    case imported

    /// How rows of the profile are compared unless the linkage unit says otherwise.
    package var similarity: SimilarityMeasure { self == .bloom || self == .imported ? .dice : .hamming }

    /// Whether nothing but a declaration says that two files of the profile were made alike.
    package var isUnverified: Bool { self == .imported }
}

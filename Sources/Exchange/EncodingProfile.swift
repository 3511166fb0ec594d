// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// How the rows of an encoding file were made, as its header says it (`Specs/exchange-format.md` §1).
package enum EncodingProfile: String, Sendable, CaseIterable {
    case bloom, hardened
    case hardenedStrict = "hardened-strict"

    /// How rows of the profile are compared unless the linkage unit says otherwise.
    package var similarity: SimilarityMeasure { self == .bloom ? .dice : .hamming }
}

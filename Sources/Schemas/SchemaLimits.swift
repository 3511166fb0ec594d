// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The bounds of `Specs/linkage-schema.md` §1.
///
/// The sum of l over all vectors needs no check of its own: 64 vectors of 65,536 bits are its limit of 4,194,304.
package enum SchemaLimits {
    package static let features = 1...64
    package static let vectors = 1...64
    /// l, which is also a multiple of `filterStep`.
    package static let filterLength = 64...65_536
    package static let filterStep = 64
    package static let flipsPerThousand = 0...100
    package static let bitsPerToken = 1...1_024
    package static let bitsPerFeature = 1...65_536
    /// Of a hardened profile.
    package static let votes = 1...255
    package static let q = 1...4
    /// The longest name of a feature, vector or key group.
    package static let nameBytes = 64
    /// The size of a schema document in bytes.
    package static let documentBytes = 1 << 20
}

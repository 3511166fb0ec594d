// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// Project ids: 16 random bytes a group, derived from nothing.
package struct ProjectIDs: Sendable {
    /// The length of an id.
    package static let bytes = 16

    /// The ids of all groups, one after the other.
    package let all: [UInt8]

    /// Draws an id for each group.
    ///
    /// - Parameters:
    ///   - groupCount: the number of groups.
    ///   - random: returns as many bytes as asked for from the system's generator.
    /// - Throws: `linkage.randomness` if the generator returns too few bytes, or the same id twice.
    package init(groupCount: Int, random: (Int) -> [UInt8]) throws(LinkageError) {
        let drawn = random(groupCount * Self.bytes)
        let ids = stride(from: 0, to: drawn.count, by: Self.bytes).map { drawn[$0...].prefix(Self.bytes) }
        guard drawn.count == groupCount * Self.bytes, Set(ids).count == groupCount else {
            throw LinkageError(
                .randomness,
                "the random generator repeats itself or gives too few bytes",
                remedy: "do not use this machine for a linkage",
                exitCode: .bug
            )
        }
        all = drawn
    }

    /// The id of a group.
    package subscript(_ group: Int) -> ArraySlice<UInt8> { all[group * Self.bytes..<(group + 1) * Self.bytes] }
}

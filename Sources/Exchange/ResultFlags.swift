// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What the linkage unit says of a record beside its id (`Specs/exchange-format.md` §1).
package struct ResultFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The record has its id in common with at least one record of another dataset.
    package static let linked = ResultFlags(rawValue: 1)
    /// The person is on the spine.
    package static let onSpine = ResultFlags(rawValue: 2)
    /// A possible match of the record awaits review.
    package static let possible = ResultFlags(rawValue: 4)
    /// The record has its id in common with another record of its own dataset: likely a duplicate.
    package static let sharesID = ResultFlags(rawValue: 8)

    /// All that this version knows; a file with others is refused.
    static let known: ResultFlags = [.linked, .onSpine, .possible, .sharesID]
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One line of the ledger that changes an id or a record (`Specs/spine.md` §4).
package struct LedgerChange: Sendable, Equatable {
    /// What happened, the line's first word.
    package enum Kind: String, Sendable, CaseIterable {
        /// An id was made, for the record that is named.
        case created
        /// A record got an id that others have.
        case joined
        /// An id is another one's from now on.
        case merged
        /// An id was made for some records of another one.
        case split
        /// A record has another id than before.
        case moved
        /// A record is in no current extract any more.
        case gone
        /// A record's encoding was destroyed.
        case withdrawn
        /// An id has no record any more.
        case retired
        /// A record was found to name another person as a relative.
        case related
        /// What was found so before does not hold any more.
        case unrelated
    }

    package let kind: Kind
    /// The id, 32 hexadecimal digits.
    package let id: String
    /// What is left of the line.
    package let rest: String

    /// Reads a line; nil if it is none of these.
    package init?(_ line: Substring) {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let kind = Kind(rawValue: String(words[0])), words[1].utf8.count == 32 else {
            return nil
        }
        self.kind = kind
        id = String(words[1])
        rest = words.count > 2 ? String(words[2]) : ""
    }

    /// The record that the line is about, such as `hospital:17`; nil if it is about none.
    package var record: String? {
        switch kind {
        case .created, .joined, .moved, .gone, .withdrawn, .related, .unrelated:
            rest.split(separator: " ").first.map(String.init)
        case .merged, .split, .retired: nil
        }
    }

    /// The other id of the line: the heir of a merge, the origin of a split, the relative.
    package var otherID: String? {
        switch kind {
        case .merged, .split: rest.split(separator: " ").dropFirst().first.map(String.init)
        case .related, .unrelated: rest.split(separator: " ").dropFirst(2).first.map(String.init)
        default: nil
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The two datasets of an evaluation and the numbers of their records.
package struct DatasetPair: Sendable {
    package let nameA: String
    package let nameB: String
    package var a = RecordNumbers()
    package var b = RecordNumbers()

    package init(a nameA: String, b nameB: String) {
        self.nameA = nameA
        self.nameB = nameB
    }

    /// The pair of two record ids, numbering them if they are new.
    package mutating func pair(_ idA: [UInt8], _ idB: [UInt8]) -> RecordPair {
        RecordPair(a: a.number(of: idA), b: b.number(of: idB))
    }
}

/// A record of dataset A with a record of dataset B, by their numbers in a `DatasetPair`.
package struct RecordPair: Hashable, Sendable {
    private let key: UInt64

    package init(a: UInt32, b: UInt32) { key = UInt64(a) << 32 | UInt64(b) }

    package var a: UInt32 { UInt32(truncatingIfNeeded: key >> 32) }
    package var b: UInt32 { UInt32(truncatingIfNeeded: key) }
}

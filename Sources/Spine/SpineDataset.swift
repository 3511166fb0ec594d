// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Sealing

/// What a dataset is to the project.
package enum DatasetRole: String, Sendable, CaseIterable {
    /// Covers nearly everybody; every other dataset is compared with it.
    case spine
    /// Is linked to the spine, and its people on no spine with those of the other datasets.
    case contributor
    /// Is compared with itself alone.
    case dedupeOnly = "dedupe-only"
}

/// How a dataset is linked.
package struct LinkPolicy: Sendable, Equatable {
    /// Whether the agency says that a person has one record at most.
    package var isDeduplicated: Bool
    /// Whether records of the dataset are compared with each other.
    package var isWithin: Bool
    /// Datasets all of whose records are compared with it, beside the spine and the people who are on none.
    package var with: [String]
    /// Whether the encodings of records that were linked before count as the person's, too.
    package var isEnriched: Bool

    package init(isDeduplicated: Bool = false, isWithin: Bool = false, with: [String] = [], isEnriched: Bool = false) {
        self.isDeduplicated = isDeduplicated
        self.isWithin = isWithin
        self.with = with
        self.isEnriched = isEnriched
    }
}

/// A dataset as the store knows it.
package struct SpineDataset: Sendable, Equatable {
    /// From 0, in the order in which datasets came; what a record is named by.
    package let number: Int
    /// The agency's name.
    package let name: String
    package let role: DatasetRole
    package let policy: LinkPolicy
    /// The agency's card; its results are sealed to it.
    package let card: PartyCard
    /// Records that were ever given, those that are gone among them.
    package var records: Int
    /// Records of the current extract.
    package var live: Int
    package var isWithdrawn: Bool
    /// The run that brought it.
    package let addedRun: Int
}

/// A record: a dataset and the number of a row that was given in it; never used for another.
package struct RecordPlace: Hashable, Comparable, Sendable {
    package var dataset: Int
    package var row: Int

    package init(dataset: Int, row: Int) {
        self.dataset = dataset
        self.row = row
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.dataset, left.row) < (right.dataset, right.row)
    }
}

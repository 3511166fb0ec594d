// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// What a search for relatives or households found.
package struct RelatingSummary: Sendable, Equatable {
    package var run: Int
    /// Who the relatives are, such as `mother`.
    package var relation: String
    /// Records that describe a relative, and those that were compared with them; of households all records, and the people who have a place.
    package var records: Int
    package var people: Int
    /// Records whose relative was found, and the different people that these are; of households their people, and how many these are.
    package var related = 0
    package var relatives = 0
    /// Records whose relative is another than before, and those whose former one does not hold any more.
    package var new = 0
    package var ended = 0
    /// The expected share of right ones; nil if none was found.
    package var precision: Double?

    /// Of households alone.
    package var households: Households?

    /// What was found of households.
    package struct Households: Sendable, Equatable {
        /// Of two people or more.
        package var found: Int
        /// People whose records do not say where they live.
        package var withoutPlace: Int
        /// Places that more people have than a household has, and people who have no other; these are in no household.
        package var institutions: Int
        package var institutional: Int
    }

    /// The figures, for the store and for programs.
    package var jsonValue: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("run", .integer(run)), ("relation", .string(relation)), ("records", .integer(records)),
            ("people", .integer(people)), ("related", .integer(related)), ("relatives", .integer(relatives)),
            ("new", .integer(new)), ("ended", .integer(ended)),
            ("expectedPrecision", precision.map { .number($0) } ?? .null),
        ]
        if let households {
            members += [
                ("households", .integer(households.found)), ("withoutPlace", .integer(households.withoutPlace)),
                ("institutions", .integer(households.institutions)),
                ("institutional", .integer(households.institutional)),
            ]
        }
        return .object(members)
    }
}

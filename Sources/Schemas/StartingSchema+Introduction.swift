// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension StartingSchema {
    /// The opening comment: which agreement the schema is for, and what somebody can do with its encodings.
    var introduction: String {
        """
        // The linkage schema says how a row of your table becomes an encoding: a row of bits that is compared in place of
        // the names. All agencies of a project must use the same schema. The parts marked YOUR TABLE may differ from
        // agency to agency; change anything else only together.
        //
        \(agreement)
        // Whatever the schema, encodings are personal data, and whoever has the project's key as well can test any name.
        // Specs/threat-model.md says who was thought of, what was tried, and how it went.

        """
    }

    private var agreement: String {
        switch self {
        case .record:
            """
            // "record" is FOR AN AGREEMENT in which the linkage unit is trusted with personal data. All fields of a record
            // share one filter. Somebody who holds the encodings and a list of names that has many of the same people can
            // find out without the key who most of them are, from which records are alike: treat the encodings as
            // re-identifiable.
            """
        case .grouped:
            """
            // "grouped" is FOR AN AGREEMENT in which the linkage unit is trusted with personal data. Fields that go wrong
            // together share a filter: the names; birth date and sex; the place; the number. It links nearly as well as
            // "field", and much better than "record". Somebody who holds the encodings and a list of names can find out
            // without the key who most of them are, from which records are alike: treat the encodings as re-identifiable.
            """
        case .field:
            """
            // "field" is FOR AN AGREEMENT in which the linkage unit is trusted as if it saw the names. Each field has a
            // filter of its own, so fields can be compared and weighed one by one, which links best. Somebody who
            // holds the encodings and a list of names sees which values of each field are frequent and which records are
            // alike, and can find out without the key who most of them are: treat the encodings as re-identifiable.
            """
        case .hardened:
            """
            // "hardened" is FOR AN AGREEMENT in which the linkage unit does its work but is to learn as little as can be,
            // though it might have a list of names. It linked about as well as "record" where we measured it.
            \(Self.resistance)
            """
        case .hardenedStrict:
            """
            // "hardened-strict" is FOR AN AGREEMENT like that of "hardened", in which the linkage unit is to learn as little
            // as can be, for few people or for what must not come out. It links a little less well; rows are shorter.
            \(Self.resistance)
            """
        }
    }

    private static let resistance =
        """
        // Somebody who holds the encodings and a list of names: these encodings resist the published attacks that we ran,
        // at the sizes that we ran. Nobody has proved that they resist others, or at other sizes; and who already knows
        // which names belong to many of the records gets further.
        """
}

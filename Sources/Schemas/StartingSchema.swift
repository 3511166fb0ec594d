// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Commented schemas to begin a project with, by the agreement between the agencies and the linkage unit.
///
/// All are for people of the United States: names, date of birth, sex, ZIP code and the end of the SSN.
package enum StartingSchema: String, Sendable, CaseIterable {
    /// One Bloom filter a record (Schnell, Bachteler and Reiher 2011).
    case record
    /// One Bloom filter a group of fields that err together.
    case grouped
    /// One Bloom filter a field (Schnell, Bachteler and Reiher 2009).
    case field
    /// The profile `hardened`.
    case hardened
    /// The profile `hardened-strict`.
    case hardenedStrict = "hardened-strict"

    /// The one that is written unless another is asked for.
    package static let standard = StartingSchema.hardened

    /// The document.
    package var text: String { introduction + "{\n" + reading + bits + features + vectors + "}\n" }

    var isHardened: Bool { self == .hardened || self == .hardenedStrict }
}

extension StartingSchema {
    private var reading: String {
        #"""
          // Which kind of document this is. Leave it as it is.
          "tessera": "linkage-schema/1",

          // A name for people to read.
          "name": "us-people",
          "description": "Names, date of birth, sex, ZIP code and social security number",

          // YOUR TABLE: how the CSV file is written.
          "reading": {
            // The column with your own number for each person, which you will get back with the result.
            // Without this line the row number is used.
            "recordId": "record_id",
            // What stands between two columns; "\t" for a tab.
            "delimiter": ",",
            // What stands around a value that has a delimiter in it.
            "quote": "\"",
            // true if a space follows each delimiter and is not part of the value.
            "initialSpace": false
          },


        """#
    }

    /// How the bits are made.
    private var bits: String {
        switch self {
        case .record: Self.bloom + Self.recordLength + Self.flips
        case .grouped: Self.bloom + Self.flips
        case .field: Self.bloom + Self.fieldLength + Self.flips
        case .hardened, .hardenedStrict:
            #"""
              // How the bits are made: keyed majority votes of all parts of a record. Without the project's key nobody can
              // make them. How many bits there are belongs to the profile.
              "profile": "\#(rawValue)",
              "hash": "blake2b-512",


            """#
        }
    }

    private static let bloom =
        #"""
          // How the bits are made: Bloom filters of a keyed hash. Without the project's key nobody can make them.
          "profile": "bloom",
          "hash": "hmac-sha-256",


        """#

    private static let recordLength =
        #"""
          // How many bits stand for one person.
          "filterLength": 1024,


        """#

    private static let fieldLength =
        #"""
          // How many bits stand for one field of a person.
          "filterLength": 128,


        """#

    private static let flips =
        #"""
          // Noise: of every 1,000 bits so many are flipped at random, other ones in every row; 0 to 100. It costs accuracy,
          // and makes some attacks harder: it blurs bits, and does not hide a person.
          "flipsPerThousand": 0,


        """#

    private var vectors: String {
        switch self {
        case .record:
            #"""
              // One filter for the whole record. "fields" would make one for each field: easier to compare field by
              // field, but also easier to attack.
              "vectors": "record"

            """#
        case .grouped:
            #"""
              // One filter for each group of fields that go wrong together, with 256 bits a field: names change places,
              // and names that are all the same after a marriage but one are still alike.
              "vectors": [
                { "name": "names", "features": ["given", "middle", "family"], "filterLength": 768 },
                { "name": "birth", "features": ["dob", "sex"], "filterLength": 512 },
                { "name": "place", "features": ["zip"], "filterLength": 256 },
                { "name": "number", "features": ["ssn4"], "filterLength": 256 }
              ]

            """#
        case .field:
            #"""
              // One filter for each field, all of one length: the three names can be compared with each other.
              "vectors": [
                { "name": "given", "features": ["given"] },
                { "name": "middle", "features": ["middle"] },
                { "name": "family", "features": ["family"] },
                { "name": "dob", "features": ["dob"] },
                { "name": "sex", "features": ["sex"] },
                { "name": "zip", "features": ["zip"] },
                // Second values, off: see above.
                // { "name": "formal", "features": ["formal"], "variantOf": "given" },
                // { "name": "former", "features": ["former"], "variantOf": "family" },
                // { "name": "swapped", "features": ["swapped"], "variantOf": "dob" },
                { "name": "ssn4", "features": ["ssn4"] }
              ]

            """#
        case .hardened, .hardenedStrict:
            #"""
              // One row of bits for the whole record: the more parts vote together, the less a bit says about one of them.
              "vectors": "record"

            """#
        }
    }
}

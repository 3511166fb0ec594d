// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Schemas to begin a project with.
package enum StartingSchema {
    /// A commented schema for people of the United States: names, date of birth, sex, ZIP code and SSN.
    ///
    /// One cryptographic long-term key of 1024 bits a record (Schnell, Bachteler and Reiher 2011).
    package static let usPeople = #"""
        // The linkage schema says how a row of your table becomes an encoding: rows of bits that can be compared,
        // but not read. All agencies of a project must use the same schema. The parts marked YOUR TABLE may differ
        // from agency to agency; change anything else only together.
        {
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

          // How the bits are made: Bloom filters of a keyed hash. Without the project's key nobody can make them.
          "profile": "bloom",
          "hash": "hmac-sha-256",

          // How many bits stand for one person.
          "filterLength": 1024,

          // One entry for each field that takes part. For every field:
          //   "name"          what the schema calls it; must be the same for all agencies
          //   "role"          what it is; decides how it is cleaned
          //   "column"        YOUR TABLE: the column's heading
          //   "bitsPerToken"  how much it counts: each piece of the value sets this many bits
          // An empty or unusable value is left out, and the other fields still count. To reject the row instead,
          // add "missing": "reject" to the field; all agencies must do the same.
          "features": [
            // Names are cut into overlapping pairs of letters (mary: _m ma ar ry y_), so that a misspelt name still
            // shares most of its pairs. The three names have one key group, so a pair of letters counts as equal
            // in whichever of them it stands: Mary Ann in one table meets Mary with the middle name Ann in another.
            {
              "name": "given",
              "role": "givenName",
              "column": "first_name",
              "tokens": { "type": "qgrams", "q": 2, "padding": "both", "words": "each" },
              "bitsPerToken": 12,
              "keyGroup": "names"
            },
            // A middle name or its first letter. Remove this entry if no agency has it.
            {
              "name": "middle",
              "role": "givenName",
              "column": "middle_name",
              "tokens": { "type": "qgrams", "q": 2, "padding": "both", "words": "each" },
              "bitsPerToken": 12,
              "keyGroup": "names"
            },
            {
              "name": "family",
              "role": "familyName",
              "column": "last_name",
              "tokens": { "type": "qgrams", "q": 2, "padding": "both", "words": "each" },
              "bitsPerToken": 12,
              "keyGroup": "names"
            },

            // The date counts by its eight digits, its year, month and day, and by month and day in either order:
            // so one wrong digit, or a day and month that were swapped, cost only a little.
            {
              "name": "dob",
              "role": "birthDate",
              "column": "dob",
              // YOUR TABLE: how dates are written; the first that fits is taken. MM and dd want two digits, M and d
              // one or two. For 07/04/1980 write "MM/dd/yyyy".
              "dateFormats": ["yyyy-MM-dd"],
              "tokens": { "type": "dateParts", "parts": ["digits", "year", "month", "day", "swap"] },
              "bitsPerToken": 12
            },

            // F and M, female and male, and X are understood. If your table says otherwise, tell what it means in
            // small letters: "values": { "1": "m", "2": "f", "3": "x", "0": "" }, where "" means missing.
            {
              "name": "sex",
              "role": "sex",
              "column": "sex",
              "tokens": { "type": "exact" },
              "bitsPerToken": 30
            },

            // The first five digits of the ZIP code; each counts by its place.
            {
              "name": "zip",
              "role": "postalCode",
              "column": "zip",
              "tokens": { "type": "qgrams", "q": 1, "padding": "none", "words": "joined", "positional": true },
              "bitsPerToken": 12
            },

            // The last four digits of the social security number; the column may have all nine. Where every agency
            // has all nine, write "ssn9" for more certainty.
            {
              "name": "ssn4",
              "role": "nationalId",
              "column": "ssn",
              "normaliser": "ssn4",
              "tokens": { "type": "qgrams", "q": 1, "padding": "none", "words": "joined", "positional": true },
              "bitsPerToken": 25
            }
          ],

          // One filter for the whole record. "fields" would make one for each field: easier to compare field by
          // field, but also easier to attack.
          "vectors": "record"
        }

        """#
}

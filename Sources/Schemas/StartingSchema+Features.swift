// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension StartingSchema {
    private enum Field { case given, middle, family, dob, sex, zip, ssn4 }

    /// How much a field counts.
    private func weight(_ field: Field) -> String {
        switch self {
        // As many for every field: what is worth more, such as a number, is missing more often.
        case .record: #""bitsPerToken": 8"#
        case .grouped: #""bitsPerToken": 10"#
        case .field: #""bitsPerToken": 6"#
        case .hardened, .hardenedStrict:
            switch field {
            case .given, .middle: #""weight": 1, "centre": "us-given-names-2020""#
            case .family: #""weight": 1, "centre": "us-family-names-2020""#
            case .dob: #""weight": 1, "centre": "uniform-dates""#
            case .sex: #""weight": 1, "centre": "even-sexes""#
            case .zip, .ssn4: #""weight": 1, "centre": "uniform-digits""#
            }
        }
    }

    /// The lines that explain what `weight` writes.
    private var weightLegend: String {
        isHardened
            ? #"""
              //   "weight"        how much it counts: each piece of the value votes this often
              //   "centre"        how common each piece is in public lists, so that common ones do not stand out
            """#
            : #"""
              //   "bitsPerToken"  how much it counts: each piece of the value sets this many bits
            """#
    }

    /// Whether a filter is of a field, or of few that go together, so that an initial can be found to fit a name.
    private var isParted: Bool { self == .field || self == .grouped }

    private var nameReason: String {
        switch self {
        case .field:
            """
                // Names are cut into overlapping pairs of letters (mary: _m ma ar ry), so that a misspelt name still shares
                // most of its pairs, and an initial (m: _m) has none that its name has not. The three names have one key
                // group, so that a name in one of them can be compared with a name in another, as after a marriage; it also
                // shows where the same name stands in both.
            """
        case .grouped:
            """
                // Names are cut into overlapping pairs of letters (mary: _m ma ar ry), so that a misspelt name still shares
                // most of its pairs, and an initial (m: _m) has none that its name has not. The three names have one key
                // group, so a pair of letters counts as equal in whichever of them it stands: Mary Ann in one table meets
                // Mary with the middle name Ann in another, and names that changed places are as alike as ever.
            """
        case .record, .hardened, .hardenedStrict:
            """
                // Names are cut into overlapping pairs of letters (mary: _m ma ar ry y_), so that a misspelt name still
                // shares most of its pairs. The three names have one key group, so a pair of letters counts as equal
                // in whichever of them it stands: Mary Ann in one table meets Mary with the middle name Ann in another.
            """
        }
    }

    private var nameTokens: String {
        #""tokens": { "type": "qgrams", "q": 2, "padding": "\#(isParted ? "start" : "both")", "words": "each" }"#
    }

    private var dateRange: String {
        isHardened
            ? #"""

                  // Births outside of these days are taken as missing, and all agencies must say the same. Not much wider
                  // than your people's ages: the centre is made for the days between.
                  "earliest": "1910-01-01",
                  "latest": "2030-12-31",
            """# : ""
    }

    /// Majorities are compared as wholes: they don't show that a date fits a year.
    private var yearOnly: String { isHardened ? "" : #", "yearOnly": ["01-01"]"# }

    private var yearOnlyReason: String {
        isHardened
            ? ""
            : #"""

                // Where the day is not known many write the first of January, so of that only the year counts; add other
                // days that your tables write then.
            """#
    }

    /// Entries that are commented out, for the one agreement whose vectors are compared one by one.
    private var secondValues: String {
        self == .field
            ? #"""


                // SECOND VALUES, off. Remove the // in front of an entry here and of its vector below, and the linkage unit
                // can compare Bob with Robert, a family name with that from before a marriage, and a date with one whose
                // day and month were swapped. They tell more of a person. All agencies must do the same.
                // { "name": "formal", "role": "givenName", "column": "first_name", "variant": "nickname",
                //   \#(nameTokens),
                //   \#(weight(.given)), "keyGroup": "names" },
                // { "name": "former", "role": "familyName", "column": "former_last_name",
                //   \#(nameTokens),
                //   \#(weight(.family)), "keyGroup": "names" },
                // { "name": "swapped", "role": "birthDate", "column": "dob", "dateFormats": ["yyyy-MM-dd"],
                //   "variant": "swapDayMonth", "tokens": { "type": "dateParts"\#(yearOnly) },
                //   \#(weight(.dob)), "keyGroup": "dob" },
            """# : ""
    }

    var features: String {
        #"""
          // One entry for each field that takes part. For every field:
          //   "name"          what the schema calls it; must be the same for all agencies
          //   "role"          what it is; decides how it is cleaned
          //   "column"        YOUR TABLE: the column's heading
        \#(weightLegend)
          // An empty or unusable value is left out, and the other fields still count. To reject the row instead,
          // add "missing": "reject" to the field; all agencies must do the same.
          "features": [
        \#(nameReason)
            {
              "name": "given",
              "role": "givenName",
              "column": "first_name",
              \#(nameTokens),
              \#(weight(.given)),
              "keyGroup": "names"
            },
            // A middle name or its first letter. Remove this entry if no agency has it.
            {
              "name": "middle",
              "role": "givenName",
              "column": "middle_name",
              \#(nameTokens),
              \#(weight(.middle)),
              "keyGroup": "names"
            },
            {
              "name": "family",
              "role": "familyName",
              "column": "last_name",
              \#(nameTokens),
              \#(weight(.family)),
              "keyGroup": "names"
            },

            // The date counts by its eight digits, its year, month and day, and by month and day in either order:
            // so one wrong digit, or a day and month that were swapped, cost only a little.\#(yearOnlyReason)
            {
              "name": "dob",
              "role": "birthDate",
              "column": "dob",
              // YOUR TABLE: how dates are written; the first that fits is taken. MM and dd want two digits, M and d
              // one or two. For 07/04/1980 write "MM/dd/yyyy".
              "dateFormats": ["yyyy-MM-dd"],\#(dateRange)
              "tokens": { "type": "dateParts", "parts": ["digits", "year", "month", "day", "swap"]\#(yearOnly) },
              \#(weight(.dob))
            },

            // F and M, female and male, and X are understood. If your table says otherwise, tell what it means in
            // small letters: "values": { "1": "m", "2": "f", "3": "x", "0": "" }, where "" means missing.
            {
              "name": "sex",
              "role": "sex",
              "column": "sex",
              "tokens": { "type": "exact" },
              \#(weight(.sex))
            },

            // The first five digits of the ZIP code; each counts by its place.
            {
              "name": "zip",
              "role": "postalCode",
              "column": "zip",
              "tokens": { "type": "qgrams", "q": 1, "padding": "none", "words": "joined", "positional": true },
              \#(weight(.zip))
            },\#(secondValues)

            // The last four digits of the social security number; the column may have all nine. Where every agency
            // has all nine, write "ssn9" for more certainty.
            {
              "name": "ssn4",
              "role": "nationalId",
              "column": "ssn",
              "normaliser": "ssn4",
              "tokens": { "type": "qgrams", "q": 1, "padding": "none", "words": "joined", "positional": true },
              \#(weight(.ssn4))
            }
          ],


        """#
    }
}

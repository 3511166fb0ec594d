// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What each rule of reading and normalising means, in words for the person with the table.
enum RuleBook {
    struct Rule {
        let name: String
        /// What happens to the row or field.
        let effect: String
        let meaning: String
        let remedy: String
    }

    private static let rowRejected = "the row is rejected"
    private static let fieldMissing = "the field counts as missing; the record is still encoded"

    static let rules: [Rule] = [
        Rule(
            name: "csv.row.ragged",
            effect: rowRejected,
            meaning: "The row has more or fewer fields than the header.",
            remedy: "Look for an unquoted delimiter or line break in it."
        ),
        Rule(
            name: "csv.quote.stray",
            effect: rowRejected,
            meaning: "Text follows a closing quote.",
            remedy: "Double the quotes inside a quoted field."
        ),
        Rule(
            name: "utf8.invalid",
            effect: rowRejected,
            meaning: "A field that the schema reads is not UTF-8.",
            remedy: "Save the table as UTF-8."
        ),
        Rule(
            name: "field.tooLong",
            effect: rowRejected,
            meaning: "A field is longer than 4,096 bytes.",
            remedy: "Look for a missing closing quote before it."
        ),
        Rule(
            name: "id.empty",
            effect: rowRejected,
            meaning: "The record id is empty, so the answer could not be joined back.",
            remedy: "Fill it, or leave recordId out of the schema to use row numbers."
        ),
        Rule(
            name: "missing.required",
            effect: rowRejected,
            meaning: "A feature that the schema requires is missing.",
            remedy: "Fill it, or set \"missing\": \"skip\" in the schema."
        ),
        Rule(
            name: "name.placeholder",
            effect: fieldMissing,
            meaning: "The text stands for no name, such as BABY BOY, UNKNOWN or TEST.",
            remedy: "Nothing to do; people named Null, Nan, None or True are kept."
        ),
        Rule(
            name: "name.noLetters",
            effect: fieldMissing,
            meaning: "There is no letter in the name.",
            remedy: "Check that the column is the right one."
        ),
        Rule(
            name: "text.placeholder",
            effect: fieldMissing,
            meaning: "The text stands for no value, such as UNKNOWN or HOMELESS.",
            remedy: "Nothing to do."
        ),
        Rule(
            name: "date.format",
            effect: fieldMissing,
            meaning: "The date has none of the formats declared in the schema.",
            remedy: "Add its format to dateFormats; two-digit years are not accepted."
        ),
        Rule(
            name: "date.impossible",
            effect: fieldMissing,
            meaning: "There is no such day, as 30 February.",
            remedy: "Check whether day and month are declared the right way round."
        ),
        Rule(
            name: "date.range",
            effect: fieldMissing,
            meaning: "The date lies outside earliest and latest of the schema.",
            remedy: "Check the century."
        ),
        Rule(
            name: "date.placeholder",
            effect: fieldMissing,
            meaning: "The date is one that systems fill in, such as 1900-01-01.",
            remedy: "Nothing to do."
        ),
        Rule(
            name: "sex.unknown",
            effect: fieldMissing,
            meaning: "The value says that the sex is unknown.",
            remedy: "Nothing to do."
        ),
        Rule(
            name: "sex.unmapped",
            effect: fieldMissing,
            meaning: "The value is none of those that the schema maps.",
            remedy: "Add it to values of the feature, as in \"values\": {\"1\": \"m\", \"2\": \"f\"}."
        ),
        Rule(
            name: "zip.format",
            effect: fieldMissing,
            meaning: "There are not three to five, eight or nine digits; spreadsheets eat zeros in front.",
            remedy: "Use the normaliser code or digits for postal codes of other countries."
        ),
        Rule(
            name: "zip.placeholder",
            effect: fieldMissing,
            meaning: "The ZIP is one that is filled in, such as 00000 or 12345.",
            remedy: "Nothing to do."
        ),
        Rule(
            name: "ssn.format",
            effect: fieldMissing,
            meaning: "There are not nine digits (four for ssn4), or there is other text.",
            remedy: "Check that a spreadsheet did not turn it into a number."
        ),
        Rule(
            name: "ssn.invalid",
            effect: fieldMissing,
            meaning: "No such number is issued: area 000, 666 or 9xx, group 00, serial 0000, or a well-known fake.",
            remedy: "Nothing to do."
        ),
        Rule(
            name: "ssn.placeholder",
            effect: fieldMissing,
            meaning: "The four digits are ones that are filled in, such as 0000 or 1234.",
            remedy: "Nothing to do."
        ),
        Rule(
            name: "number.format",
            effect: fieldMissing,
            meaning: "It is not a number.",
            remedy: "Check that the column is the right one."
        ),
        Rule(
            name: "digits.none",
            effect: fieldMissing,
            meaning: "There is no digit.",
            remedy: "Check that the column is the right one."
        ),
        Rule(
            name: "variant.none",
            effect: fieldMissing,
            meaning: "The value has no second value: the name is no nickname, or day and month cannot be swapped.",
            remedy: "Nothing to do; most records have none."
        ),
    ]
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import JSONText

/// Why a linkage schema was refused.
///
/// `position.column` is the path of the key, such as `features[0].tokens.q`.
package struct SchemaError: Fault {
    /// The rule that was broken; the raw value is the fault's code.
    ///
    /// A document that is no JSON has the code of the `JSONError` that is the fault's cause.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Not a linkage schema of a version that this program reads.
        package static let version = Code(rawValue: "schema.version")
        /// A JSON value of another type than the key takes.
        package static let type = Code(rawValue: "schema.type")
        /// A key that the object does not take.
        package static let unknownKey = Code(rawValue: "schema.key.unknown")
        /// A key that this role or this kind of tokens does not take.
        package static let misplacedKey = Code(rawValue: "schema.key.misplaced")
        /// A key that must be there.
        package static let missingKey = Code(rawValue: "schema.key.missing")
        /// A word that the key does not take.
        package static let unknownValue = Code(rawValue: "schema.value.unknown")
        /// A number, or a number of elements, out of range.
        package static let range = Code(rawValue: "schema.value.range")
        /// A name that is empty, too long, or has other characters than letters, digits, - and _.
        package static let nameForm = Code(rawValue: "schema.name.form")
        /// A name of two features or of two vectors.
        package static let duplicateName = Code(rawValue: "schema.name.duplicate")
        /// Text that the key does not take.
        package static let textForm = Code(rawValue: "schema.text.form")
        /// Both or neither of `bitsPerToken` and `bitsPerFeature`.
        package static let weight = Code(rawValue: "schema.weight")
        /// Another hash or filter length than the profile's.
        package static let profile = Code(rawValue: "schema.profile")
        /// A centre that is not made for the feature's normaliser or tokens.
        package static let centre = Code(rawValue: "schema.centre")
        /// More positions than the filter has bits.
        package static let weightAboveLength = Code(rawValue: "schema.weight.length")
        /// A normaliser that the role does not take.
        package static let normaliser = Code(rawValue: "schema.normaliser.role")
        /// A variant that the role does not have, or that is required.
        package static let variant = Code(rawValue: "schema.variant")
        /// Tokens that do not go with the normaliser.
        package static let tokensOfNormaliser = Code(rawValue: "schema.tokens.normaliser")
        /// Positional q-grams of each word.
        package static let positional = Code(rawValue: "schema.tokens.positional")
        /// Days that leave only the year, of tokens that have none of it.
        package static let yearOnly = Code(rawValue: "schema.tokens.yearOnly")
        /// A date format that is none.
        package static let dateFormat = Code(rawValue: "schema.date.format")
        /// No date, or no such day.
        package static let date = Code(rawValue: "schema.date")
        /// An earliest date after the latest.
        package static let dateOrder = Code(rawValue: "schema.date.order")
        /// Features of one key group that are not encoded alike.
        package static let keyGroup = Code(rawValue: "schema.keyGroup")
        /// A feature that no vector names.
        package static let unusedFeature = Code(rawValue: "schema.feature.unused")
        /// A vector's feature that does not exist.
        package static let unknownFeature = Code(rawValue: "schema.vector.feature.unknown")
        /// A feature that a vector names twice.
        package static let repeatedFeature = Code(rawValue: "schema.vector.feature.repeated")
        /// A vector of second values that cannot be compared with the first ones.
        package static let variantOf = Code(rawValue: "schema.vector.variantOf")
        /// A vector of a relative's values that cannot be compared with the relative's own ones.
        package static let relativeOf = Code(rawValue: "schema.vector.relativeOf")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let cause: (any Error)?
    /// The document's other errors in its order; empty in each of them.
    package internal(set) var others: [SchemaError] = []

    package var code: String { kind.rawValue }
    package var exitCode: ExitCode { .invalidSchema }

    init(_ kind: Code, _ message: String, remedy: String, position: FaultPosition) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.position = position
        self.cause = nil
    }

    /// The error of a document that is no JSON.
    init(_ error: JSONError) {
        kind = Code(rawValue: error.code)
        message = error.message
        remedy = error.remedy
        position = error.position
        cause = error
    }
}

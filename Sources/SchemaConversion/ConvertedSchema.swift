// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Clkhash
internal import Faults
package import Schemas

/// A linkage schema of ours for the table of a schema of clkhash's, with everything that changes.
///
///     let converted = try ConvertedSchema(ClkhashDocument(bytes, file: path), profile: .bloom)
///     for change in converted.changes { … }
///     try file.write(converted.text)
///
/// The same columns are compared in about the same way, but no bit stays the same: other keys, hashes, normalisers and padding.
package struct ConvertedSchema: Sendable {
    package let schema: LinkageSchema
    /// The document: JSON with every change in a comment; reading it gives `schema`.
    package let text: String
    /// Those of the whole schema first, then feature by feature.
    package let changes: [SchemaChange]

    /// Converts a document that clkhash can encode with.
    ///
    /// - Parameters:
    ///   - profile: how bits are to be made; the hardened profiles have weights in place of bits.
    ///   - file: the document's path, for errors.
    /// - Throws: `convert.features`, `convert.identifier`.
    package init(_ document: ClkhashDocument, profile: Profile, file: String? = nil) throws(ConversionError) {
        let source = document.schema
        try Self.checkColumns(of: source, file: file)
        var names = FeatureNames()
        let length = profile.majority?.bits ?? Self.filterLength(source.filterLength)
        var parts: [FeatureConversion] = []
        for feature in source.features {
            guard let hashing = feature.hashing else { continue }
            parts.append(
                FeatureConversion(
                    name: names.name(for: feature.identifier),
                    column: feature.identifier,
                    hashing: hashing,
                    filterLength: length
                )
            )
        }
        if profile != .bloom { FeatureConversion.harden(&parts) }
        let features = parts.map(\.feature)
        schema = LinkageSchema(
            name: "from-clkhash",
            reading: .init(recordID: Self.recordID(of: source)),
            profile: profile,
            features: features,
            vectors: [
                .init(name: profile == .bloom ? "clk" : "record", bits: length, features: Array(features.indices))
            ]
        )
        let general = GeneralChanges(document: document, schema: schema).all
        changes = general + parts.flatMap(\.changes)
        text =
            SchemaText(
                schema: schema,
                sourceVersion: source.version,
                general: general,
                ofFeatures: parts.map(\.changes)
            )
            .text
        try checkText()
    }

    /// l as near as a linkage schema has it: the next multiple of 64, and no more than there is.
    private static func filterLength(_ bits: Int) -> Int {
        let step = SchemaLimits.filterStep
        return min((bits + step - 1) / step * step, SchemaLimits.filterLength.upperBound)
    }

    /// The first ignored column that looks like the agency's own record id.
    private static func recordID(of source: ClkhashSchema) -> String? {
        source.features.first { feature in
            let words = IdentifierWords(feature.identifier)
            return feature.hashing == nil && words.contains("id") && words.isSubset(of: ["id", "rec", "record", "row"])
        }?
        .identifier
    }

    /// Our tables are read by their headings, clkhash's by position.
    private static func checkColumns(of source: ClkhashSchema, file: String?) throws(ConversionError) {
        let count = source.features.count { $0.hashing != nil }
        guard SchemaLimits.features.contains(count) else {
            throw ConversionError(
                .features,
                "\(count) features are encoded, and a linkage schema has 1 to 64",
                remedy: "convert a document with the columns that matter most",
                at: FaultPosition(file: file, column: "features")
            )
        }
        var seen: Set<[UInt8]> = []
        for (index, feature) in source.features.enumerated() where feature.hashing != nil {
            guard !feature.identifier.isEmpty, seen.insert(Array(feature.identifier.utf8)).inserted else {
                throw ConversionError(
                    .identifier,
                    "the identifier is empty or another column's, and a linkage schema finds columns by their headings",
                    remedy: "give the column a heading of its own, in the table too",
                    at: FaultPosition(file: file, column: "features[\(index)].identifier")
                )
            }
        }
    }

    /// What was written has to be what was meant.
    private func checkText() throws(ConversionError) {
        let remedy = "report the document, without any data, to the authors"
        do throws(SchemaError) {
            guard try LinkageSchema.parse(Array(text.utf8)) != schema else { return }
        } catch {
            throw ConversionError(.result, "the conversion is no linkage schema", remedy: remedy, cause: error)
        }
        throw ConversionError(.result, "the conversion reads as another linkage schema", remedy: remedy)
    }
}

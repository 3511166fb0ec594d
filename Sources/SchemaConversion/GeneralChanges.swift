// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Clkhash
internal import JSONText
internal import Schemas

/// What changes for all features.
struct GeneralChanges {
    let document: ClkhashDocument
    let schema: LinkageSchema

    private var source: ClkhashSchema { document.schema }
    private var hashings: [ClkhashSchema.Hashing] { source.features.compactMap(\.hashing) }
    private var bits: Int { schema.vectors.first?.bits ?? 0 }

    var all: [SchemaChange] {
        [
            SchemaChange(
                "encodings",
                "encodings made with this schema can't be compared with those made under clkhash's: all agencies of a project "
                    + "change over together"
            ),
            SchemaChange(
                "key",
                "bits come from the project key (tessera-agency key new); the secret, and kdf with salt and info, are not used"
            ),
            hash, length, folds, weights,
            SchemaChange(
                "normalising",
                "values are normalised first: small letters, without diacritics and punctuation, and placeholders such as "
                    + "UNKNOWN count as missing; clkhash takes them as they stand"
            ),
            padding,
            SchemaChange(
                "limits",
                "a value that can't be used counts as missing, and its row is encoded; pattern, case, lengths, minimum, maximum "
                    + "and values of the document are not checked"
            ),
            dates,
            SchemaChange("columns", "columns are found by their headings, in any order; clkhash goes by their places"),
            ignored, recordID,
        ]
        .compactMap(\.self)
    }

    private var hash: SchemaChange {
        let isDouble = hashings.map { if case .double = $0.hash { true } else { false } }
        let names = [isDouble.contains(false) ? "blakeHash" : nil, isDouble.contains(true) ? "doubleHash" : nil]
        let old = names.compactMap(\.self).joined(separator: " and ")
        let new =
            schema.profile == .bloom
            ? "every position is a word of its own of HMAC-SHA-256"
            : "a bit is the parity of keyed majority votes over all tokens of a record, and no Bloom filter"
        return SchemaChange("hash", "\(new), in place of \(old)")
    }

    private var length: SchemaChange? {
        guard bits != source.filterLength else { return nil }
        let reason =
            if schema.profile != .bloom {
                "which the profile fixes"
            } else if bits > source.filterLength {
                "the next multiple of \(SchemaLimits.filterStep)"
            } else {
                "the most there is"
            }
        return SchemaChange(
            "filterLength",
            "a vector has \(bits) bits, \(reason), in place of l = \(source.filterLength)"
        )
    }

    private var folds: SchemaChange? {
        if source.folds > 0 {
            return SchemaChange("folds", "the filter is not folded: xor_folds was \(source.folds)")
        }
        guard document.warnings.contains(where: { $0.code == "clkhash.warning.xorFolds" }) else { return nil }
        return SchemaChange("folds", "the filter is not folded; nor does clkhash, which does not read xorFolds")
    }

    private var weights: SchemaChange? {
        guard schema.profile != .bloom else { return nil }
        return SchemaChange(
            "weights",
            "features have weights in place of bits: roots of the bits of a token, the least being 1; calibrate them"
        )
    }

    private var padding: SchemaChange? {
        guard hashings.contains(where: { if case .ngram = $0.comparison { true } else { false } }) else { return nil }
        return SchemaChange(
            "padding",
            "pieces are padded with _ in place of spaces, cut from each word on its own unless they have places, and count "
                + "once each"
        )
    }

    private var dates: SchemaChange? {
        guard schema.features.contains(where: { $0.role == .birthDate }) else { return nil }
        return SchemaChange(
            "dateRange",
            "every date is a birth date: one before 1850 or after 2100, and one that systems fill in, counts as missing "
                + "(declare earliest and latest); months and days have two digits, unless dateFormats says M and d"
        )
    }

    private var ignored: SchemaChange? {
        let names = source.features.filter { $0.hashing == nil }.map { JSONValue.string($0.identifier).compactText() }
        guard !names.isEmpty else { return nil }
        return SchemaChange("ignored", "ignored columns are left out: \(names.joined(separator: ", "))")
    }

    private var recordID: SchemaChange? {
        guard let column = schema.reading.recordID else { return nil }
        let name = JSONValue.string(column).compactText()
        return SchemaChange(
            "recordId",
            "column \(name) is taken for your record id; without recordId it is the row number"
        )
    }
}

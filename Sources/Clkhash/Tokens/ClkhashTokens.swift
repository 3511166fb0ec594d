// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The tokens of records as clkhash cuts them: what somebody with a list knows of its people, without any key.
package struct ClkhashTokens: Sendable {
    private var features: [(column: Int, tokens: FeatureTokens)]

    /// - Throws: `clkhash.unsupported`, `clkhash.limit`, for comparisons and formats that this program can't encode with.
    package init(_ schema: ClkhashSchema) throws(ClkhashError) {
        features = []
        for (column, feature) in schema.features.enumerated() {
            guard let hashing = feature.hashing else { continue }
            do throws(ClkhashError) {
                features.append((column, try FeatureTokens(hashing, validates: true)))
            } catch { throw error.inColumn(feature.identifier) }
        }
    }

    /// Lends a record's tokens, repeats included, with the numbers of their columns, of which each has keys of its own.
    ///
    /// - Parameter fields: the bytes of every column in the schema's order, ignored ones too.
    /// - Returns: whether the record can be encoded; of one that can't some tokens may have been lent.
    package mutating func read(
        _ fields: [UnsafeRawBufferPointer],
        token: (_ token: UnsafeRawBufferPointer, _ column: Int) -> Void
    ) -> Bool {
        for index in features.indices {
            let column = features[index].column
            guard unsafe features[index].tokens.read(fields[column]) == nil else { return false }
            unsafe features[index].tokens.tokens.forEach { unsafe token($1, column) }
        }
        return true
    }
}

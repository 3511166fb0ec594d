// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A validated linkage schema: how a record becomes an encoding, the same for every agency of a project.
///
/// Every default is written out. `Specs/linkage-schema.md` says what each part means and which combinations are
/// possible; a value of this type satisfies all of it.
package struct LinkageSchema: Sendable, Equatable {
    /// Free text; not part of the fingerprint.
    package var name: String
    /// How this agency's table is read; not part of the fingerprint.
    package var reading: Reading
    package var profile: Profile
    /// Of 1,000 bits so many are flipped at random in every row; 0 to 100, and 0 with a hardened profile.
    package var flipsPerThousand: Int
    /// The features in presence-mask order; 1 to 64.
    package var features: [Feature]
    /// The vectors in row order; 1 to 64.
    package var vectors: [VectorLayout]

    package init(
        name: String,
        reading: Reading,
        profile: Profile = .bloom,
        flipsPerThousand: Int = 0,
        features: [Feature],
        vectors: [VectorLayout]
    ) {
        self.name = name
        self.reading = reading
        self.profile = profile
        self.flipsPerThousand = flipsPerThousand
        self.features = features
        self.vectors = vectors
    }
}

extension LinkageSchema {
    /// How one agency's table is read.
    package struct Reading: Sendable, Equatable {
        /// The column of the agency's own record id; nil: the row number is the id.
        package var recordID: String?
        /// The field separator, an ASCII character.
        package var delimiter: UInt8
        /// The quote character, an ASCII character.
        package var quote: UInt8
        /// Whether a space after the delimiter is part of the dialect and dropped.
        package var initialSpace: Bool

        package init(recordID: String?, delimiter: UInt8 = 0x2C, quote: UInt8 = 0x22, initialSpace: Bool = false) {
            self.recordID = recordID
            self.delimiter = delimiter
            self.quote = quote
            self.initialSpace = initialSpace
        }
    }

    /// One filter of the row: l bits over some features.
    package struct VectorLayout: Sendable, Equatable {
        package var name: String
        /// l, a multiple of 64 from 64 to 65,536.
        package var bits: Int
        /// Indices into `features`, in the document's order.
        package var features: [Int]
        /// The index in `vectors` of the one whose second values this one holds; both have one feature, encoded alike.
        package var variantOf: Int?
        /// Whom the vector describes in place of the record's own person; nil: that person.
        package var relativeOf: Relative?

        package init(
            name: String,
            bits: Int,
            features: [Int],
            variantOf: Int? = nil,
            relativeOf: Relative? = nil
        ) {
            self.name = name
            self.bits = bits
            self.features = features
            self.variantOf = variantOf
            self.relativeOf = relativeOf
        }
    }

    /// What a vector of a relative's values stands for.
    package struct Relative: Sendable, Equatable {
        /// Who the relative is, such as `mother`.
        package var relation: String
        /// The index in `vectors` of the one that holds the value in the relative's own record; both have one feature, encoded alike.
        package var vector: Int

        package init(relation: String, vector: Int) {
            self.relation = relation
            self.vector = vector
        }
    }

    /// Bytes of the presence mask: a multiple of 8.
    package var presenceBytes: Int { (features.count + 63) / 64 * 8 }

    /// Bytes of one encoded row without its token: presence mask and vectors.
    package var rowBytes: Int { presenceBytes + vectors.reduce(0) { $0 + $1.bits / 8 } }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A linkage schema of clkhash, version 1, 2 or 3, as clkhash 0.18.3 reads it.
///
/// Older versions stand here as what they are converted to. `Specs/clkhash.md` has the algorithm.
package struct ClkhashSchema: Sendable, Equatable {
    /// The version that the document names.
    package var version: Int
    /// l: bits of an encoding after folding, 1 or more.
    package var filterLength: Int
    /// How often the filter is folded: `xor_folds`, not the documented `xorFolds`, which nothing reads.
    package var folds: Int
    package var keyDerivation: KeyDerivation
    /// In the order of the columns; ignored ones take a pair of keys too.
    package var features: [Feature]

    package init(version: Int, filterLength: Int, folds: Int, keyDerivation: KeyDerivation, features: [Feature]) {
        self.version = version
        self.filterLength = filterLength
        self.folds = folds
        self.keyDerivation = keyDerivation
        self.features = features
    }

    /// HKDF (RFC 5869) over the secret.
    package struct KeyDerivation: Sendable, Equatable {
        package enum Hash: String, Sendable, CaseIterable { case sha256 = "SHA256", sha512 = "SHA512" }
        package var hash: Hash
        package var salt: [UInt8]
        package var info: [UInt8]
        /// Bytes of a key, 1 or more.
        package var keySize: Int

        package init(hash: Hash, salt: [UInt8], info: [UInt8], keySize: Int) {
            self.hash = hash
            self.salt = salt
            self.info = info
            self.keySize = keySize
        }
    }

    package struct Feature: Sendable, Equatable {
        /// The column's name, compared byte by byte.
        package var identifier: String
        /// Nil for an ignored column.
        package var hashing: Hashing?

        package init(identifier: String, hashing: Hashing?) {
            self.identifier = identifier
            self.hashing = hashing
        }
    }

    /// How a column's text is checked, cut into tokens and hashed.
    package struct Hashing: Sendable, Equatable {
        package var format: Format
        package var comparison: Comparison
        package var strategy: Strategy
        package var hash: Hash
        package var missing: Missing?

        package init(format: Format, comparison: Comparison, strategy: Strategy, hash: Hash, missing: Missing?) {
            self.format = format
            self.comparison = comparison
            self.strategy = strategy
            self.hash = hash
            self.missing = missing
        }
    }

    package enum Format: Sendable, Equatable {
        case string(TextEncoding, TextRule)
        /// Bounds in decimal digits, because they may have more than a machine word holds.
        case integer(minimum: String?, maximum: String?)
        /// In the language of strptime.
        case date(format: String)
        case choice([String])
    }

    package enum TextEncoding: String, Sendable, CaseIterable {
        case ascii
        case utf8 = "utf-8"
        case utf16 = "utf-16"
        case utf32 = "utf-32"
    }

    package enum TextRule: Sendable, Equatable {
        /// A regular expression in the syntax of Python that the whole text has to match.
        case pattern(String)
        /// Lengths in code points.
        case shape(letterCase: LetterCase, minimumLength: Int?, maximumLength: Int?)
    }

    package enum LetterCase: String, Sendable, CaseIterable { case upper, lower, mixed }

    package enum Comparison: Sendable, Equatable {
        case ngram(n: Int, isPositional: Bool)
        case exact
        case numeric(Numeric)
    }

    /// Numbers as neighbourhoods of multiples of a distance.
    package struct Numeric: Sendable, Equatable {
        /// D: the threshold distance times 10^p, rounded half to even; 1 or more, in decimal digits.
        package var distance: String
        /// R: tokens on either side, 1 or more.
        package var resolution: Int
        /// p: decimal places that count, 0 or more.
        package var fractionalPrecision: Int

        package init(distance: String, resolution: Int, fractionalPrecision: Int) {
            self.distance = distance
            self.resolution = resolution
            self.fractionalPrecision = fractionalPrecision
        }
    }

    package enum Strategy: Sendable, Equatable { case bitsPerToken(Int), bitsPerFeature(Int) }

    package enum Hash: Sendable, Equatable {
        case blake
        case double(preventsSingularity: Bool)
    }

    /// The text that stands for a missing value, and what is encoded instead: itself if nothing is given.
    package struct Missing: Sendable, Equatable {
        package var sentinel: String
        package var replacement: String?

        package init(sentinel: String, replacement: String?) {
            self.sentinel = sentinel
            self.replacement = replacement
        }
    }
}

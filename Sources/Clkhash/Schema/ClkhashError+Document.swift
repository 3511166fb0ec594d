// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import JSONText

extension ClkhashError.Code {
    /// No version that clkhash reads.
    package static let version = Self(rawValue: "clkhash.schema.version")
    /// A JSON value of another type than the key takes.
    package static let type = Self(rawValue: "clkhash.schema.type")
    /// A key that must be there.
    package static let missingKey = Self(rawValue: "clkhash.schema.key.missing")
    /// A key that the object does not take.
    package static let unknownKey = Self(rawValue: "clkhash.schema.key.unknown")
    /// A word that the key does not take.
    package static let unknownValue = Self(rawValue: "clkhash.schema.value.unknown")
    /// A number out of range.
    package static let range = Self(rawValue: "clkhash.schema.value.range")
    /// Both or neither of the two ways to say how often a token is inserted.
    package static let strategy = Self(rawValue: "clkhash.schema.strategy")
    /// A feature that is ignored and has a configuration, in a version that does not take both.
    package static let ignored = Self(rawValue: "clkhash.schema.ignored")
    /// Salt or info that is no base64 to Python.
    package static let base64 = Self(rawValue: "clkhash.schema.base64")
    /// A pattern that is no regular expression to Python.
    package static let pattern = Self(rawValue: "clkhash.schema.pattern")
    /// A threshold distance that comes to nothing at the precision.
    package static let precision = Self(rawValue: "clkhash.schema.precision")
    /// `prevent_singularity` without doubleHash.
    package static let singularity = Self(rawValue: "clkhash.schema.singularity")
    /// The schema is one that clkhash may encode with, and this program can't.
    package static let unsupported = Self(rawValue: "clkhash.unsupported")
}

extension ClkhashError {
    /// The error of a document that is no JSON; its code is that of its cause.
    init(_ error: JSONError) {
        self.init(
            Code(rawValue: error.code),
            error.message,
            remedy: error.remedy,
            position: error.position,
            cause: error,
            exitCode: .invalidSchema
        )
    }

    /// A schema that clkhash may encode with, and this program can't.
    static func unsupported(_ message: String) -> ClkhashError {
        ClkhashError(
            .unsupported,
            message,
            remedy: "such a schema can be encoded with clkhash itself only",
            exitCode: .invalidSchema
        )
    }
}

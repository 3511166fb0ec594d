// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

extension ClkhashError.Code {
    /// A number in the schema is beyond what is encoded.
    package static let limit = Self(rawValue: "clkhash.limit")
    /// The schema is one that clkhash reads, and then can't encode with.
    package static let unusable = Self(rawValue: "clkhash.unusable")
    /// The secret is empty.
    package static let secret = Self(rawValue: "clkhash.secret")
    /// A library failed.
    package static let library = Self(rawValue: "clkhash.library")
}

extension ClkhashError {
    /// - Throws: `clkhash.limit`, if a number of the schema is larger than that.
    static func check(_ value: Int, atMost limit: Int, name: String) throws(ClkhashError) {
        guard value > limit else { return }
        throw ClkhashError(
            .limit,
            "\(name) is \(value), more than \(limit)",
            remedy: "such a schema can be encoded with clkhash itself only",
            exitCode: .invalidSchema
        )
    }

    static let distance = ClkhashError(
        .unusable,
        "the distance of a numeric comparison is no positive integer",
        exitCode: .bug
    )

    /// A schema that clkhash loads and then fails with at the first value.
    static func unusable(_ message: String, remedy: String) -> ClkhashError {
        ClkhashError(.unusable, message, remedy: remedy, exitCode: .invalidSchema)
    }

    /// The same fault, in a column.
    func inColumn(_ identifier: String) -> ClkhashError {
        ClkhashError(
            kind,
            message,
            remedy: remedy,
            position: FaultPosition(column: identifier),
            cause: cause,
            exitCode: exitCode
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Generated from Specs/Tables by Specs/Tables/generate_swift.py; change the tables, not this file.

extension ValueVariant {
    /// SHA-256 of the tables' files by the variant's name.
    static let tableDigests = [
        "nickname":
            "3025c4c49acaaeab7a8a9983ab92219153e3bb5780a694cfb8809e7529e9eb0a"
    ]
}

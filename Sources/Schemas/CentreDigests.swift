// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Generated from Specs/Tables by Specs/Tables/generate_swift.py; change the tables, not this file.

extension Centre {
    /// SHA-256 of the tables' files by the centre's name.
    static let tableDigests = [
        "us-given-names-2020":
            "2a1666cf3c915f9ff7855ce0568afdf5e118c72b579661a1a570116cab9bf36d",
        "us-family-names-2020":
            "c2848dc6e81f772c937724877fe305b01307407e69b255a5d7fed61a74285ff9",
    ]
}

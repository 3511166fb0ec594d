// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The version of Tessera that every program and every file header states.
package enum Version {
    package static let number = "0.1.0"
    package static let tool = "tessera \(number)"
}

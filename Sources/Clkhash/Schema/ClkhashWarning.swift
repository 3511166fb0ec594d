// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Something that clkhash does without a word, and that its reader should know.
package struct ClkhashWarning: Sendable, Equatable {
    /// A stable name, such as `clkhash.warning.xorFolds`.
    package let code: String
    /// What is so, in one line; it names the key's path.
    package let message: String
    /// What to do about it, in one line.
    package let remedy: String
    /// Where it stands in the document.
    package let position: FaultPosition?

    init(_ code: String, _ message: String, remedy: String, position: FaultPosition? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.position = position
    }

    /// What every result is.
    package static let plainEncodings = ClkhashWarning(
        "clkhash.note.plain",
        "the encodings are plain CLKs: pseudonymised data, from which an informed attacker can re-identify people",
        remedy: "handle them as personal data, and destroy them after the linkage"
    )
}

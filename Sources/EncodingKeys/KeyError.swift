// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import SecretFiles

/// Why a project key could not be made, read, written or used; never with a part of the key.
package struct KeyError: Fault {
    package let code: String
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let cause: (any Error)?
    package let exitCode: ExitCode

    private init(
        code: String,
        message: String,
        remedy: String?,
        position: FaultPosition? = nil,
        cause: (any Error)? = nil,
        exitCode: ExitCode
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.position = position
        self.cause = cause
        self.exitCode = exitCode
    }

    /// The project's name breaks its rule.
    static let projectName = KeyError(
        code: "key.project",
        message: "a project's name has 1 to 64 characters of A-Z a-z 0-9 . _ -",
        remedy: "choose a name of these characters",
        exitCode: .usage
    )

    /// The schema's fingerprint is not 32 bytes.
    static let fingerprint = KeyError(
        code: "key.fingerprint",
        message: "the schema's fingerprint is not 32 bytes",
        remedy: nil,
        exitCode: .bug
    )

    /// A cryptographic library failed: no memory, or an installation without SHA-256.
    static let library = KeyError(
        code: "key.library",
        message: "libcrypto or libsodium failed: out of memory, or an incomplete installation",
        remedy: "check the memory limits and that libssl3 and libsodium23 are whole, then run again",
        exitCode: .bug
    )

    /// The file is intact, but does not hold a project key as specified.
    static func form(path: String) -> KeyError {
        KeyError(
            code: "key.form",
            message: "the project key file does not hold a name and 32 bytes",
            remedy: "ask the agency that made the key for the file again",
            position: FaultPosition(file: path),
            exitCode: .keyFileRefused
        )
    }

    /// A fault of the file beneath, in its own words.
    ///
    /// A line that isn't written as keys are is often a passphrase: the remedy says how keys come about.
    init(_ fault: SecretFileError) {
        self.init(
            code: fault.code,
            message: fault.message,
            remedy: fault.kind == .text
                ? "a key is 32 random bytes, never a passphrase: make one with tessera-agency key new" : fault.remedy,
            position: fault.position,
            cause: fault,
            exitCode: fault.exitCode
        )
    }
}

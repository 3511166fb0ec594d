// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
package import Files
package import SecretFiles

/// Why an identity, a card or a sealed stream was refused or could not be made; never with a part of a secret.
package struct SealingError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// A party's name that breaks its rule.
        package static let name = Code(rawValue: "sealing.name")
        /// An identity file or card whose checksum fits, but not its content.
        package static let form = Code(rawValue: "sealing.form")
        /// The stream key can't be opened with this identity, or not be sealed to this card.
        package static let streamKey = Code(rawValue: "sealing.streamKey")
        /// A sealed key file can't be opened with this identity.
        package static let key = Code(rawValue: "sealing.key")
        /// A block was changed, or is not the one it stands for.
        package static let block = Code(rawValue: "sealing.block")
        /// The signature does not fit the bytes before it.
        package static let signature = Code(rawValue: "sealing.signature")
        /// A chunk was changed, moved or taken from another stream.
        package static let chunk = Code(rawValue: "sealing.chunk")
        /// The final chunk is not the last one, or the last one not final.
        package static let final = Code(rawValue: "sealing.final")
        /// The file is shorter than the stream in it.
        package static let truncated = Code(rawValue: "sealing.truncated")
        /// The temporary file that spilled rows go to failed.
        package static let spill = Code(rawValue: "sealing.spill")
        /// Libcrypto or libsodium failed.
        package static let library = Code(rawValue: "sealing.library")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package var position: FaultPosition?
    package let cause: (any Error)?
    package let exitCode: ExitCode

    package var code: String { kind.rawValue }

    private init(
        _ kind: Code,
        _ message: String,
        remedy: String?,
        position: FaultPosition? = nil,
        cause: (any Error)? = nil,
        exitCode: ExitCode
    ) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.position = position
        self.cause = cause
        self.exitCode = exitCode
    }

    /// A fault of the file beneath, in its own words and with its own code.
    package init(_ fault: FileError) {
        self.init(
            Code(rawValue: fault.code),
            fault.message,
            remedy: fault.remedy,
            position: fault.position,
            cause: fault,
            exitCode: fault.exitCode
        )
    }

    /// A fault of the identity file or card beneath, in its own words and with its own code.
    package init(_ fault: SecretFileError) {
        self.init(
            Code(rawValue: fault.code),
            fault.message,
            remedy: fault.remedy,
            position: fault.position,
            cause: fault,
            exitCode: fault.exitCode
        )
    }

    static let name = SealingError(
        .name,
        "a party's name has 1 to 64 characters of A-Z a-z 0-9 . _ -",
        remedy: "choose a name of these characters",
        exitCode: .usage
    )

    static func form(path: String?) -> SealingError {
        SealingError(
            .form,
            "the file does not hold a party's name and keys",
            remedy: "ask for the file again; if it is an identity, take it from the backup",
            position: FaultPosition(file: path),
            exitCode: .keyFileRefused
        )
    }

    static let library = SealingError(
        .library,
        "libcrypto or libsodium failed: out of memory, or an incomplete installation",
        remedy: "check the memory limits and that libssl3 and libsodium23 are whole, then run again",
        exitCode: .bug
    )

    /// The recipient's own key does not open the stream key.
    static func locked(path: String) -> SealingError {
        SealingError(
            .streamKey,
            "the stream key is not sealed to this identity",
            remedy: "have the sender seal the file again, to the card of this identity",
            position: FaultPosition(file: path),
            exitCode: .untrustedParty
        )
    }

    /// The keeper's own key does not open a key.
    static func key(path: String? = nil) -> SealingError {
        SealingError(
            .key,
            "the key is not sealed to this identity, or was changed",
            remedy: "name the identity that the key was made for, or take the key file from the backup",
            position: path.map { FaultPosition(file: $0) },
            exitCode: .untrustedParty
        )
    }

    /// A block in memory does not decrypt; who read it from a file adds the position.
    static let block = SealingError(
        .block,
        "a block was changed, or is another's",
        remedy: "take the file from the backup",
        exitCode: .damagedFile
    )

    /// The keys of a card take nothing.
    static let card = SealingError(
        .streamKey,
        "nothing can be sealed to the keys of this card",
        remedy: "ask the recipient for the card again",
        exitCode: .keyFileRefused
    )

    static func spill(reason: String) -> SealingError {
        SealingError(
            .spill,
            "the temporary file for rows failed: \(reason); no partial output is left",
            remedy: "free some space in the output's folder, then run again",
            exitCode: .inputOutput
        )
    }

    /// A fault of a sealed stream: it is not as its sender made it.
    static func damaged(_ kind: Code, _ message: String, path: String, byte: Int? = nil) -> SealingError {
        SealingError(
            kind,
            message,
            remedy: "ask the sender for the file again, and compare checksums on the way",
            position: FaultPosition(file: path, byte: byte),
            exitCode: .damagedFile
        )
    }
}

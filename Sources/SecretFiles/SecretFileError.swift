// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import Files

/// Why a key file, an identity file or a party card was refused or could not be written.
package struct SecretFileError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let open = Code(rawValue: "secret.open")
        package static let read = Code(rawValue: "secret.read")
        package static let write = Code(rawValue: "secret.write")
        package static let exists = Code(rawValue: "secret.exists")
        package static let tooLarge = Code(rawValue: "secret.tooLarge")
        package static let mode = Code(rawValue: "secret.mode")
        package static let lines = Code(rawValue: "secret.lines")
        package static let text = Code(rawValue: "secret.text")
        package static let mixedCase = Code(rawValue: "secret.case")
        package static let checksum = Code(rawValue: "secret.checksum")
        package static let padding = Code(rawValue: "secret.padding")
        package static let wrongKind = Code(rawValue: "secret.kind")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package var position: FaultPosition?
    package let exitCode: ExitCode

    package var code: String { kind.rawValue }

    init(_ kind: Code, message: String, remedy: String, exitCode: ExitCode = .keyFileRefused) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.exitCode = exitCode
    }

    /// A fault of the text itself.
    init(_ kind: Code) {
        let copyAgain = "copy the line again, whole and unchanged, from where it came"
        switch kind {
        case .checksum:
            self.init(kind, message: "the checksum does not fit: the line is damaged", remedy: copyAgain)
        case .mixedCase:
            self.init(kind, message: "the line mixes capitals and small letters", remedy: copyAgain)
        case .padding:
            self.init(kind, message: "the line does not hold a whole number of bytes", remedy: copyAgain)
        default:
            self.init(
                .text,
                message: "the line is not a key, identity or party card in its written form",
                remedy: "check that this is the file you meant; \(copyAgain)"
            )
        }
    }

    /// A fault of the file beneath, with its own words.
    init(_ fault: FileError, reading: Bool) {
        let kind: Code =
            switch fault.kind {
            case .open: .open
            case .read: .read
            case .exists: .exists
            case .tooLarge: .tooLarge
            default: .write
            }
        self.init(
            kind,
            message: fault.message,
            remedy: fault.remedy ?? "",
            exitCode: reading ? .keyFileRefused : fault.exitCode
        )
        position = fault.position
    }

    /// The same fault with the place where it happened.
    func at(_ path: String?, line: Int? = nil) -> SecretFileError {
        var copy = self
        copy.position = FaultPosition(file: path, line: line)
        return copy
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import Sealing

/// Why a sealed file was refused or could not be written, or why two of them can't be linked.
package struct ExchangeError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Not a sealed file of Tessera.
        package static let notTessera = Code(rawValue: "exchange.notTessera")
        /// A pipe, where a file that can be read twice is needed.
        package static let pipe = Code(rawValue: "exchange.pipe")
        /// A format version of another release.
        package static let version = Code(rawValue: "exchange.version")
        /// A header that breaks the format.
        package static let header = Code(rawValue: "exchange.header")
        /// A sealed file of another kind than the one expected.
        package static let kind = Code(rawValue: "exchange.kind")
        package static let truncated = Code(rawValue: "exchange.truncated")
        package static let trailing = Code(rawValue: "exchange.trailing")
        /// The sender is none of the parties whose cards were given.
        package static let senderUnknown = Code(rawValue: "exchange.sender.unknown")
        /// The file is sealed to somebody else.
        package static let recipientOther = Code(rawValue: "exchange.recipient.other")
        package static let signature = Code(rawValue: "exchange.signature")
        package static let chunk = Code(rawValue: "exchange.chunk")
        package static let final = Code(rawValue: "exchange.final")
        /// A payload whose rows are not what the header or the format says.
        package static let rows = Code(rawValue: "exchange.rows")

        // What differs between encoding files, or from what this version can link.
        package static let files = Code(rawValue: "mismatch.files")
        package static let agency = Code(rawValue: "mismatch.agency")
        package static let project = Code(rawValue: "mismatch.project")
        package static let schema = Code(rawValue: "mismatch.schema")
        package static let profile = Code(rawValue: "mismatch.profile")
        package static let similarity = Code(rawValue: "mismatch.similarity")
        package static let bitOrder = Code(rawValue: "mismatch.bitOrder")
        package static let vectors = Code(rawValue: "mismatch.vectors")
        package static let bits = Code(rawValue: "mismatch.bits")
        package static let features = Code(rawValue: "mismatch.features")
        package static let key = Code(rawValue: "mismatch.key")
        package static let canary = Code(rawValue: "mismatch.canary")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package var position: FaultPosition?
    package let cause: (any Error)?
    package let exitCode: ExitCode

    package var code: String { kind.rawValue }

    init(
        _ kind: Code,
        _ message: String,
        remedy: String?,
        path: String? = nil,
        byte: Int? = nil,
        exitCode: ExitCode
    ) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.position = path.map { FaultPosition(file: $0, byte: byte) }
        self.cause = nil
        self.exitCode = exitCode
    }

    /// A fault of a layer beneath, in its own words and with its own code.
    package init(_ fault: some Fault, kind: Code? = nil) {
        self.kind = kind ?? Code(rawValue: fault.code)
        message = fault.message
        remedy = fault.remedy
        position = fault.position
        cause = fault
        exitCode = fault.exitCode
    }

    /// A fault of the stream beneath; damage gets this module's codes.
    init(_ fault: SealingError) {
        let kind: Code? =
            switch fault.kind {
            case .signature: .signature
            case .chunk: .chunk
            case .final: .final
            case .truncated: .truncated
            case .streamKey: .recipientOther
            default: nil
            }
        self.init(fault, kind: kind)
    }

    /// A fault of a file that is not as its sender made it.
    static func damaged(_ kind: Code, _ message: String, path: String? = nil, byte: Int? = nil) -> ExchangeError {
        ExchangeError(
            kind,
            message,
            remedy: "ask the sender for the file again, and compare checksums on the way",
            path: path,
            byte: byte,
            exitCode: .damagedFile
        )
    }

    /// The same fault with the file it happened in.
    package func at(_ path: String) -> ExchangeError {
        var copy = self
        copy.position = FaultPosition(file: path, column: position?.column, byte: position?.byte)
        return copy
    }
}

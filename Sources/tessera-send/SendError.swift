// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// Why something could not be sent or fetched.
struct SendError: Fault {
    let code: String
    let message: String
    let remedy: String?
    let exitCode: ExitCode
    var position: FaultPosition? { nil }
    /// The HTTP status of a server that refused.
    var status: Int?

    /// Whether the same again may go well: the network failed, or the server has not yet noticed that an earlier connection broke.
    var isWorthTrying: Bool { exitCode == .network || ["upload.busy", "upload.offset"].contains(code) }

    /// The network failed, not the server.
    static func network(_ what: String) -> SendError {
        SendError(
            code: "network",
            message: what,
            remedy: "run the same command again: it goes on where it stopped",
            exitCode: .network
        )
    }

    /// The server's own words.
    static func refused(_ status: Int, code: String, _ message: String, remedy: String?) -> SendError {
        SendError(code: code, message: message, remedy: remedy, exitCode: .refusedByServer, status: status)
    }

    static let token = SendError(
        code: "send.token",
        message: "the token file does not hold a token",
        remedy: "save the token that the linkage unit gave, 'tsr_…', into a file of its own",
        exitCode: .keyFileRefused
    )
    static let tokenMode = SendError(
        code: "send.tokenMode",
        message: "others than the owner may read the token file",
        remedy: "chmod 600 the file, and ask for a new token if somebody may have read it",
        exitCode: .keyFileRefused
    )
    static let address = SendError(
        code: "send.server",
        message: "the server's address is neither https://… nor on this machine",
        remedy: "name it as https://HOST:PORT",
        exitCode: .usage
    )
    static let certificate = SendError(
        code: "send.certificate",
        message: "a certificate or key can't be used",
        remedy: "name PEM files",
        exitCode: .unreadableInput
    )
}

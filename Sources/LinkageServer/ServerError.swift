// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import HTTPTypes

/// Why the server refused a request, or could not start.
package struct ServerError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let configuration = Code(rawValue: "server.configuration")
        package static let folder = Code(rawValue: "server.folder")
        package static let busy = Code(rawValue: "server.busy")
        package static let database = Code(rawValue: "server.database")
        package static let audit = Code(rawValue: "server.audit")
        package static let certificate = Code(rawValue: "server.certificate")
        package static let unencrypted = Code(rawValue: "server.unencrypted")
        package static let beneath = Code(rawValue: "server.beneath")

        static let authentication = Code(rawValue: "request.authentication")
        static let notFound = Code(rawValue: "request.notFound")
        static let body = Code(rawValue: "request.body")
        static let tooLarge = Code(rawValue: "request.tooLarge")
        static let conflict = Code(rawValue: "request.conflict")
        static let origin = Code(rawValue: "request.origin")
        static let offset = Code(rawValue: "upload.offset")
        static let slot = Code(rawValue: "upload.slot")
        static let uploadBusy = Code(rawValue: "upload.busy")
        static let digest = Code(rawValue: "upload.digest")
        static let space = Code(rawValue: "upload.space")
        static let quota = Code(rawValue: "upload.quota")
        static let refused = Code(rawValue: "upload.refused")
        static let state = Code(rawValue: "run.state")
    }

    package let kind: Code
    /// The HTTP status that a client gets, 400 to 599.
    let status: Int
    package let message: String
    package let remedy: String?
    package let exitCode: ExitCode
    package let position: FaultPosition?
    package let cause: (any Error)?

    /// The rule that was broken; of passed-on errors their own.
    package var code: String { (cause as? any Fault)?.code ?? kind.rawValue }

    package init(
        _ kind: Code,
        status: Int = 500,
        _ message: String,
        remedy: String,
        exitCode: ExitCode = .refusedByServer,
        position: FaultPosition? = nil
    ) {
        self.kind = kind
        self.status = status
        self.message = message
        self.remedy = remedy
        self.exitCode = exitCode
        self.position = position
        cause = nil
    }

    /// Passes on what went wrong in a module beneath, with its own code.
    package init(_ fault: any Fault, status: Int = 500) {
        kind = .beneath
        self.status = status
        message = fault.message
        remedy = fault.remedy
        exitCode = fault.exitCode
        position = fault.position
        cause = fault
    }

    /// Without a credential, with one that is none, that has run out or was revoked: always the same answer.
    static let authentication = ServerError(
        .authentication,
        status: 401,
        "no valid credential came with the request",
        remedy: "send 'Authorization: Bearer TOKEN'; ask the linkage unit for a new token if yours has run out"
    )

    /// What is not there, and what is not for this credential: always the same answer.
    static let notFound = ServerError(
        .notFound,
        status: 404,
        "there is nothing here for this credential",
        remedy: "check the project's name, and whose token it is"
    )

    static func body(_ what: String) -> ServerError {
        ServerError(.body, status: 400, what, remedy: "the API's description is at /v1/openapi.json")
    }
}

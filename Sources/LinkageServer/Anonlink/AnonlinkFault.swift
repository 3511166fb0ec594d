// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import HTTPTypes
internal import Hummingbird
internal import JSONText

// Refusals as anonlink's entity service words them.
extension ServerError {
    /// A wrong token, and what is not there: always the same answer.
    static let anonlinkToken = anonlink(403, "Invalid access token or project doesn't exist", remedy: tokenRemedy)
    static let anonlinkNoToken = anonlink(
        400,
        "Missing header parameter 'Authorization'",
        remedy: "send the token as the header 'Authorization'"
    )
    static let anonlinkUsed = anonlink(
        403,
        "This token has already been used to upload clks.",
        remedy: "a party sends its encodings once; make a new project to send others"
    )
    static let anonlinkErrors = anonlink(
        500,
        "Can't post run as project has errors",
        remedy: "let the party whose upload was bad send it again"
    )
    static let anonlinkNotReady = anonlink(404, "run is not complete", remedy: "ask for the status of the run first")
    static let anonlinkNoStore = ServerError(
        anonlinkDisabled,
        status: 500,
        "Uploads to an object store are not available; upload directly",
        remedy: "send the encodings to /clks or /binaryclks"
    )

    static func anonlink(_ status: Int, _ detail: String, remedy: String = bodyRemedy) -> ServerError {
        ServerError(ServerError.Code(rawValue: "anonlink.refused"), status: status, detail, remedy: remedy)
    }

    static func anonlinkBody(_ detail: String) -> ServerError { anonlink(400, detail) }

    private static let anonlinkDisabled = Code(rawValue: "anonlink.disabled")
    private static let bodyRemedy = "see the interface of anonlink's entity service 1.15"
    private static let tokenRemedy = "check the project's id, and what the token is for"

    /// The error as that service tells it.
    var anonlinkResponse: Response {
        let phrase = Response.phrases[status] ?? "Error"
        return .json(
            [
                "detail": .string(message), "status": .integer(status),
                "title": .string(kind == Self.anonlinkDisabled ? "Feature Disabled" : phrase), "type": "about:blank",
            ],
            status: HTTPResponse.Status(code: status, reasonPhrase: phrase),
            type: "application/problem+json"
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore

extension Response {
    /// A JSON answer.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, type: String = "application/json")
        -> Response
    {
        .json(text: value.compactText(), status: status, type: type)
    }

    /// Entries of the audit as they stand in it, with its head: many may ask for many of them at once.
    static func audit(head: AuditLog.Head, entries: [AuditLog.Entry]) -> Response {
        let texts = entries.map(\.text).joined(separator: ",")
        return .json(
            text: "{\"head\":\(head.jsonValue.compactText()),\"entries\":[\(texts)]}",
            status: .ok,
            type: "application/json"
        )
    }

    private static func json(text: String, status: HTTPResponse.Status, type: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n"))
        )
    }

    /// What went wrong, as RFC 9457 has it, with the rule's code and the remedy.
    static func problem(_ fault: ServerError) -> Response {
        let status = HTTPResponse.Status(code: fault.status, reasonPhrase: Self.phrases[fault.status] ?? "Error")
        var members: [(key: String, value: JSONValue)] = [
            ("type", "about:blank"), ("title", .string(status.reasonPhrase)), ("status", .integer(fault.status)),
            ("detail", .string(fault.message)), ("code", .string(fault.code)),
        ]
        if let remedy = fault.remedy { members.append(("remedy", .string(remedy))) }
        if let row = fault.position?.row { members.append(("row", .integer(row))) }
        return .json(.object(members), status: status, type: "application/problem+json")
    }

    /// The words of RFC 9110 for a status.
    static let phrases = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 408: "Request Timeout",
        409: "Conflict", 413: "Content Too Large", 422: "Unprocessable Content", 429: "Too Many Requests",
        500: "Internal Server Error", 503: "Service Unavailable", 507: "Insufficient Storage",
    ]

    /// An answer without a body.
    static func empty(_ status: HTTPResponse.Status) -> Response { Response(status: status) }
}

extension ServerError {
    /// What a client is told of any error: its own words if it is ours, and otherwise nothing but that there was one.
    static func shown(_ error: any Error) -> ServerError {
        switch error {
        case let error as ServerError: error
        case let error as any HTTPResponseError where error.status.code == 404: .notFound
        case let error as any HTTPResponseError where error.status.code == 413: .tooLarge
        case let error as any HTTPResponseError:
            ServerError(
                .body,
                status: error.status.code,
                "the request was refused",
                remedy: "the API's description is at /v1/openapi.json"
            )
        case is NIOTooManyBytesError: .tooLarge
        default:
            ServerError(
                .beneath,
                "the server failed; it was nothing that the request said",
                remedy: "try again, and tell the linkage unit if it happens again"
            )
        }
    }

    static let tooLarge = ServerError(
        .tooLarge,
        status: 413,
        "the request is larger than allowed",
        remedy: "the API's description is at /v1/openapi.json"
    )
}

extension Request {
    /// The body as JSON, an object.
    ///
    /// - Throws: `request.body`, `request.tooLarge`.
    func object(limit: Int) async throws(ServerError) -> ObjectFields {
        let buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw .tooLarge
        } catch let error as any HTTPResponseError {
            throw .shown(error)
        } catch {
            throw .body("the body broke off")
        }
        guard buffer.readableBytes > 0 else {
            return try ObjectFields(.object([]), "the body") { what, _ in .body(what) }
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(Array(buffer.readableBytesView))
        } catch {
            throw .body("the body is not the JSON that was expected: \(error.message)")
        }
        return try ObjectFields(value, "the body") { what, _ in .body(what) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// Turns whatever a route throws into an answer, counts it, and logs the request without a name or value.
struct FaultMiddleware: RouterMiddleware {
    let metrics: Metrics
    /// How an error is told under a path; nil for the server's own way.
    let problem: @Sendable (Request, ServerError) -> Response?

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let fault = ServerError.shown(error)
            if fault.status >= 500 {
                context.logger.error(
                    "request failed",
                    metadata: ["code": "\(fault.code)", "type": "\(type(of: error))", "route": "\(route(context))"]
                )
            }
            response = problem(request, fault) ?? .problem(fault)
        }
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        let duration = ContinuousClock.now - start
        metrics.answered(status: response.status.code, in: duration)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(route(context))",
                "status": "\(response.status.code)",
                "milliseconds": "\(duration / .milliseconds(1))",
            ]
        )
        return response
    }

    /// The pattern of the route, which holds no name.
    private func route(_ context: ServerContext) -> String { context.endpointPath ?? "none" }

    /// What browsers may do with any answer: nothing but show it.
    private static let headers: [(HTTPField.Name, String)] = [
        (.xContentTypeOptions, "nosniff"), (.strictTransportSecurity, "max-age=31536000"),
        (HTTPField.Name("Referrer-Policy") ?? .server, "no-referrer"),
        (HTTPField.Name("X-Frame-Options") ?? .server, "DENY"),
        (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
    ]
}

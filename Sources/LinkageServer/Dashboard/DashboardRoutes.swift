// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Sealing

/// The dashboard: pages made by the server from what is in its database, which need no script, and send nothing elsewhere.
struct DashboardRoutes: Sendable {
    let services: Services
    let sessions: Sessions
    let cookies: Cookies
    let figures: FigureCache

    var access: Access { services.access }
    var projects: Projects { services.projects }
    var runs: RunQueue { services.runs }
    var unit: String { services.projects.identity.card.name }
    var smallest: Int { services.configuration.smallestCount }
    private var limits: Limits { services.configuration.limits }

    init(services: Services) {
        self.services = services
        figures = FigureCache(smallest: services.configuration.smallestCount)
        sessions = Sessions(hours: services.configuration.limits.sessionHours)
        cookies = Cookies(isEncrypted: services.configuration.encryption != nil)
    }

    func add(to router: Router<ServerContext>) {
        for asset in Asset.all { router.get("/assets/\(asset.name)") { _, _ in asset.response } }
        addSession(to: router)
        addProjects(to: router)
        addParties(to: router)
        addRuns(to: router)
        addResults(to: router)
    }

    /// A page for who is logged in; others are sent to the log-in.
    func page(
        _ router: Router<ServerContext>,
        _ path: RouterPath,
        _ answer: @escaping @Sendable (ServerContext, Viewer) async throws -> Response
    ) {
        router.get(path) { request, context in
            guard var viewer = try await viewer(of: request) else { return Response.redirect("/login") }
            do {
                viewer.notice = sessions.takeNotice(viewer.secret)
                return try await answer(context, viewer)
            } catch {
                return fault(error, viewer)
            }
        }
    }

    /// What a form does; it must come from a page of this server, and bring the session's token back.
    func action(
        _ router: Router<ServerContext>,
        _ path: RouterPath,
        _ answer: @escaping @Sendable (FormFields, ServerContext, Viewer) async throws -> Response
    ) {
        router.post(path) { request, context in
            do { try SameSite.check(request) } catch { return fault(error, nil) }
            guard let viewer = try await viewer(of: request) else { return Response.redirect("/login") }
            do {
                let form = try await request.form(limit: limits.bodyBytes)
                try checkToken(form, viewer.formToken)
                return try await answer(form, context, viewer)
            } catch {
                return fault(error, viewer)
            }
        }
    }

    /// Who is logged in, if the credential is valid still.
    func viewer(of request: Request) async throws -> Viewer? {
        guard let secret = cookies.value(cookies.session, of: request), let session = sessions.find(secret),
            let principal = try await access.credentials.principal(named: session.credential)
        else { return nil }
        return Viewer(principal: principal, formToken: session.formToken, secret: secret)
    }

    func checkToken(_ form: FormFields, _ expected: String) throws(ServerError) {
        guard let token = form[Forms.tokenName], ConstantTime.equal(Array(token.utf8), Array(expected.utf8)) else {
            throw .origin
        }
    }

    /// Goes on to a page, which says first what was done.
    func next(_ path: String, _ viewer: Viewer, _ notice: String) -> Response {
        sessions.leave(notice, for: viewer.secret)
        return Response.redirect(path)
    }

    func fault(_ error: any Error, _ viewer: Viewer?) -> Response {
        let fault = ServerError.shown(error)
        return Response.page(
            FaultPage(fault: fault, frame: Frame(title: "That did not work", unit: unit, viewer: viewer)).html,
            status: HTTPResponse.Status(code: fault.status)
        )
    }
}

extension Response {
    /// A page that may fetch from this server alone, and runs no script or style but the server's files.
    static func page(_ html: String, status: HTTPResponse.Status = .ok, cookie: String? = nil) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: policy,
        ]
        // Without the referrer a browser would not say either where a form comes from.
        for (name, value) in [("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin")] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        if let cookie { headers[.setCookie] = cookie }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    /// Sends the browser on with GET.
    static func redirect(_ path: String, cookies: [String] = []) -> Response {
        var headers: HTTPFields = [.location: path, .cacheControl: "no-store"]
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: .seeOther, headers: headers)
    }
}

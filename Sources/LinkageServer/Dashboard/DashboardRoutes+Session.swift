// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

extension DashboardRoutes {
    /// Logging in and out.
    func addSession(to router: Router<ServerContext>) {
        page(router, "/") { _, viewer in
            if viewer.principal.role == .operator { return Response.redirect("/projects") }
            let project = try await viewer.principal.project.asyncMap { try await projects.project($0) }
            guard let name = project.flatMap({ $0?.name }) else { throw ServerError.notFound }
            return Response.redirect("/projects/\(name)")
        }
        router.get("/login") { request, _ in
            if try await viewer(of: request) != nil { return Response.redirect("/") }
            return login(request, problem: nil)
        }
        router.post("/login") { request, _ in
            do {
                try SameSite.check(request)
                let form = try await request.form(limit: 4_096)
                guard let expected = cookies.value(cookies.form, of: request) else { throw ServerError.origin }
                try checkToken(form, expected)
                // Whatever is wrong with a token, the answer is the same.
                guard let principal = try await access.credentials.principal(of: form["token"] ?? "") else {
                    return login(request, problem: "This token does not let you in. Check that all of it was pasted.")
                }
                try services.audit.append("dashboard.entered", by: principal.actor)
                if let old = cookies.value(cookies.session, of: request) { sessions.end(old) }
                let secret = sessions.begin(principal.credential)
                let seconds = services.configuration.limits.sessionHours * 3_600
                return Response.redirect(
                    "/",
                    cookies: [
                        cookies.header(cookies.session, secret, seconds: seconds),
                        cookies.header(cookies.form, "", seconds: 0),
                    ]
                )
            } catch {
                return fault(error, nil)
            }
        }
        action(router, "/logout") { _, _, viewer in
            sessions.end(viewer.secret)
            return Response.redirect("/login", cookies: [cookies.header(cookies.session, "", seconds: 0)])
        }
    }

    /// The form, tied to the browser by a cookie of its own.
    private func login(_ request: Request, problem: String?) -> Response {
        let token = cookies.value(cookies.form, of: request) ?? RandomText.hexadecimal(bytes: 24)
        return Response.page(
            LoginPage(unit: unit, formToken: token, problem: problem).html,
            status: problem == nil ? .ok : .unauthorized,
            cookie: cookies.header(cookies.form, token, seconds: 3_600)
        )
    }
}

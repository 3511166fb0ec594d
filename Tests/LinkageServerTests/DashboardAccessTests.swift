// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import LinkageServer
import Testing

/// Who may see and do what in the dashboard, asked of a running server.
@Suite(.serialized) struct DashboardAccessTests {
    /// What a route answers each role of `DashboardWorld.roles`, and one who is not logged in.
    private static let pages: [(path: String, statuses: [Int])] = [
        ("/projects", [200, 404, 404, 404, 404]), ("/projects/homes", [200, 200, 200, 200, 404]),
        ("/projects/other", [200, 404, 404, 404, 200]), ("/projects/none", [404, 404, 404, 404, 404]),
        ("/projects/homes/plan", [200, 404, 404, 404, 404]),
        ("/projects/homes/agencies/clinic/withdraw", [200, 404, 200, 404, 404]),
        ("/projects/homes/result", [404, 404, 404, 404, 404]),
        ("/projects/homes/crosswalk", [404, 404, 404, 404, 404]),
    ]

    /// Forms that change nothing with what is sent, and the answers: 400 or 409 is past the door.
    private static let actions: [(path: String, fields: String, statuses: [Int])] = [
        ("/projects", "name=%2F", [400, 404, 404, 404, 404]),
        ("/projects/homes/agencies", "", [400, 404, 404, 404, 404]),
        ("/projects/homes/credentials", "", [400, 404, 404, 404, 404]),
        ("/projects/homes/credentials/0000000000000000/revoke", "", [404, 404, 404, 404, 404]),
        ("/projects/homes/runs/99/cancel", "", [404, 404, 404, 404, 404]),
        ("/projects/homes/agencies/clinic/withdraw", "", [400, 404, 400, 404, 404]),
        ("/projects/homes/destroy", "confirm-name=home", [400, 404, 400, 404, 404]),
        ("/projects/other/destroy", "confirm-name=othe", [400, 404, 404, 404, 400]),
    ]

    @Test func everyRoleSeesItsOwnAlone() async throws {
        try await DashboardWorld.with { world in
            for (place, role) in DashboardWorld.roles.enumerated() {
                let browser = try await world.browser(role)
                for page in Self.pages {
                    #expect(try await browser.get(page.path).status == page.statuses[place], "\(role) \(page.path)")
                }
                for action in Self.actions {
                    let answer = try await browser.post(action.path, action.fields)
                    #expect(answer.status == action.statuses[place], "\(role) \(action.path)")
                }
            }
            for path in Self.pages.map(\.path) + ["/"] {
                let answer = try await world.client.send("GET", path)
                #expect(answer.status == 303 && answer.header("location") == "/login")
            }
            #expect(try await world.client.send("GET", "/projects/homes/events").status == 401)
        }
    }

    @Test func aFormNeedsItsTokenAndItsOrigin() async throws {
        try await DashboardWorld.with { world in
            var browser = try await world.browser("operator")
            let path = "/projects"
            func status(_ headers: [String: String]) async throws -> Int {
                try await browser.post(path, "name=new", headers: headers).status
            }
            #expect(try await status(["Sec-Fetch-Site": "cross-site"]) == 403)
            #expect(try await status(["Sec-Fetch-Site": "same-site"]) == 403)
            #expect(try await status(["Sec-Fetch-Site": ""]) == 403)
            #expect(try await status(["Origin": "http://evil.example"]) == 403)
            #expect(try await status(["Origin": "null"]) == 403)
            let token = browser.formToken
            browser.formToken = String(repeating: "0", count: 48)
            #expect(try await status([:]) == 403)
            browser.formToken = try await world.browser("operator").formToken
            #expect(try await status([:]) == 403)
            browser.formToken = token
            #expect(try await browser.get("/projects/new").status == 404)
            #expect(try await status(["Origin": world.client.origin]) == 303)
            #expect(try await browser.get("/projects/new").status == 200)
        }
    }

    @Test func whateverIsWrongWithATokenTheAnswerIsTheSame() async throws {
        var limits = Limits()
        limits.failures = 3
        try await DashboardWorld.with(limits) { world in
            let token = world.tokens["steward"] ?? ""
            let wrong = token.prefix(21) + String(repeating: "0", count: 48)
            var bodies: Set<String> = []
            for text in ["", "x", "tsr_0123456789abcdef_" + String(repeating: "0", count: 48), String(wrong)] {
                let (answer, browser) = try await world.logIn(text)
                #expect(answer.status == 401 && answer.cookie("session") == nil)
                #expect(try await browser.get("/projects/homes").status == 303)
                bodies.insert(answer.body.replacing(answer.formToken ?? "none", with: ""))
            }
            #expect(try await world.logIn(token).answer.status == 303)
            for _ in 0..<3 { _ = try await world.logIn(String(wrong)) }
            let (locked, _) = try await world.logIn(token)
            #expect(locked.status == 401)
            bodies.insert(locked.body.replacing(locked.formToken ?? "none", with: ""))
            #expect(bodies.count == 1)
        }
    }

    @Test func aSessionEndsWithItsCredential() async throws {
        try await DashboardWorld.with { world in
            let (steward, owner) = (try await world.browser("steward"), try await world.browser("operator"))
            #expect(try await steward.get("/projects/homes").status == 200)
            let id = world.tokens["steward"].map { $0.dropFirst(4).prefix(16) } ?? ""
            #expect(try await owner.post("/projects/homes/credentials/\(id)/revoke").status == 303)
            let answer = try await steward.get("/projects/homes")
            #expect(answer.status == 303 && answer.header("location") == "/login")
            #expect(try await owner.post("/logout").status == 303)
            #expect(try await owner.get("/projects").status == 303)
        }
    }

    @Test func pagesTellTheBrowserWhatTheyMayDo() async throws {
        try await DashboardWorld.with { world in
            let page = try await world.client.send("GET", "/login")
            let policy = page.header("content-security-policy") ?? ""
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(page.header("set-cookie")?.contains("HttpOnly; SameSite=Strict") == true)
            #expect(page.header("cache-control") == "no-store")
            #expect(!page.body.contains("<style") && !page.body.contains(" style=") && !page.body.contains("http://"))
            for start in page.body.ranges(of: "/assets/") {
                let path = String(page.body[start.lowerBound...].prefix { $0 != "\"" })
                #expect(try await world.client.send("GET", path).status == 200)
            }
        }
    }
}

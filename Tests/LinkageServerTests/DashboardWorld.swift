// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import JSONText
import LinkageServer
import Sealing
import TestSupport

/// A server on a free port without TLS, with two projects and a credential of every role for the first.
final class DashboardWorld: Sendable {
    let client: DashboardClient
    let operatorToken: String
    let tokens: [String: String]
    private let task: Task<Void, any Error>

    /// The roles that a test goes through; `stranger` is the steward of another project.
    static let roles = ["operator", "agency", "steward", "researcher", "stranger"]

    private init(
        _ client: DashboardClient,
        _ operatorToken: String,
        _ tokens: [String: String],
        _ task: Task<Void, any Error>
    ) {
        (self.client, self.operatorToken, self.tokens, self.task) = (client, operatorToken, tokens, task)
    }

    deinit { task.cancel() }

    /// Starts a server in a folder, does a test, and stops the server.
    static func with(_ limits: Limits = Limits(), _ test: (DashboardWorld) async throws -> Void) async throws {
        let temporary = try TemporaryFolder()
        let folder = ServerFolder(path: temporary.file("server"))
        try folder.make()
        let identity = try Identity.generate(name: "unit")
        try identity.save(path: folder.identity)
        try identity.card.save(path: folder.card)
        _ = try temporary.write(Array("{}".utf8), as: "server/tessera-server.json")
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.limits = limits
        let services = try Services(folder, configuration, tool: "test")
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let task = Task { try await LinkageServer(services).run { _, port in continuation.yield(port) } }
        guard let port = await ports.first(where: { _ in true }) else { throw DashboardClient.Failure() }
        let credentials = Credentials(try ServerDatabase(path: folder.database), limits: limits)
        let token = try await credentials.make(.operator).text
        let client = DashboardClient(port: port)
        var tokens = ["operator": token]
        let agency = try Identity.generate(name: "clinic")
        try agency.card.save(path: temporary.file("clinic.card"))
        let card = String(
            decoding: try InputFile(path: temporary.file("clinic.card")).readAll(limit: 65_536),
            as: UTF8.self
        )
        func make(_ path: String, _ body: JSONValue) async throws -> String {
            let answer = try await client.send(
                "POST",
                path,
                headers: ["Authorization": "Bearer \(token)"],
                body: body.compactText()
            )
            return try JSONParser.parse(Array(answer.body.utf8))["token"]?.string ?? ""
        }
        for name in ["homes", "other"] { _ = try await make("/v1/projects", ["name": .string(name)]) }
        tokens["agency"] = try await make("/v1/projects/homes/agencies", ["name": "clinic", "card": .string(card)])
        tokens["steward"] = try await make("/v1/projects/homes/credentials", ["role": "steward"])
        tokens["researcher"] = try await make(
            "/v1/projects/homes/credentials",
            ["role": "researcher", "party": "study"]
        )
        tokens["stranger"] = try await make("/v1/projects/other/credentials", ["role": "steward"])
        let world = DashboardWorld(client, token, tokens, task)
        do {
            try await test(world)
        } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        _ = await task.result
    }

    /// A logged-in browser: its cookie and the token of its forms.
    struct Browser {
        let client: DashboardClient
        let cookie: String
        var formToken = ""

        func get(_ path: String) async throws -> DashboardClient.Answer {
            try await client.send("GET", path, headers: ["Cookie": cookie])
        }

        func post(_ path: String, _ fields: String = "", headers: [String: String] = [:]) async throws
            -> DashboardClient.Answer
        {
            var all = [
                "Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded",
            ]
            for (name, value) in headers { all[name] = value.isEmpty ? nil : value }
            return try await client.send("POST", path, headers: all, body: "form=\(formToken)&\(fields)")
        }
    }

    /// Logs in as a browser does.
    func logIn(_ token: String) async throws -> (answer: DashboardClient.Answer, browser: Browser) {
        let page = try await client.send("GET", "/login")
        let answer = try await client.send(
            "POST",
            "/login",
            headers: ["Cookie": "form=\(page.cookie("form") ?? "")", "Origin": client.origin],
            body: "form=\(page.formToken ?? "")&token=\(token)"
        )
        var browser = Browser(client: client, cookie: "session=\(answer.cookie("session") ?? "")")
        if answer.status == 303 {
            // Any page has the form that logs out.
            let start = try await browser.get("/")
            browser.formToken = try await browser.get(start.header("location") ?? "/").formToken ?? ""
        }
        return (answer, browser)
    }

    func browser(_ role: String) async throws -> Browser { try await logIn(tokens[role] ?? "").browser }
}

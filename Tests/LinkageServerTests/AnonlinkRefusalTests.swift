// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import LinkageServer
import TestSupport
import Testing

/// What is refused, and how it is said; what the original did wrong, and must not be copied.
@Suite(.serialized) struct AnonlinkRefusalTests {
    private static let none = String(repeating: "0", count: 48)
    private static let rows = AnonlinkEncodings(rows: 4, seed: 9)

    /// Operations that take a token, with what stands behind the project's id.
    private static let withToken: [(String, String)] = [
        ("GET", ""), ("DELETE", ""), ("GET", "/authorize-external-upload"), ("POST", "/clks"), ("POST", "/binaryclks"),
        ("GET", "/runs"), ("POST", "/runs"), ("GET", "/runs/R"), ("DELETE", "/runs/R"), ("GET", "/runs/R/status"),
        ("GET", "/runs/R/result"),
    ]

    @Test func tokens() async throws {
        try await AnonlinkServer.with { server async throws in
            let (project, other) = (try await server.make("groups"), try await server.make("groups"))
            let run = try await project.start("0.9")
            for (method, rest) in Self.withToken {
                let path = rest.replacing("R", with: run)
                let missing = try await server.ask(method, project.path + path)
                #expect(missing.status == 400)
                for (id, token) in [
                    (project.id, Self.none), (project.id, ""), (Self.none, project.token), (project.id, other.token),
                    (project.id, other.updates[0]), (other.id, project.updates[0]), ("x", "y"),
                ] {
                    let refused = try await server.ask(method, "/projects/\(id)\(path)", token: token, json: "{}")
                    #expect(refused.status == 403)
                    #expect(refused.head.contains("content-type: application/problem+json"))
                    #expect(
                        refused.json == [
                            "detail": "Invalid access token or project doesn't exist", "status": 403,
                            "title": "Forbidden", "type": "about:blank",
                        ]
                    )
                }
            }
            // The token counts before the state does.
            #expect(try await project.result(run, token: Self.none).status == 403)
            #expect(try await project.result(run).status == 404)
            #expect(try await project.result(Self.none).status == 403)
        }
    }

    /// Without `open` the operator alone makes and lists projects.
    @Test func projectsAreTheOperators() async throws {
        let body = "{\"schema\": {}, \"result_type\": \"groups\"}"
        try await AnonlinkServer.with(.on) { server async throws in
            for token in [server.operatorToken, "Bearer \(server.operatorToken)"] {
                #expect(try await server.ask("POST", "/projects", token: token, json: body).status == 201)
                #expect(try await server.ask("GET", "/projects", token: token).status == 200)
            }
            #expect(try await server.ask("POST", "/projects", json: body).status == 400)
            #expect(try await server.ask("GET", "/projects").status == 400)
            #expect(try await server.ask("POST", "/projects", token: Self.none, json: body).status == 403)
            #expect(try await server.ask("GET", "/projects", token: Self.none).status == 403)
        }
        try await AnonlinkServer.with(.open) { server async throws in
            #expect(try await server.ask("POST", "/projects", token: "ignored", json: body).status == 201)
            #expect(try await server.ask("GET", "/projects").json?.array?.count == 1)
        }
        try await AnonlinkServer.with(.off) { server async throws in
            #expect(try await server.ask("GET", "/status").status == 404)
            #expect(try await server.ask("POST", "/projects", json: body).status == 404)
        }
    }

    @Test(arguments: [
        "", "[]", "{", "{\"result_type\": \"groups\"}", "{\"schema\": 1, \"result_type\": \"groups\"}",
        "{\"schema\": {}, \"result_type\": \"mapping\"}", "{\"schema\": {}}",
        "{\"schema\": {}, \"result_type\": \"groups\", \"number_parties\": 1}",
        "{\"schema\": {}, \"result_type\": \"permutations\", \"number_parties\": 3}",
        "{\"schema\": {}, \"result_type\": \"groups\", \"uses_blocking\": 1}",
        "{\"schema\": {}, \"result_type\": \"groups\", \"name\": 1}",
    ])
    func noProject(body: String) async throws {
        try await AnonlinkServer.with { server async throws in
            let answer = try await server.ask("POST", "/projects", json: body)
            #expect(answer.status == 400)
            #expect(answer.json?["status"]?.integer == 400)
        }
    }

    @Test(arguments: [
        "{}", "{\"threshold\": 0}", "{\"threshold\": 1.01}", "{\"threshold\": \"0.5\"}", "{\"threshold\": -1}", "no",
    ])
    func noRun(body: String) async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("groups")
            let answer = try await server.ask("POST", "\(project.path)/runs", token: project.token, json: body)
            #expect(answer.status == 400)
        }
    }

    /// What is no upload is refused and leaves nothing, and the token can be used again, once.
    @Test(arguments: [
        (#"{"clks": []}"#, 400, ""), (#"{"other": ["AAAAAAAAAAA="]}"#, 400, ""), ("no", 400, ""),
        (#"{"clks": ["AAAAAAAAAAA="]"#, 400, ""), (#"{"clks": ["AAAAAAAAAAA=", "AAAAAAAA!AA="]}"#, 400, "row 1"),
        (#"{"clks": ["AAAAAAAAAAA=", "AAAAAAAAAAB="]}"#, 400, "row 1"),
        (#"{"clks": ["AAAAAAAAAAA=", "AAAAAAAAAAA=", "AAAA"]}"#, 400, "row 2"),
        (#"{"encodings": {"file": {"bucket": "b", "path": "p"}}}"#, 400, ""),
        (#"{"clknblocks": [["AAAAAAAAAAA=", "b"]]}"#, 403, ""),
        (#"{"encodings": ["AAAAAAAAAAA="], "blocks": {"0": ["b"]}}"#, 403, ""),
        (#"{"encodings": ["AAAAAAAAAAA="], "blocks": {}}"#, 403, ""),
    ])
    func noUpload(body: String, status: Int, place: String) async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("groups")
            let refused = try await project.send(body, as: 0)
            #expect(refused.status == status)
            #expect(place.isEmpty || refused.detail?.contains(place) == true)
            #expect(!server.files().contains { $0.hasSuffix(".encodings") || $0.contains("partial") })
            #expect(try await project.status()?["error"]?.bool == false)
            #expect(try await project.status()?["parties_contributed"]?.integer == 0)
            #expect(try await project.send(Self.rows.json, as: 0).status == 201)
            let again = try await project.send(Self.rows.json, as: 0)
            #expect(again.status == 403)
            #expect(again.detail == "This token has already been used to upload clks.")
        }
    }

    @Test func blocksWhereTheyMustBe() async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("groups", isBlocked: true)
            #expect(try await project.send(Self.rows.json, as: 0).status == 403)
            let headers = ["Hash-Count": "1", "Hash-Size": "8"]
            #expect(try await project.send(binary: [UInt8](repeating: 1, count: 8), headers, as: 0).status == 403)
            let row = #"{"encodings": ["AAAAAAAAAAA="], "blocks": {"1": ["b"]}}"#
            #expect(try await project.send(row, as: 0).status == 400)
        }
    }

    @Test func binary() async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("groups", schema: "{\"clkConfig\": {\"l\": 64}}")
            let bytes = Self.rows.rows.flatMap(\.self)
            for headers in [
                [:], ["Hash-Count": "4"], ["Hash-Size": "8"], ["Hash-Count": "0", "Hash-Size": "8"],
                ["Hash-Count": "4", "Hash-Size": "1025"], ["Hash-Count": "four", "Hash-Size": "8"],
                ["Hash-Count": "5", "Hash-Size": "8"], ["Hash-Count": "3", "Hash-Size": "8"],
                ["Hash-Count": "2", "Hash-Size": "16"],
            ] {
                #expect(try await project.send(binary: bytes, headers, as: 0).status == 400)
                #expect(try await project.status()?["error"]?.bool == false)
            }
            let headers = ["Hash-Count": "4", "Hash-Size": "8"]
            #expect(try await project.send(binary: bytes, headers, as: 0).status == 201)
            #expect(try await project.send(binary: bytes, headers, as: 1, to: "clks").status == 201)
            let run = try await project.start("1")
            _ = try await project.end(run)
            #expect(try await project.result(run).json?["groups"]?.array?.count == 4)
        }
    }

    /// Encodings of a size that the schema does not have are taken, and flagged; a good upload heals it.
    @Test(arguments: ["{\"clks\": [\"AAAAAAAAAAA=\"]}", "{\"clks\": [\"\"]}"])
    func flagged(body: String) async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("groups", schema: "{\"clkConfig\": {\"l\": 128}}")
            let run = try await project.start("0.9")
            #expect(try await project.send(body, as: 0).status == 201)
            #expect(try await project.status()?["error"]?.bool == true)
            #expect(try await project.status(run).json?["state"]?.string == "error")
            #expect(try await project.result(run).status == 500)
            let refused = try await server.ask(
                "POST",
                "\(project.path)/runs",
                token: project.token,
                json: "{\"threshold\": 0.9}"
            )
            #expect(refused.status == 500)
            #expect(refused.detail == "Can't post run as project has errors")
            #expect(try await project.send(AnonlinkEncodings(rows: 2, bytes: 16, seed: 1).json, as: 0).status == 201)
            #expect(try await project.status()?["error"]?.bool == false)
            #expect(try await project.status(run).json?["state"]?.string == "created")
        }
    }

    @Test(arguments: [
        ([8, 16], "Mismatch in encoding sizes. Stopping"),
        ([12, 12], "Encoding size must be multiple of 8 bytes (64 bits)"),
    ])
    func sizes(bytes: [Int], message: String) async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("groups")
            for (party, size) in bytes.enumerated() {
                let rows = AnonlinkEncodings(rows: 2, bytes: size, seed: 1)
                #expect(try await project.send(rows.json, as: party).status == 201)
            }
            let run = try await project.start("0.9")
            let status = try await project.end(run)
            #expect(status?["state"]?.string == "error")
            #expect(status?["message"]?.string == message)
            #expect(try await project.result(run).status == 500)
        }
    }

    @Test func service() async throws {
        try await AnonlinkServer.with { server async throws in
            let version = try await server.ask("GET", "/version").json
            for key in ["anonlink", "entityservice", "python"] { #expect(version?[key]?.string != nil) }
            #expect(try await server.ask("GET", "/status").json == ["status": "ok", "project_count": 0, "rate": 1])
            let project = try await server.make("groups")
            // Real clients send two slashes.
            let doubled = "//projects//\(project.id)"
            #expect(try await server.ask("GET", doubled, token: project.token).status == 200)
            let external = try await server.ask(
                "GET",
                "\(doubled)/authorize-external-upload",
                token: project.updates[0]
            )
            #expect(external.status == 500)
            #expect(external.json?["title"]?.string == "Feature Disabled")
            let sent = try await server.ask(
                "POST",
                "\(doubled)/clks",
                token: project.updates[0],
                body: Array(Self.rows.json.utf8),
                isChunked: true
            )
            #expect(sent.status == 201)
            #expect(try await server.ask("GET", "/nothing").status == 404)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Files
import Glibc
import JSONText
import LinkageServer
import Sealing
import TestSupport

/// A server of one test on a free port of this machine, with the compatible routes, and a client that speaks to it through a socket.
final class AnonlinkServer: Sendable {
    let operatorToken: String
    private let folder: String
    private let port: Int
    private let task: Task<Void, any Error>

    /// The error number of the system.
    struct Failure: Error { let number: Int32 }

    /// What was answered.
    struct Answer: Sendable {
        var status: Int
        var head: String
        var json: JSONValue?
        var detail: String? { json?["detail"]?.string }
    }

    /// Runs `body` with a new server and ends it.
    static func with(
        _ setting: AnonlinkSetting = .open,
        _ body: (AnonlinkServer) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let server = try await AnonlinkServer(folder.file("server"), setting)
        do { try await body(server) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        withExtendedLifetime(folder) {}
    }

    private init(_ path: String, _ setting: AnonlinkSetting) async throws {
        folder = path
        let place = ServerFolder(path: path)
        try place.make()
        let identity = try Identity.generate(name: "unit")
        try identity.save(path: place.identity)
        try identity.card.save(path: place.card)
        let file = try OutputFile(path: place.configuration)
        try file.write("{}")
        try file.commit()
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.anonlink = setting
        configuration.threads = 1
        let services = try Services(place, configuration, tool: "test")
        operatorToken = try await Credentials(try ServerDatabase(path: place.database), limits: Limits())
            .make(.operator).text
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        task = Task { try await LinkageServer(services).run { _, port in continuation.yield(port) } }
        var first: Int?
        for await port in ports {
            first = port
            break
        }
        port = first ?? 0
    }

    private func stop() async {
        task.cancel()
        _ = await task.result
    }

    /// Names of files below the folder of the compatible routes.
    func files(_ path: String = "anonlink") -> [String] {
        FolderListing.names("\(folder)/\(path)").flatMap { [$0] + files("\(path)/\($0)") }
    }

    func ask(
        _ method: String,
        _ path: String,
        token: String? = nil,
        headers: [String: String] = [:],
        body: [UInt8]? = nil,
        isChunked: Bool = false
    ) async throws -> Answer {
        var lines = ["\(method) /api/v1\(path) HTTP/1.1", "Host: test", "Connection: close"]
        if let token { lines.append("Authorization: \(token)") }
        lines += headers.map { "\($0): \($1)" }
        var content = body ?? []
        if isChunked {
            lines.append("Transfer-Encoding: chunked")
            content =
                stride(from: 0, to: content.count, by: 7).flatMap { start in
                    let chunk = content[start..<min(start + 7, content.count)]
                    return Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
                } + Array("0\r\n\r\n".utf8)
        } else if method != "GET" {
            lines.append("Content-Length: \(content.count)")
        }
        let request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + content
        let port = port
        // Not on a thread that the server needs.
        let bytes = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try Self.exchange(request, port) }) }
        }
        return try Self.parse(bytes)
    }

    func ask(_ method: String, _ path: String, token: String? = nil, json: String) async throws -> Answer {
        try await ask(
            method,
            path,
            token: token,
            headers: ["content-type": "Application/JSON; charset=utf-8"],
            body: Array(json.utf8)
        )
    }

    private static func exchange(_ request: [UInt8], _ port: Int) throws -> [UInt8] {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { _ = close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(number: errno) }
        var sent = 0
        while sent < request.count {
            let count = unsafe request[sent...].withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { break }
            sent += count
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe recv(socket, &buffer, buffer.count, 0)
            if count <= 0 { return answer }
            answer += buffer[..<count]
        }
    }

    private static func parse(_ bytes: [UInt8]) throws -> Answer {
        let end = bytes.indices.first { bytes[$0...].starts(with: "\r\n\r\n".utf8) } ?? bytes.count
        let head = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        let body = Array(bytes[min(end + 4, bytes.count)...])
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) }
        return Answer(status: status ?? 0, head: head, json: body.isEmpty ? nil : try JSONParser.parse(body))
    }
}

extension AnonlinkServer {
    /// A project with its tokens, as it was made.
    struct Project: Sendable {
        let server: AnonlinkServer
        let id: String
        let token: String
        let updates: [String]
        var path: String { "/projects/\(id)" }

        func send(_ json: String, as party: Int) async throws -> Answer {
            try await server.ask("POST", "\(path)/clks", token: updates[party], json: json)
        }

        func send(binary: [UInt8], _ headers: [String: String], as party: Int, to route: String = "binaryclks")
            async throws
            -> Answer
        {
            let type = ["Content-Type": "application/octet-stream"]
            return try await server.ask(
                "POST",
                "\(path)/\(route)",
                token: updates[party],
                headers: headers.merging(type) { $1 },
                body: binary
            )
        }

        func status() async throws -> JSONValue? { try await server.ask("GET", path, token: token).json }

        func start(_ threshold: String) async throws -> String {
            let run = try await server.ask("POST", "\(path)/runs", token: token, json: "{\"threshold\": \(threshold)}")
            return run.json?["run_id"]?.string ?? "none, but \(run.status)"
        }

        func status(_ run: String, token: String? = nil) async throws -> Answer {
            try await server.ask("GET", "\(path)/runs/\(run)/status", token: token ?? self.token)
        }

        func result(_ run: String, token: String? = nil) async throws -> Answer {
            try await server.ask("GET", "\(path)/runs/\(run)/result", token: token ?? self.token)
        }

        /// The last status of a run; what clients rely on is checked in all before.
        func end(_ run: String) async throws -> JSONValue? {
            var last = (stage: 0, share: 0.0)
            while true {
                let status = try await status(run).json
                let stage = Int(status?["current_stage"]?["number"]?.integer ?? 0)
                let share = status?["current_stage"]?["progress"]?["relative"]?.number ?? 0
                guard stage > last.stage || stage == last.stage && share >= last.share, (0...1).contains(share) else {
                    return nil
                }
                last = (stage, share)
                if ["completed", "error"].contains(status?["state"]?.string) { return status }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    func make(_ type: String, parties: Int = 2, schema: String = "{}", isBlocked: Bool = false) async throws -> Project
    {
        let answer = try await ask(
            "POST",
            "/projects",
            token: operatorToken,
            json: """
                {"schema": \(schema), "result_type": "\(type)", "number_parties": \(parties),
                 "uses_blocking": \(isBlocked), "unknown": 1}
                """
        )
        return Project(
            server: self,
            id: answer.json?["project_id"]?.string ?? "",
            token: answer.json?["result_token"]?.string ?? "",
            updates: (answer.json?["update_tokens"]?.array ?? []).compactMap(\.string)
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
internal import Faults
internal import JSONText
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// Asks the server, over TLS 1.2 or newer.
final class ServerClient: Sendable {
    private let client: HTTPClient
    private let address: String
    private let token: String
    /// The most of an answer that is kept in memory.
    private static let answerBytes = 64 << 20

    /// Does work with a connection that is closed afterwards.
    static func with<Value: Sendable>(
        _ options: ServerOptions,
        _ work: @escaping @Sendable (ServerClient) async throws -> Value
    ) async throws -> Value {
        let client = try ServerClient(options)
        do {
            let value = try await work(client)
            try? await client.client.shutdown()
            return value
        } catch {
            try? await client.client.shutdown()
            throw error
        }
    }

    private init(_ options: ServerOptions) throws {
        guard options.server.hasPrefix("https://") || Self.isOfThisMachine(options.server) else {
            throw SendError.address
        }
        address = String(options.server.reversed().drop { $0 == "/" }.reversed())
        token = try options.readToken()
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        do {
            if let authority = options.authority { tls.trustRoots = .file(authority) }
            if let certificate = options.certificate, let key = options.key {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
                tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            }
        } catch {
            throw SendError.certificate
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(20)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Whether an address without TLS leads nowhere else, so that nobody on the way can read the token.
    private static func isOfThisMachine(_ address: String) -> Bool {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { start in
            guard address.hasPrefix(start) else { return false }
            let rest = address.dropFirst(start.count).drop { $0 == "/" }
            return rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy { $0.isNumber || $0 == "/" }
        }
    }

    /// Asks for JSON.
    ///
    /// - Throws: `network`; what the server says where it refuses.
    func json(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        var request = request(method, path)
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body.compactText()))
        }
        let answer = try await answer(request)
        let bytes = try await Self.network { try await answer.body.collect(upTo: Self.answerBytes) }
        return try Self.value(Array(bytes.readableBytesView), answer)
    }

    /// Sends a body piece by piece.
    func send<Pieces: AsyncSequence & Sendable>(
        _ method: HTTPMethod,
        _ path: String,
        headers: [(String, String)],
        _ pieces: Pieces,
        count: Int
    ) async throws where Pieces.Element == ByteBuffer {
        var request = request(method, path)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .stream(pieces, length: .known(Int64(count)))
        let answer = try await answer(request)
        let bytes = try await Self.network { try await answer.body.collect(upTo: Self.answerBytes) }
        _ = try Self.value(Array(bytes.readableBytesView), answer)
    }

    /// Fetches a body piece by piece.
    func pieces(_ path: String, _ take: (ByteBuffer) throws -> Void) async throws {
        let answer = try await answer(request(.GET, path))
        guard (200..<300).contains(answer.status.code) else {
            let bytes = try await Self.network { try await answer.body.collect(upTo: Self.answerBytes) }
            _ = try Self.value(Array(bytes.readableBytesView), answer)
            return
        }
        var iterator = answer.body.makeAsyncIterator()
        while let piece = try await Self.network({ try await iterator.next() }) { try take(piece) }
    }

    private func request(_ method: HTTPMethod, _ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        return request
    }

    private func answer(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
        try await Self.network { try await self.client.execute(request, timeout: .hours(12)) }
    }

    /// What the server answered, or why it refused.
    private static func value(_ bytes: [UInt8], _ answer: HTTPClientResponse) throws -> JSONValue {
        let value = (try? JSONParser.parse(bytes)) ?? .null
        let status = Int(answer.status.code)
        guard !(200..<300).contains(status) else { return value }
        throw SendError.refused(
            status,
            code: value["code"]?.string ?? "server.\(status)",
            value["detail"]?.string ?? "the server refused with status \(status)",
            remedy: value["remedy"]?.string
        )
    }

    /// Tells what went wrong on the way in words; of the library's errors only the kind is told.
    private static func network<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await work()
        } catch let error as HTTPClientError {
            throw SendError.network("the connection to the server failed: \(error.shortDescription)")
        } catch let error as NIOSSLError {
            _ = error
            throw SendError.network("the server could not prove who it is, or does not speak TLS")
        } catch is NIOConnectionError {
            throw SendError.network("the server can't be reached")
        } catch is IOError {
            throw SendError.network("the connection to the server broke")
        } catch is ChannelError {
            throw SendError.network("the connection to the server broke")
        }
    }
}

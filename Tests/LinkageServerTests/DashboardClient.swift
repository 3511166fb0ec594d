// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc

/// One HTTP/1.1 request on a connection of its own, written and read byte by byte.
struct DashboardClient: Sendable {
    struct Answer: Sendable {
        var status = 0
        /// Names in lower case; of one that comes twice both.
        var headers: [(name: String, value: String)] = []
        var body = ""

        func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
        /// The value of a cookie that is set.
        func cookie(_ name: String) -> String? {
            for header in headers where header.name == "set-cookie" && header.value.hasPrefix("\(name)=") {
                return String(header.value.dropFirst(name.count + 1).prefix { $0 != ";" })
            }
            return nil
        }
        /// The token of the page's first form.
        var formToken: String? {
            guard let start = body.firstRange(of: "name=\"form\" value=\"") else { return nil }
            return String(body[start.upperBound...].prefix { $0 != "\"" })
        }
    }

    struct Failure: Error {}

    let port: Int
    var origin: String { "http://127.0.0.1:\(port)" }

    func send(
        _ method: String,
        _ path: String,
        headers: [String: String] = [:],
        body: String = ""
    ) async throws -> Answer {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        text += "Content-Length: \(body.utf8.count)\r\n\r\n" + body
        let (request, port) = (text, port)
        // A thread of its own waits, so that the server keeps those it shares with the tests.
        let bytes = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<[UInt8], any Error>) in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.exchange(Array(request.utf8), port) })
            }
        }
        return try Self.parse(bytes)
    }

    private static func exchange(_ request: [UInt8], _ port: Int) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { _ = close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0, unsafe write(descriptor, request, request.count) == request.count else { throw Failure() }
        var (answer, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return answer }
            answer += buffer[..<count]
        }
    }

    private static func parse(_ bytes: [UInt8]) throws -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        // A Swift character may be "\r\n", so the search goes by string.
        guard let end = text.firstRange(of: "\r\n\r\n") else { throw Failure() }
        var answer = Answer()
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure()
        }
        answer.status = status
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            answer.headers.append((parts[0].lowercased(), String(parts[1].drop { $0 == " " })))
        }
        answer.body = String(text[end.upperBound...])
        return answer
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import JSONText
internal import NIOHTTP1
internal import Sealing
internal import Terminal

/// Sends one file, and goes on where an earlier attempt stopped.
struct Upload: Sendable {
    let client: ServerClient
    let project: String
    let path: String
    /// Whether an upload of other bytes that was not finished is given up.
    let isReplacing: Bool
    let console: Console

    /// Bytes of one request: what is sent again at most after a break.
    private static let requestBytes = 64 << 20
    /// Attempts after a break of the network, the first at once, each waiting twice as long.
    private static let attempts = 6

    /// Sends the file; the receipt.
    func run() async throws -> JSONValue {
        let file = try InputFile(path: path)
        guard let size = file.size else { throw FileError(.open, path: path, errno: 0) }
        let digest = Hex.encode(try SHA256.digest(of: file))
        let progress = Progress("sending", unit: .bytes, total: size, console: console)
        defer { progress.finish() }
        var failures = 0
        while true {
            do {
                return try await attempt(file, size, digest, progress)
            } catch let error as SendError where error.isWorthTrying && failures < Self.attempts {
                failures += 1
                console.note("\(error.message); trying again")
                try await Task.sleep(for: .seconds(1 << (failures - 1)))
            }
        }
    }

    private func attempt(_ file: InputFile, _ size: Int, _ digest: String, _ progress: Progress) async throws
        -> JSONValue
    {
        let uploads = "/v1/projects/\(project)/uploads"
        let upload = try await open(uploads, size, digest)
        if let receipt = upload["receipt"] { return receipt }
        guard let id = upload["upload"]?.string, var offset = upload["offset"]?.integer.map({ Int($0) }) else {
            throw SendError.network("the server's answer is not that of a Tessera server")
        }
        while offset < size {
            let end = min(size, offset + Self.requestBytes)
            let pieces = FilePieces(file: file, range: offset..<end) { progress.reached($0, of: size) }
            try await client.send(
                .PATCH,
                "\(uploads)/\(id)",
                headers: [("upload-offset", "\(offset)"), ("content-type", "application/octet-stream")],
                pieces,
                count: end - offset
            )
            offset = end
            try Interruption.check()
        }
        return try await client.json(.POST, "\(uploads)/\(id)/complete")
    }

    private func open(_ uploads: String, _ size: Int, _ digest: String) async throws -> JSONValue {
        let wish: JSONValue = ["bytes": .integer(size), "sha256": .string(digest)]
        do {
            return try await client.json(.POST, uploads, wish)
        } catch let error as SendError where error.code == "upload.slot" && isReplacing {
            let list = try await client.json(.GET, uploads)
            for upload in list["uploads"]?.array ?? [] where upload["state"]?.string == "open" {
                _ = try await client.json(.DELETE, "\(uploads)/\(upload["upload"]?.string ?? "")")
            }
            return try await client.json(.POST, uploads, wish)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Answers with a file, piece by piece.
enum FileAnswer {
    private static let pieceBytes = 1 << 18

    /// - Parameter name: the name that a browser would give it; of characters that need no quoting.
    static func response(_ path: String, name: String) throws(ServerError) -> Response {
        let file: InputFile
        do { file = try InputFile(path: path) } catch { throw .notFound }
        guard let size = file.size else { throw .notFound }
        let body = ResponseBody(contentLength: size) { writer in
            var bytes = [UInt8](repeating: 0, count: pieceBytes)
            var done = 0
            while done < size {
                let count = try unsafe bytes.withUnsafeMutableBytes { try unsafe file.read(into: $0, at: done) }
                guard count > 0 else { break }
                try await writer.write(ByteBuffer(bytes: bytes[..<count]))
                done += count
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: body
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Glibc
internal import Hummingbird
internal import NIOCore

/// Appends the pieces of an upload to its file, in the order in which they come.
///
/// At the end of every request what came is on disk, whether the request ended well or not: the next one goes on there.
struct UploadWriter {
    private let descriptor: Int32
    private let path: String
    private(set) var offset: Int
    private let end: Int
    /// Whether the file's name has to be made durable, too.
    private let isNew: Bool
    private var buffer: [UInt8] = []
    /// Bytes that are gathered for a write.
    private static let bufferBytes = 1 << 20

    /// - Parameters:
    ///   - offset: where the client goes on; it must be where the file ends.
    ///   - end: the length that was announced.
    init(path: String, offset: Int, end: Int) throws(ServerError) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw ServerError(FileError(.write, path: path, errno: errno)) }
        self.path = path
        self.offset = offset
        isNew = offset == 0
        self.end = end
        buffer.reserveCapacity(Self.bufferBytes)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, Int(status.st_size) == offset else {
            let size = Int(status.st_size)
            _ = close(descriptor)
            throw .offset(size)
        }
    }

    /// Takes all of a body.
    ///
    /// - Parameter onBytes: told how many came.
    /// - Throws: `request.tooLarge` for more bytes than were announced; `upload.space`; what reading the connection throws.
    mutating func append(_ body: RequestBody, onBytes: (Int) -> Void) async throws {
        for try await piece in body {
            guard piece.readableBytes <= end - offset - buffer.count else { throw ServerError.tooLarge }
            onBytes(piece.readableBytes)
            if buffer.count + piece.readableBytes > Self.bufferBytes { try flush() }
            buffer.append(contentsOf: piece.readableBytesView)
        }
    }

    /// Writes and syncs what came, and closes the file.
    mutating func finish() throws(ServerError) {
        defer { _ = close(descriptor) }
        try flush()
        guard fdatasync(descriptor) == 0 else { throw failed() }
        if isNew { OutputFile.syncFolder(of: path) }
    }

    private mutating func flush() throws(ServerError) {
        var done = 0
        while done < buffer.count {
            let count = unsafe buffer.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress.map { unsafe $0 + done }, $0.count - done, offset + done)
            }
            if count < 0 {
                if errno == EINTR { continue }
                let fault = failed()
                _ = ftruncate(descriptor, offset)
                buffer.removeAll(keepingCapacity: true)
                throw fault
            }
            done += count
        }
        offset += done
        buffer.removeAll(keepingCapacity: true)
    }

    private func failed() -> ServerError { ServerError(FileError(.write, path: path, errno: errno), status: 507) }
}

extension ServerError {
    /// The client and the server do not agree on how much is there.
    static func offset(_ offset: Int) -> ServerError {
        ServerError(
            .offset,
            status: 409,
            "the upload has \(offset) bytes by now",
            remedy: "go on from there: GET on the upload says where"
        )
    }
}

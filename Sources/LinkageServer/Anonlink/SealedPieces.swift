// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Sealing

/// A file in pieces of one length, each encrypted under a data key and bound to the file's name and its place in it.
enum SealedPieces {
    /// Bytes of a piece's content; the last one may have fewer.
    static let pieceBytes = 1 << 18

    static func binding(_ path: String, piece: Int) -> [UInt8] {
        Array("tessera-anonlink/1 \(path.split(separator: "/").last ?? "") \(piece)".utf8)
    }
}

/// Writes such a file; it is absent or complete.
struct SealedPiecesWriter {
    /// Bytes of content so far.
    private(set) var bytes = 0
    private let file: OutputFile
    private let key: DataKey
    private let buffer = RawBuffer(count: SealedPieces.pieceBytes)
    private var filled = 0
    private var pieces = 0

    init(path: String, key: DataKey) throws(ServerError) {
        do { file = try OutputFile(path: path, mode: 0o600) } catch { throw ServerError(error) }
        self.key = key
    }

    mutating func append(_ content: UnsafeRawBufferPointer) throws(ServerError) {
        var start = 0
        while start < content.count {
            let count = min(buffer.count - filled, content.count - start)
            let part = unsafe UnsafeRawBufferPointer(rebasing: content[start..<start + count])
            unsafe buffer[filled..<filled + count].copyMemory(from: part)
            (start, filled, bytes) = (start + count, filled + count, bytes + count)
            if filled == buffer.count { try flush() }
        }
    }

    mutating func append(_ content: [UInt8]) throws(ServerError) {
        do { try unsafe content.withUnsafeBytes { try unsafe append($0) } } catch { throw .shown(error) }
    }

    /// Ends the file; it is on disk under its name when this returns.
    mutating func commit() throws(ServerError) {
        if filled > 0 { try flush() }
        do { try file.commit() } catch { throw ServerError(error, status: 507) }
    }

    private mutating func flush() throws(ServerError) {
        do {
            let binding = SealedPieces.binding(file.path, piece: pieces)
            let range = 0..<filled
            let sealed = try unsafe key.encrypt(UnsafeRawBufferPointer(buffer[range]), binding: binding)
            try file.write(sealed)
        } catch let fault as any Fault {
            throw ServerError(fault, status: 507)
        } catch {
            throw .shown(error)
        }
        pieces += 1
        filled = 0
    }
}

/// Reads such a file from anywhere; any thread may.
struct SealedPiecesReader: Sendable {
    /// Bytes of content.
    let bytes: Int
    private let file: InputFile
    private let key: DataKey

    /// - Parameter bytes: of content; a file of another length is refused.
    init(path: String, bytes: Int, key: DataKey) throws(ServerError) {
        let pieces = (bytes + SealedPieces.pieceBytes - 1) / SealedPieces.pieceBytes
        do {
            file = try InputFile(path: path)
            guard file.size == bytes + pieces * DataKey.overhead else { throw FileError(.read, path: path) }
        } catch let fault as any Fault {
            throw ServerError(fault)
        } catch {
            throw .shown(error)
        }
        self.bytes = bytes
        self.key = key
    }

    /// Fills a buffer with the content from an offset on; all of it must be there.
    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(ServerError) {
        let wanted = offset..<offset + target.count
        precondition(wanted.lowerBound >= 0 && wanted.upperBound <= bytes, "content out of range")
        guard !wanted.isEmpty else { return }
        let size = SealedPieces.pieceBytes
        let (sealed, plain) = (RawBuffer(count: size + DataKey.overhead), RawBuffer(count: size))
        for piece in wanted.lowerBound / size...(wanted.upperBound - 1) / size {
            let start = piece * size
            let count = min(size, bytes - start)
            do {
                let source = unsafe sealed[0..<count + DataKey.overhead]
                guard try unsafe file.read(into: source, at: piece * (size + DataKey.overhead)) == source.count else {
                    throw FileError(.read, path: file.path)
                }
                try unsafe key.decrypt(
                    UnsafeRawBufferPointer(source),
                    binding: SealedPieces.binding(file.path, piece: piece),
                    into: plain[0..<count]
                )
            } catch let fault as any Fault {
                throw ServerError(fault)
            } catch {
                throw .shown(error)
            }
            let part = wanted.clamped(to: start..<start + count)
            let content = unsafe UnsafeRawBufferPointer(plain[part.lowerBound - start..<part.upperBound - start])
            unsafe UnsafeMutableRawBufferPointer(rebasing: target[(part.lowerBound - offset)...]).copyMemory(
                from: content
            )
        }
    }

    /// Some bytes of the content.
    func read(_ range: Range<Int>) throws(ServerError) -> [UInt8] {
        let buffer = RawBuffer(count: range.count)
        return try unsafe buffer.withBytes { bytes throws(ServerError) in
            try unsafe read(into: bytes, at: range.lowerBound)
            return unsafe Array(bytes)
        }
    }
}

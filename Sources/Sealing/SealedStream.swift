// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
package import Files

/// A sealed stream in a file, not checked yet.
package struct SealedStream {
    private let file: InputFile
    private let prefix: [UInt8]
    private let layout: StreamLayout

    /// - Parameters:
    ///   - prefix: the bytes before the sealed key, as the caller read and parsed them.
    ///   - layout: what follows from the header; the caller has compared it with the file's size.
    package init(file: InputFile, prefix: [UInt8], layout: StreamLayout) {
        precondition(prefix.count == layout.prefixBytes, "a prefix of another length")
        self.file = file
        self.prefix = prefix
        self.layout = layout
    }

    /// Reads the whole file and checks the signature under its last bytes.
    ///
    /// The prefix, the sealed key and the stream header are kept as they were checked, so a file that changes afterwards
    /// can't bring in chunks under another key.
    ///
    /// - Throws: `sealing.signature`, `sealing.truncated`, `file.read`.
    package func verified(signKey: [UInt8]) throws(SealingError) -> VerifiedStream {
        let signature = StreamSignature()
        signature.update(prefix)
        let start = try file.bytes(layout.prefixBytes..<layout.chunksStart)
        signature.update(start)
        let buffer = RawBuffer(count: min(1 << 18, layout.signatureStart - layout.chunksStart))
        var offset = layout.chunksStart
        while offset < layout.signatureStart {
            let piece = unsafe buffer[0..<min(buffer.count, layout.signatureStart - offset)]
            try unsafe file.fill(piece, at: offset)
            unsafe signature.update(UnsafeRawBufferPointer(piece))
            offset += piece.count
        }
        let written = try file.bytes(layout.signatureStart..<layout.fileBytes)
        guard signature.isValid(written, signKey: signKey) else {
            throw .damaged(
                .signature,
                "the signature does not fit: the file is damaged, or another than the named sender made it",
                path: file.path
            )
        }
        return VerifiedStream(
            file: file,
            layout: layout,
            sealedKey: Array(start.prefix(StreamLayout.sealedKeyBytes)),
            streamHeader: Array(start.suffix(StreamLayout.streamHeaderBytes)),
            binding: SHA256.digest(of: prefix + start.prefix(StreamLayout.sealedKeyBytes)),
            digest: signature.digest
        )
    }
}

/// A sealed stream whose signature was found valid, ready to be opened by its recipient.
package struct VerifiedStream: Sendable {
    fileprivate let file: InputFile
    fileprivate let layout: StreamLayout
    fileprivate let sealedKey: [UInt8]
    fileprivate let streamHeader: [UInt8]
    fileprivate let binding: [UInt8]
    /// SHA-256 of all bytes before the signature.
    package let digest: [UInt8]

    /// Decrypts the payload, chunk after chunk.
    ///
    /// - Parameters:
    ///   - identity: the recipient.
    ///   - body: gets `payloadBytes` bytes in all, unless it returns false: then nothing more is read. It only collects: until
    ///     this function has returned without an error, the payload is not known to be whole.
    /// - Throws: `sealing.streamKey` if the stream is not sealed to this identity, `sealing.chunk`, `sealing.final`,
    ///   `sealing.truncated`, `file.read`.
    package func decrypt(
        as identity: Identity,
        to body: (UnsafeRawBufferPointer) -> Bool
    ) throws(SealingError) {
        var stream = try openStream(as: identity)
        defer { unsafe sodium_memzero(&stream, MemoryLayout.size(ofValue: stream)) }
        let plainBytes = min(layout.chunkBytes, layout.payloadBytes)
        let sealed = RawBuffer(count: plainBytes + StreamLayout.chunkOverhead)
        let plain = RawBuffer(count: max(1, plainBytes))
        var binding = binding
        var rest = layout.payloadBytes
        for index in 0..<layout.chunks {
            let count = min(plainBytes, rest)
            let offset = layout.chunksStart + index * (layout.chunkBytes + StreamLayout.chunkOverhead)
            let piece = unsafe sealed[0..<count + StreamLayout.chunkOverhead]
            try unsafe file.fill(piece, at: offset)
            var tag: UInt8 = 0
            let isIntact = unsafe crypto_secretstream_xchacha20poly1305_pull(
                &stream,
                plain.base.assumingMemoryBound(to: UInt8.self),
                nil,
                &tag,
                piece.baseAddress?.assumingMemoryBound(to: UInt8.self),
                UInt64(piece.count),
                binding,
                UInt64(binding.count)
            )
            guard isIntact == 0 else {
                throw .damaged(.chunk, "a chunk was changed, moved or replaced", path: file.path, byte: offset)
            }
            let isLast = index == layout.chunks - 1
            let expected =
                isLast
                ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
            guard Int(tag) == Int(expected) else {
                throw .damaged(
                    .final,
                    isLast ? "the last chunk is not the final one" : "the stream ends before its last chunk",
                    path: file.path,
                    byte: offset
                )
            }
            binding = []
            rest -= count
            guard unsafe body(UnsafeRawBufferPointer(plain[0..<count])) else { return }
        }
    }

    private func openStream(
        as identity: Identity
    ) throws(SealingError) -> crypto_secretstream_xchacha20poly1305_state {
        var stream = crypto_secretstream_xchacha20poly1305_state()
        let keyBytes = Int(crypto_secretstream_xchacha20poly1305_KEYBYTES)
        guard let key = try SecretBytes.opened(sealedKey, count: keyBytes, as: identity) else {
            throw .locked(path: file.path)
        }
        let isOpen = unsafe key.withBytes {
            unsafe crypto_secretstream_xchacha20poly1305_init_pull(&stream, streamHeader, $0) == 0
        }
        guard isOpen else { throw .library }
        return stream
    }
}

extension InputFile {
    /// Fills a buffer from an offset.
    fileprivate func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SealingError) {
        let count: Int
        do {
            count = try unsafe read(into: buffer, at: offset)
        } catch {
            throw SealingError(error)
        }
        guard count == buffer.count else {
            throw .damaged(.truncated, "the file became shorter while it was read", path: path)
        }
    }

    /// A short range of the file.
    fileprivate func bytes(_ range: Range<Int>) throws(SealingError) -> [UInt8] {
        let buffer = RawBuffer(count: range.count)
        try unsafe fill(buffer.bytes, at: range.lowerBound)
        return unsafe Array(buffer.bytes)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
package import Files

/// Writes a sealed file from front to back: its start, the stream key sealed to the recipient, encrypted chunks, and
/// the sender's signature over all of it (`Specs/exchange-format.md`).
@safe package final class SealedStreamWriter {
    private let output: OutputFile
    private let sender: Identity
    private let chunkBytes: Int
    private let plain: RawBuffer
    private let sealed: RawBuffer
    private var filled = 0
    private var stream = crypto_secretstream_xchacha20poly1305_state()
    private let signature = StreamSignature()
    /// SHA-256 of everything up to and with the sealed key, bound to the first chunk; empty after that.
    private var binding: [UInt8] = []

    /// Draws the stream key and writes what stands before the first chunk.
    ///
    /// - Parameters:
    ///   - prefix: the bytes before the sealed key.
    ///   - chunkBytes: bytes of payload in each chunk but the last; at least 1.
    /// - Throws: `sealing.streamKey` if nothing can be sealed to the card, `file.write`, `sealing.library`.
    package init(
        output: OutputFile,
        prefix: [UInt8],
        chunkBytes: Int,
        sender: Identity,
        recipient: PartyCard
    ) throws(SealingError) {
        self.output = output
        self.sender = sender
        self.chunkBytes = chunkBytes
        plain = RawBuffer(count: chunkBytes)
        sealed = RawBuffer(count: chunkBytes + StreamLayout.chunkOverhead)
        let key = try SecretBytes.random(count: Int(crypto_secretstream_xchacha20poly1305_KEYBYTES))
        let sealedKey = try key.sealed(to: recipient)
        var streamHeader = [UInt8](repeating: 0, count: StreamLayout.streamHeaderBytes)
        _ = unsafe key.withBytes {
            unsafe crypto_secretstream_xchacha20poly1305_init_push(&stream, &streamHeader, $0)
        }
        binding = SHA256.digest(of: prefix + sealedKey)
        try emit(prefix + sealedKey + streamHeader)
    }

    deinit { unsafe sodium_memzero(&stream, MemoryLayout.size(ofValue: stream)) }

    /// Appends payload.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(SealingError) {
        var done = 0
        while done < bytes.count {
            // A full chunk goes out only when more follows it: it may be the final one.
            if filled == chunkBytes { try push(tag: UInt8(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)) }
            let count = min(bytes.count - done, chunkBytes - filled)
            unsafe plain[filled..<filled + count].copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[done..<done + count])
            )
            filled += count
            done += count
        }
    }

    /// Appends payload.
    package func write(_ bytes: [UInt8]) throws(SealingError) {
        var failure: SealingError?
        unsafe bytes.withUnsafeBytes {
            do throws(SealingError) { try unsafe write($0) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes the final chunk and the signature, and commits the file.
    ///
    /// - Returns: the SHA-256 of the file.
    package func finish() throws(SealingError) -> [UInt8] {
        let sum = try end()
        try commit()
        return sum
    }

    /// Writes the final chunk and the signature; the file has no name before `commit()`.
    ///
    /// - Returns: the SHA-256 of the file.
    package func end() throws(SealingError) -> [UInt8] {
        try push(tag: UInt8(crypto_secretstream_xchacha20poly1305_TAG_FINAL))
        try emit(signature.sign(as: sender))
        do {
            try output.settle()
        } catch {
            throw SealingError(error)
        }
        return signature.digest
    }

    /// Gives the ended file its name.
    package func commit() throws(SealingError) {
        do {
            try output.commit()
        } catch {
            throw SealingError(error)
        }
    }

    private func push(tag: UInt8) throws(SealingError) {
        unsafe crypto_secretstream_xchacha20poly1305_push(
            &stream,
            sealed.base.assumingMemoryBound(to: UInt8.self),
            nil,
            plain.base.assumingMemoryBound(to: UInt8.self),
            UInt64(filled),
            binding,
            UInt64(binding.count),
            tag
        )
        let count = filled + StreamLayout.chunkOverhead
        filled = 0
        binding = []
        try unsafe emit(UnsafeRawBufferPointer(sealed[0..<count]))
    }

    private func emit(_ bytes: [UInt8]) throws(SealingError) {
        var failure: SealingError?
        unsafe bytes.withUnsafeBytes {
            do throws(SealingError) { try unsafe emit($0) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func emit(_ bytes: UnsafeRawBufferPointer) throws(SealingError) {
        unsafe signature.update(bytes)
        do {
            try unsafe output.write(bytes)
        } catch {
            throw SealingError(error)
        }
    }
}

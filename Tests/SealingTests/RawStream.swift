// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import CSodium
import Files
import Sealing
import TestSupport
import Testing

/// A second writer of sealed streams, straight over libsodium, that can also write what no honest writer would.
struct RawStream {
    static let message = UInt8(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)
    static let push = UInt8(crypto_secretstream_xchacha20poly1305_TAG_PUSH)
    static let rekey = UInt8(crypto_secretstream_xchacha20poly1305_TAG_REKEY)
    static let final = UInt8(crypto_secretstream_xchacha20poly1305_TAG_FINAL)

    let prefix: [UInt8]
    let sealedKey: [UInt8]
    let streamHeader: [UInt8]
    var chunks: [[UInt8]] = []

    init(prefix: [UInt8], chunks plain: [([UInt8], tag: UInt8)], sealKey: [UInt8], bindsPrefix: Bool = true) {
        self.prefix = prefix
        var key = [UInt8](repeating: 0, count: 32)
        unsafe crypto_secretstream_xchacha20poly1305_keygen(&key)
        var sealedKey = [UInt8](repeating: 0, count: 80)
        unsafe crypto_box_seal(&sealedKey, key, 32, sealKey)
        var state = crypto_secretstream_xchacha20poly1305_state()
        var streamHeader = [UInt8](repeating: 0, count: 24)
        unsafe crypto_secretstream_xchacha20poly1305_init_push(&state, &streamHeader, key)
        self.sealedKey = sealedKey
        self.streamHeader = streamHeader
        var binding = [UInt8](repeating: 0, count: 32)
        let bound = prefix + sealedKey
        unsafe crypto_hash_sha256(&binding, bound, UInt64(bound.count))
        if !bindsPrefix { binding = [] }
        for (plain, tag) in plain {
            var chunk = [UInt8](repeating: 0, count: plain.count + 17)
            unsafe crypto_secretstream_xchacha20poly1305_push(
                &state,
                &chunk,
                nil,
                plain,
                UInt64(plain.count),
                binding,
                UInt64(binding.count),
                tag
            )
            chunks.append(chunk)
            binding = []
        }
    }

    /// The whole file, signed over whatever the parts are by now.
    func signed(by identity: Identity) -> [UInt8] {
        let bytes = prefix + sealedKey + streamHeader + chunks.flatMap { $0 }
        let signature = StreamSignature()
        signature.update(bytes)
        return bytes + signature.sign(as: identity)
    }
}

/// Sender, recipient, and a place for files.
struct StreamFixture {
    static let prefix = Array("what stands before the sealed key".utf8)
    let sender: Identity
    let recipient: Identity
    let folder: TemporaryFolder

    init() throws {
        sender = try Identity.generate(name: "county")
        recipient = try Identity.generate(name: "unit")
        folder = try TemporaryFolder()
    }

    /// Writes a stream with the product's writer; gives its path and digest.
    func write(_ payload: [UInt8], chunkBytes: Int, as name: String = "stream") throws -> (
        path: String, digest: [UInt8]
    ) {
        let writer = try SealedStreamWriter(
            output: OutputFile(path: folder.file(name)),
            prefix: Self.prefix,
            chunkBytes: chunkBytes,
            sender: sender,
            recipient: recipient.card
        )
        // In pieces that have nothing to do with the chunks.
        for start in stride(from: 0, to: payload.count, by: 37) {
            try writer.write(Array(payload[start..<min(start + 37, payload.count)]))
        }
        return (folder.file(name), try writer.finish())
    }

    /// Reads a stream as the recipient, or as somebody else.
    func read(
        _ path: String,
        chunkBytes: Int,
        payloadBytes: Int,
        prefix: [UInt8] = Self.prefix,
        from signer: Identity? = nil,
        as reader: Identity? = nil,
        between: () throws -> Void = {}
    ) throws -> [UInt8] {
        let layout = StreamLayout(prefixBytes: prefix.count, chunkBytes: chunkBytes, payloadBytes: payloadBytes)
        let stream = SealedStream(file: try InputFile(path: path), prefix: prefix, layout: layout)
        let verified = try stream.verified(signKey: (signer ?? sender).card.signKey)
        try between()
        var payload: [UInt8] = []
        try unsafe verified.decrypt(as: reader ?? recipient) {
            unsafe payload.append(contentsOf: $0)
            return true
        }
        return payload
    }
}

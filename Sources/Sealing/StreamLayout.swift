// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium

/// Where the parts of a sealed file stand (`Specs/exchange-format.md`); all follows from three numbers.
package struct StreamLayout: Sendable, Equatable {
    /// Bytes before the sealed stream key: the start of the file and the header.
    package let prefixBytes: Int
    /// Bytes of payload in each chunk but the last.
    package let chunkBytes: Int
    /// Bytes of payload in all.
    package let payloadBytes: Int

    package static let sealedKeyBytes = 80
    package static let streamHeaderBytes = 24
    /// What a chunk is longer than its payload.
    package static let chunkOverhead = 17

    /// - Parameters:
    ///   - chunkBytes: at least 1.
    ///   - payloadBytes: 0 to 2^53 − 1, so that no size overflows.
    package init(prefixBytes: Int, chunkBytes: Int, payloadBytes: Int) {
        precondition(prefixBytes >= 0 && chunkBytes > 0 && (0..<1 << 53).contains(payloadBytes), "sizes out of range")
        self.prefixBytes = prefixBytes
        self.chunkBytes = chunkBytes
        self.payloadBytes = payloadBytes
    }

    /// The number of chunks; an empty payload has one, which is empty.
    package var chunks: Int { max(1, payloadBytes / chunkBytes + (payloadBytes % chunkBytes == 0 ? 0 : 1)) }

    /// The offset of the first chunk.
    package var chunksStart: Int { prefixBytes + Self.sealedKeyBytes + Self.streamHeaderBytes }

    /// The offset of the signature.
    package var signatureStart: Int { chunksStart + payloadBytes + chunks * Self.chunkOverhead }

    /// The size of the file.
    package var fileBytes: Int { signatureStart + StreamSignature.bytes }
}

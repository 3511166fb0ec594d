// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import EncodingKeys

/// The signs of one key group's tokens in all vectors that name a feature.
///
/// Features of one key group that stand in the same vectors share one of these, so they share what is remembered.
final class SignMaker {
    let shape: MajorityShape
    /// Numbers of vectors, ascending.
    let vectors: [Int]
    /// Tells makers apart that share memory; below 2³².
    let number: Int
    private let hasher: SignHasher

    init(shape: MajorityShape, vectors: [Int], number: Int, hasher: SignHasher) {
        self.shape = shape
        self.vectors = vectors
        self.number = number
        self.hasher = hasher
    }

    /// Bytes of a token's signs in all vectors.
    var rowBytes: Int { vectors.count * shape.signBytes }

    /// Writes a token's signs in one vector, `shape.signBytes` bytes: row after row, a bit a position, 1 for +1
    /// (`Specs/encodings.md` §6).
    func write(_ token: UnsafeRawBufferPointer, vector: Int, to output: UnsafeMutableRawBufferPointer) {
        for row in 0..<shape.votes {
            let part = unsafe UnsafeMutableRawBufferPointer(
                rebasing: output[row * shape.bytes..<(row + 1) * shape.bytes]
            )
            unsafe hasher.write(token, row: UInt8(row), vector: UInt8(vector), to: part)
        }
    }
}

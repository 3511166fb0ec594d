// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

/// `doubleHash`: positions a, a + b, a + 2b … from an HMAC-SHA-1 and an HMAC-MD5 of a token (Schnell, Bachteler and Reiher 2011).
package final class DoublePositions: TokenPositions {
    /// Start and step.
    typealias Pair = (start: UInt64, step: UInt64)

    private let sha1: HMAC
    private let md5: HMAC
    private let length: UInt64
    private let preventsSingularity: Bool
    private let pairs: ByteCache

    /// - Parameters:
    ///   - length: of the filter, below 2³²; 2 or more where singularity is prevented.
    ///   - preventsSingularity: whether a step of 0, which would leave one position, is replaced.
    ///   - cacheBytes: memory for pairs.
    package init(
        key0: GuardedBytes,
        key1: GuardedBytes,
        length: Int,
        preventsSingularity: Bool,
        cacheBytes: Int
    ) throws(ClkhashError) {
        do throws(KeyError) {
            sha1 = try HMAC(key: key0, digest: .sha1)
            md5 = try HMAC(key: key1, digest: .md5)
        } catch {
            throw ClkhashError(error)
        }
        self.length = UInt64(length)
        self.preventsSingularity = preventsSingularity
        pairs = ByteCache(payloadBytes: MemoryLayout<Pair>.size, budget: cacheBytes)
    }

    package func set(_ token: UnsafeRawBufferPointer, count k: Int, in filter: UnsafeMutablePointer<UInt8>) {
        let known = unsafe pairs.find(token) {
            unsafe $0.storeBytes(of: self.pair(of: token), as: Pair.self)
            return true
        }
        guard let pair = unsafe known?.load(as: Pair.self) else { return }
        var position = pair.start
        for _ in 0..<k {
            unsafe setPosition(Int(truncatingIfNeeded: position), in: filter)
            position &+= pair.step
            if position >= length { position &-= length }
        }
    }

    /// Start and step of a token.
    func pair(of token: UnsafeRawBufferPointer) -> Pair {
        let nothing = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
        let start = unsafe residue(sha1, token, nothing)
        var step = unsafe residue(md5, token, nothing)
        guard preventsSingularity else { return (start, step) }
        // Python counts code points up; one of the first few gives another step.
        var scalar: UInt32 = 0
        while step == 0, let next = Unicode.Scalar(scalar) {
            step = unsafe Array(String(next).utf8).withUnsafeBytes { unsafe residue(md5, token, $0) }
            scalar += 1
        }
        return (start, step)
    }

    /// The code of two parts as a big-endian number, modulo the length.
    private func residue(_ hmac: HMAC, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> UInt64 {
        unsafe withUnsafeTemporaryAllocation(byteCount: hmac.bytes, alignment: 1) { code in
            guard let base = code.baseAddress else { return 0 }
            unsafe hmac.authenticate(first, second, output: base)
            return unsafe code.reduce(0) { ($0 << 8 | UInt64($1)) % length }
        }
    }
}

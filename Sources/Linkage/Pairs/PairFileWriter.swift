// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import Sealing

/// Writes the result of one tile: a file that is absent or complete, that two workers never write at once.
///
/// Equal pairs give equal bytes, however they are handed over. A writer that is not finished leaves nothing; what a killed process
/// left, the next writer of the same path takes over.
package final class PairFileWriter {
    private let file: ClaimedFile
    private let tile: Int
    private let hash = SHA256()
    private var pending: [FoundPair] = []
    private var scratch = [UInt8](repeating: 0, count: PairBlock.pairs * PairBlock.bytesPerPair)
    private var last: UInt64 = 0
    private var isFirst = true
    private var pairs = 0
    private var bytes = 0

    /// Claims the file.
    ///
    /// - Parameters:
    ///   - path: where the result will stand, in place of what stands there.
    ///   - planDigest: 32 bytes that name the plan.
    ///   - tile: the number of the tile in it, not negative.
    /// - Throws: `pairs.busy` if another worker is writing it; `file.write`.
    package init(path: String, planDigest: [UInt8], tile: Int) throws(LinkageError) {
        precondition(planDigest.count == PairFileLayout.digestBytes && tile >= 0, "no digest of a plan, or no tile")
        self.tile = tile
        do throws(FileError) {
            file = try ClaimedFile(path: path)
        } catch {
            throw error.kind == .busy ? .busy(tile: tile) : LinkageError(error)
        }
        pending.reserveCapacity(PairBlock.pairs)
        try put(PairFileLayout.magic + planDigest + PairFileLayout.littleEndian(UInt64(tile)))
        try putCheck()
    }

    /// Adds pairs.
    ///
    /// - Parameter pairs: strictly ascending, and after all before.
    package func append(_ pairs: ArraySlice<FoundPair>) throws(LinkageError) {
        var (rest, last, isFirst) = (pairs, last, isFirst)
        while !rest.isEmpty {
            let part = rest.prefix(PairBlock.pairs - pending.count)
            for pair in part {
                precondition(pair.place > last || isFirst, "pairs of a tile out of order")
                last = pair.place
                isFirst = false
            }
            pending += part
            rest = rest.dropFirst(part.count)
            if pending.count == PairBlock.pairs { try putBlock() }
        }
        (self.last, self.isFirst) = (last, isFirst)
        self.pairs += pairs.count
    }

    /// Adds pairs.
    package func append(_ pairs: [FoundPair]) throws(LinkageError) { try append(pairs[...]) }

    /// Ends the file, syncs it and gives it its name.
    ///
    /// - Parameter comparisons: the pairs that were compared.
    package func finish(comparisons: Int) throws(LinkageError) -> PairFileSummary {
        if !pending.isEmpty { try putBlock() }
        let size = bytes + PairFileLayout.endBytes
        let facts = [comparisons, pairs, size].flatMap { PairFileLayout.littleEndian(UInt64($0)) }
        try put(PairFileLayout.endMagic + facts)
        let digest = hash.digest
        let end = PairFileLayout.endMagic + facts + digest
        try put(digest + SHA256.digest(of: end).prefix(PairFileLayout.checkBytes))
        do throws(FileError) { try file.commit() } catch { throw LinkageError(error) }
        return PairFileSummary(tile: tile, comparisons: comparisons, pairs: pairs, bytes: size, sha256: digest)
    }

    /// Drops the file; nothing is left.
    package func abandon() { file.abandon() }

    private func putBlock() throws(LinkageError) {
        let count = PairBlock.encode(pending, into: &scratch)
        try put(PairFileLayout.littleEndian(UInt32(count)) + PairFileLayout.littleEndian(UInt32(pending.count)))
        try put(scratch[..<count])
        try putCheck()
        pending.removeAll(keepingCapacity: true)
    }

    private func putCheck() throws(LinkageError) { try put(hash.digest.prefix(PairFileLayout.checkBytes)) }

    private func put(_ bytes: [UInt8]) throws(LinkageError) { try put(bytes[...]) }

    private func put(_ bytes: ArraySlice<UInt8>) throws(LinkageError) {
        var failure: FileError?
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe hash.update(bytes)
            do throws(FileError) { try unsafe file.write(bytes) } catch { failure = error }
        }
        self.bytes += bytes.count
        if let failure { throw LinkageError(failure) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import Glibc
internal import Sealing

/// Reads the result of one tile, and gives no pair of a block before its check holds.
///
/// Whatever the file holds, memory stays within a block: some 100 KiB for those that `PairFileWriter` writes.
package final class PairFileReader: SortedStream {
    /// What the end of the file says.
    package let summary: PairFileSummary
    private let file: InputFile
    private let hash = SHA256()
    /// Bytes read and not yet used: `buffer[used..<filled]`, of which the next is at `offset` of the file.
    private var buffer = [UInt8](repeating: 0, count: 32_768)
    private var used = 0
    private var filled = 0
    private var offset = 0
    private let blocksEnd: Int
    private var pairs = 0
    private var last: FoundPair?
    private var failure: LinkageError?
    private var isDone = false

    /// Opens a result and checks its start, its size and its end.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - planDigest: the digest of the plan it must be of.
    ///   - tile: the tile it must be of.
    /// - Throws: `tile.missing`, `tile.truncated`, `tile.damaged`, `tile.version`, `tile.plan`, `tile.number`.
    package init(path: String, planDigest: [UInt8], tile: Int) throws(LinkageError) {
        do throws(FileError) {
            file = try InputFile(path: path)
        } catch {
            throw unsafe access(path, F_OK) != 0 && errno == ENOENT ? .missing(tile: tile) : LinkageError(error)
        }
        let size = file.size ?? 0
        blocksEnd = size - PairFileLayout.endBytes
        guard blocksEnd >= PairFileLayout.startBytes else { throw .truncated(tile: tile) }
        let start = try Self.bytes(PairFileLayout.startBytes, of: file, at: 0, tile)
        let end = try Self.bytes(PairFileLayout.endBytes, of: file, at: blocksEnd, tile)
        try Self.check(start: start, planDigest, tile)
        summary = try Self.summary(end: end, size: size, tile)
        hash.update(start)
        offset = PairFileLayout.startBytes
    }

    /// The next pairs.
    ///
    /// - Throws: `tile.damaged`, `tile.truncated` if the file shrinks, `tile.order`, `file.read`; the same again when asked again.
    package func next(into batch: inout [FoundPair]) throws(LinkageError) -> Bool {
        do throws(LinkageError) {
            if let failure { throw failure }
            if offset < blocksEnd {
                try readBlock(into: &batch)
                return true
            }
            if !isDone { try checkEnd() }
            isDone = true
            batch.removeAll(keepingCapacity: true)
            return false
        } catch {
            batch.removeAll(keepingCapacity: true)
            failure = error
            throw error
        }
    }

    /// Whether the whole result of a tile stands there, every byte of it checked.
    ///
    /// - Throws: `tile.plan`, `tile.number` or `tile.version` if another result stands there, which a worker must not replace; `file.read`.
    package static func isComplete(path: String, planDigest: [UInt8], tile: Int) throws(LinkageError) -> Bool {
        let faults: [LinkageError.Code] = [.tileMissing, .tileTruncated, .tileDamaged, .tileOrder]
        do throws(LinkageError) {
            let reader = try PairFileReader(path: path, planDigest: planDigest, tile: tile)
            var batch: [FoundPair] = []
            while try reader.next(into: &batch) {}
            return true
        } catch {
            if faults.contains(error.kind) { return false }
            throw error
        }
    }
}

extension PairFileReader {
    private static func bytes(
        _ count: Int,
        of file: InputFile,
        at offset: Int,
        _ tile: Int
    ) throws(LinkageError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard try read(file, into: &bytes, from: 0, at: offset) == count else { throw .truncated(tile: tile) }
        return bytes
    }

    /// Reads into an array from a place of it on; returns the number of bytes read.
    private static func read(
        _ file: InputFile,
        into bytes: inout [UInt8],
        from place: Int,
        at offset: Int
    ) throws(LinkageError) -> Int {
        var count = 0
        var failure: FileError?
        unsafe bytes.withUnsafeMutableBytes { bytes in
            do throws(FileError) {
                count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[place...]), at: offset)
            } catch { failure = error }
        }
        if let failure { throw LinkageError(failure) }
        return count
    }

    private static func check(start: [UInt8], _ planDigest: [UInt8], _ tile: Int) throws(LinkageError) {
        let checked = start.count - PairFileLayout.checkBytes
        guard SHA256.digest(of: Array(start[..<checked])).starts(with: start[checked...]) else {
            throw .damaged(tile: tile)
        }
        guard start.starts(with: PairFileLayout.magic) else {
            throw start.starts(with: PairFileLayout.anyMagic) ? .version(tile: tile) : .damaged(tile: tile)
        }
        let plan = start[PairFileLayout.magic.count...].prefix(PairFileLayout.digestBytes)
        guard plan.elementsEqual(planDigest) else { throw .otherPlan(tile: tile) }
        let number = PairFileLayout.number(start[plan.endIndex..<checked])
        guard number == UInt64(tile) else { throw .otherTile(tile: tile, found: Int(clamping: number)) }
    }

    private static func summary(end: [UInt8], size: Int, _ tile: Int) throws(LinkageError) -> PairFileSummary {
        let numbers = (1...3).map { PairFileLayout.number(end[8 * $0..<8 * $0 + 8]) }
        let checked = end.count - PairFileLayout.checkBytes
        let isMarked = end.starts(with: PairFileLayout.endMagic)
        let isWhole = numbers[2] == UInt64(size)
        let isIntact = SHA256.digest(of: Array(end[..<checked])).starts(with: end[checked...])
        guard isMarked, isWhole, isIntact else {
            // Of a file that was cut, nothing of the end is in its place; of one that was changed, something is.
            throw isMarked || isWhole || isIntact ? .damaged(tile: tile) : .truncated(tile: tile)
        }
        return PairFileSummary(
            tile: tile,
            comparisons: Int(clamping: numbers[0]),
            pairs: Int(clamping: numbers[1]),
            bytes: size,
            sha256: Array(end[32..<checked])
        )
    }

    private func readBlock(into batch: inout [FoundPair]) throws(LinkageError) {
        let tile = summary.tile
        try fill(PairFileLayout.blockStartBytes)
        let length = Int(PairFileLayout.number(buffer[used..<used + 4]))
        let count = Int(PairFileLayout.number(buffer[used + 4..<used + 8]))
        let checked = PairFileLayout.blockStartBytes + length
        guard (1...PairFileLayout.blockLimit).contains(length), count >= 1,
            count <= length / PairBlock.leastBytesPerPair,
            checked + PairFileLayout.checkBytes <= blocksEnd - offset
        else { throw .damaged(tile: tile) }
        try fill(checked + PairFileLayout.checkBytes)
        hash(checked)
        let digest = hash.digest
        guard digest.starts(with: buffer[used + checked..<used + checked + PairFileLayout.checkBytes]) else {
            throw .damaged(tile: tile)
        }
        hash.update(Array(digest.prefix(PairFileLayout.checkBytes)))
        // The check after it is read with the block, as `decode` asks.
        let block = buffer[used + PairFileLayout.blockStartBytes..<used + checked + PairFileLayout.checkBytes]
        guard PairBlock.decode(block, count: count, into: &batch) else { throw .damaged(tile: tile) }
        if let last, let first = batch.first, !(last < first) { throw .disordered(tile: tile) }
        last = batch.last
        pairs += count
        used += checked + PairFileLayout.checkBytes
        offset += checked + PairFileLayout.checkBytes
    }

    /// Hashes bytes not yet used.
    private func hash(_ count: Int) {
        unsafe buffer.withUnsafeBytes { unsafe hash.update(UnsafeRawBufferPointer(rebasing: $0[used..<used + count])) }
    }

    /// Compares the whole with what the end says.
    private func checkEnd() throws(LinkageError) {
        let facts = PairFileLayout.endBytes - PairFileLayout.checkBytes - PairFileLayout.digestBytes
        try fill(facts)
        hash(facts)
        guard hash.digest == summary.sha256, pairs == summary.pairs else { throw .damaged(tile: summary.tile) }
    }

    /// Has at least `count` unused bytes in the buffer.
    private func fill(_ count: Int) throws(LinkageError) {
        guard filled - used < count else { return }
        let rest = used..<filled
        unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[rest]))
        }
        filled -= used
        used = 0
        if buffer.count < count { buffer += [UInt8](repeating: 0, count: count - buffer.count) }
        filled += try Self.read(file, into: &buffer, from: filled, at: offset + filled)
        guard filled >= count else { throw .truncated(tile: summary.tile) }
    }
}

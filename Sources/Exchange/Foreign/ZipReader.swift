// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CZlib
internal import Faults
internal import Files

/// Reads entries of a zip archive (PKWARE APPNOTE 6.3, with its 64-bit sizes), stored or deflated; extracts nothing to disk.
package final class ZipReader {
    /// A file of the archive.
    package struct Entry: Sendable, Equatable {
        package let name: String
        /// Bytes unpacked.
        package let bytes: Int
        fileprivate let packed: Int
        fileprivate let method: Int
        fileprivate let checksum: UInt32
        fileprivate let offset: Int

        /// The name without its folders.
        package var baseName: String { name.split(separator: "/").last.map(String.init) ?? "" }
    }

    /// Files, without folders, in the order of the directory.
    package let entries: [Entry]
    private let input: InputFile

    /// Unpacked bytes that a packed one may stand for: text of encodings hardly shrinks, and a bomb shrinks a thousandfold.
    private static let maximumRatio = 200
    private static let maximumDirectory = 1 << 24

    /// Reads the directory and refuses what no tool of this kind writes.
    ///
    /// - Parameter limit: the most bytes of all entries unpacked.
    /// - Throws: `foreign.zip` for no archive or a damaged one; `foreign.zip.name` for absolute names, `..`, links;
    ///   `foreign.zip.twice`; `foreign.zip.size` beyond the limit or shrunk too well; `file.open`, `file.read`.
    package init(path: String, limit: Int) throws(ExchangeError) {
        do { input = try InputFile(path: path) } catch { throw ExchangeError(error) }
        do throws(ExchangeError) {
            entries = try Self.directory(of: input)
            var names: Set<String> = []
            var total = 0
            for entry in entries {
                guard names.insert(entry.name).inserted else {
                    throw Self.fault(.foreignZipTwice, "two entries of the archive have one name")
                }
                total += entry.bytes
                guard total <= limit, entry.bytes <= max(entry.packed, 5_000) * Self.maximumRatio else {
                    throw Self.fault(.foreignZipSize, "the archive's entries are too large unpacked")
                }
            }
        } catch {
            throw error.at(path)
        }
    }

    /// The one entry that a rule picks.
    ///
    /// - Throws: `foreign.zip.entry` if there is none, or more than one.
    package func entry(_ what: String, where rule: (Entry) -> Bool) throws(ExchangeError) -> Entry {
        let found = entries.filter(rule)
        guard found.count == 1 else {
            throw Self.fault(
                .foreignZipEntry,
                "the archive has \(found.isEmpty ? "no entry" : "more than one entry") \(what)"
            ).at(input.path)
        }
        return found[0]
    }

    /// The whole content of a small entry.
    package func content(of entry: Entry, limit: Int) throws(ExchangeError) -> [UInt8] {
        guard entry.bytes <= limit else {
            throw Self.fault(.foreignZipSize, "an entry is larger than \(limit) bytes").at(input.path)
        }
        var content: [UInt8] = []
        try unsafe read(entry) { (piece) in unsafe content.append(contentsOf: piece) }
        return content
    }

    /// Hands an entry's content over, piece by piece.
    ///
    /// - Throws: `foreign.zip` if it is damaged, after pieces were handed over; what `body` throws.
    package func read(
        _ entry: Entry,
        to body: (UnsafeRawBufferPointer) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        var header = [UInt8](repeating: 0, count: 30)
        guard try input.read(into: &header, at: entry.offset) == 30, header.number(0, 4) == 0x0403_4B50 else {
            throw damaged
        }
        let unpacking = try Unpacking(isDeflated: entry.method == 8, expected: entry.bytes)
        var offset = entry.offset + 30 + header.number(26, 2) + header.number(28, 2)
        var left = entry.packed
        var chunk = [UInt8](repeating: 0, count: 1 << 17)
        while left > 0 {
            let count = min(left, try input.read(into: &chunk, at: offset))
            guard count > 0 else { throw damaged }
            guard try unsafe unpacking.feed(chunk[..<count], to: body) else { throw damaged }
            offset += count
            left -= count
        }
        guard unpacking.isWhole, unpacking.checksum == entry.checksum else { throw damaged }
    }

    private var damaged: ExchangeError { Self.damaged.at(input.path) }
    private static var damaged: ExchangeError { fault(.foreignZip, "the file is no whole zip archive") }

    private static func fault(_ kind: ExchangeError.Code, _ message: String) -> ExchangeError {
        .foreign(kind, message, remedy: "ask for the archive again, as the tool wrote it")
    }

    private static func directory(of input: InputFile) throws(ExchangeError) -> [Entry] {
        guard let size = input.size, size >= 22 else { throw damaged }
        var tail = [UInt8](repeating: 0, count: min(size, 65_557))
        let start = size - tail.count
        guard try input.read(into: &tail, at: start) == tail.count,
            let end = (0...tail.count - 22).reversed().first(where: {
                tail.number($0, 4) == 0x0605_4B50 && $0 + 22 + tail.number($0 + 20, 2) == tail.count
            })
        else { throw damaged }
        var (count, bytes, offset) = (tail.number(end + 10, 2), tail.number(end + 12, 4), tail.number(end + 16, 4))
        if count == 0xFFFF || bytes == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
            guard end >= 20, tail.number(end - 20, 4) == 0x0706_4B50 else { throw damaged }
            var record = [UInt8](repeating: 0, count: 56)
            guard let place = tail.place(end - 12), try input.read(into: &record, at: place) == 56,
                record.number(0, 4) == 0x0606_4B50, let entries = record.place(32), let length = record.place(40),
                let first = record.place(48)
            else { throw damaged }
            (count, bytes, offset) = (entries, length, first)
        }
        guard bytes <= maximumDirectory, offset <= size - bytes else { throw damaged }
        var directory = [UInt8](repeating: 0, count: bytes)
        guard try input.read(into: &directory, at: offset) == bytes else { throw damaged }
        var entries: [Entry] = []
        var at = 0
        for _ in 0..<count {
            guard at + 46 <= bytes, directory.number(at, 4) == 0x0201_4B50 else { throw damaged }
            let next =
                at + 46 + directory.number(at + 28, 2) + directory.number(at + 30, 2) + directory.number(at + 32, 2)
            guard next <= bytes else { throw damaged }
            if let entry = try entry(directory, at, size) { entries.append(entry) }
            at = next
        }
        return entries
    }

    /// The entry that the directory has at a place; nil for a folder.
    private static func entry(_ directory: [UInt8], _ at: Int, _ size: Int) throws(ExchangeError) -> Entry? {
        let nameEnd = at + 46 + directory.number(at + 28, 2)
        guard let name = String(validating: directory[at + 46..<nameEnd], as: UTF8.self) else {
            throw fault(.foreignZipName, "an entry's name is not UTF-8")
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isLink = directory.number(at + 38, 4) >> 16 & 0xF000 == 0xA000
        guard !name.hasPrefix("/"), !name.contains("\\"), !name.contains(":"), !parts.contains(".."), !isLink,
            !name.utf8.contains(where: { $0 < 0x20 }), !name.isEmpty
        else { throw fault(.foreignZipName, "an entry's name leads out of the archive, or it is a link") }
        if name.hasSuffix("/") { return nil }
        var values = [directory.number(at + 24, 4), directory.number(at + 20, 4), directory.number(at + 42, 4)]
        var extra = nameEnd
        let extraEnd = nameEnd + directory.number(at + 30, 2)
        while extra + 4 <= extraEnd {
            let length = directory.number(extra + 2, 2)
            guard extra + 4 + length <= extraEnd else { throw damaged }
            if directory.number(extra, 2) == 1 {
                var field = extra + 4
                for index in values.indices where values[index] == 0xFFFF_FFFF {
                    guard field + 8 <= extra + 4 + length, let value = directory.place(field) else { throw damaged }
                    values[index] = value
                    field += 8
                }
            }
            extra += 4 + length
        }
        let method = directory.number(at + 10, 2)
        guard directory.number(at + 8, 2) & 1 == 0, method == 0 || method == 8, values[1] <= size, values[2] <= size,
            method == 8 || values[0] == values[1]
        else { throw fault(.foreignZip, "an entry is encrypted, or packed in a way that is not read here") }
        return Entry(
            name: name,
            bytes: values[0],
            packed: values[1],
            method: method,
            checksum: UInt32(directory.number(at + 16, 4)),
            offset: values[2]
        )
    }
}

/// An entry on its way out of the archive.
@safe
private final class Unpacking {
    /// At one place in memory: zlib refuses a stream that has moved.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let isDeflated: Bool
    private var left: Int
    private var isEnded: Bool
    private(set) var checksum: UInt32 = 0
    private var target = [UInt8](repeating: 0, count: 1 << 18)

    init(isDeflated: Bool, expected: Int) throws(ExchangeError) {
        self.isDeflated = isDeflated
        left = expected
        isEnded = !isDeflated
        unsafe stream.initialize(to: z_stream())
        // Negative: a bare deflate stream (RFC 1951), as zip has it.
        let status =
            isDeflated
            ? unsafe inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) : Z_OK
        guard status == Z_OK else {
            throw .foreign(.foreignZip, "zlib could not begin", remedy: "use a machine with more memory")
        }
    }

    deinit {
        if isDeflated { _ = unsafe inflateEnd(stream) }
        unsafe stream.deallocate()
    }

    var isWhole: Bool { isEnded && left == 0 }

    /// Unpacks a piece; false if the entry is damaged or larger than the directory says.
    func feed(
        _ piece: ArraySlice<UInt8>,
        to body: (UnsafeRawBufferPointer) throws(ExchangeError) -> Void
    ) throws(ExchangeError) -> Bool {
        guard isDeflated else {
            let bytes = Array(piece)
            guard take(bytes, bytes.count) else { return false }
            try unsafe hand(bytes, bytes.count, to: body)
            return true
        }
        var input = Array(piece)
        var done = 0
        while done < input.count {
            guard !isEnded else { return false }
            let (status, used, made) = inflate(&input, from: done)
            guard status == Z_OK || status == Z_STREAM_END, used > 0 || made > 0 else { return false }
            done += used
            isEnded = status == Z_STREAM_END
            guard take(target, made) else { return false }
            try unsafe hand(target, made, to: body)
        }
        return true
    }

    private func inflate(_ input: inout [UInt8], from start: Int) -> (status: Int32, used: Int, made: Int) {
        let room = target.count
        let given = input.count - start
        let status = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + start }
                unsafe stream.pointee.avail_in = UInt32(given)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            }
        }
        return unsafe (status, given - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
    }

    private func take(_ bytes: [UInt8], _ count: Int) -> Bool {
        guard count <= left else { return false }
        left -= count
        checksum = unsafe bytes.withUnsafeBufferPointer { unsafe ZipChecksum.adding($0[..<count], to: checksum) }
        return true
    }

    private func hand(
        _ bytes: [UInt8],
        _ count: Int,
        to body: (UnsafeRawBufferPointer) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        var failure: ExchangeError?
        unsafe bytes.withUnsafeBytes { bytes in
            do throws(ExchangeError) { try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[..<count])) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}

/// CRC-32 as zip has it.
enum ZipChecksum {
    static func adding(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, to checksum: UInt32) -> UInt32 {
        let whole = unsafe UnsafeBufferPointer(rebasing: bytes)
        return unsafe UInt32(truncatingIfNeeded: crc32_z(UInt(checksum), whole.baseAddress, whole.count))
    }
}

extension [UInt8] {
    /// A little-endian number of up to 4 bytes.
    fileprivate func number(_ start: Int, _ bytes: Int) -> Int {
        (0..<bytes).reduce(0) { $0 | Int(self[start + $1]) << (8 * $1) }
    }

    /// A little-endian number of 8 bytes, if it can be a place in a file.
    fileprivate func place(_ start: Int) -> Int? {
        let high = number(start + 4, 4)
        return high < 1 << 20 ? high << 32 | number(start, 4) : nil
    }
}

extension InputFile {
    /// Reads bytes at a place of the file, as many as there are.
    fileprivate func read(into buffer: inout [UInt8], at offset: Int) throws(ExchangeError) -> Int {
        let outcome = unsafe buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(FileError) in try unsafe read(into: bytes, at: offset) }
        }
        do { return try outcome.get() } catch { throw ExchangeError(error) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Glibc
package import JSONText
internal import Sealing
internal import Synchronization
internal import Terminal

/// What was done, by whom and when: one JSON object a line, each chained to the one before by its digest.
///
/// A line's `hash` is the SHA-256 of the hash before it and of the line without its own hash, so that nobody can change, drop, add or
/// reorder an entry unseen; receipts carry the last hash, so that agencies see where the end was cut off.
package final class AuditLog: Sendable {
    /// An entry's number and hash.
    package struct Head: Sendable, Equatable {
        package var number: Int
        package var hash: String
        static let start = Head(number: 0, hash: String(repeating: "0", count: 64))

        var jsonValue: JSONValue { ["number": .integer(number), "hash": .string(hash)] }
    }

    /// An entry as it stands in the log.
    package struct Entry: Sendable, Equatable {
        /// A JSON object, without the line's end.
        package let text: String
        let project: String?

        package var jsonValue: JSONValue { (try? JSONParser.parse(Array(text.utf8))) ?? .null }
    }

    private struct State {
        var head: Head
        let descriptor: Int32
        /// The last entries, oldest first: who looks at them again and again costs neither reading nor parsing, nor writing JSON anew.
        var recent: [Entry]

        mutating func keep(_ entry: Entry) {
            if recent.count == 2 * AuditLog.recentEntries { recent.removeFirst(AuditLog.recentEntries) }
            recent.append(entry)
        }
    }

    /// Entries that are kept in memory, or up to twice as many.
    private static let recentEntries = 1_000

    private let path: String
    private let state: Mutex<State>

    /// Opens the log, checks its chain, and drops what a crash left of an entry that was never acknowledged.
    ///
    /// - Throws: `server.audit` if the chain is broken, `file.*`.
    package init(path: String) throws(ServerError) {
        let (head, bytes) = try Self.verify(path: path)
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, bytes) == 0, lseek(descriptor, 0, SEEK_END) == off_t(bytes) else {
            throw ServerError(FileError(.write, path: path, errno: errno))
        }
        self.path = path
        state = Mutex(State(head: head, descriptor: descriptor, recent: try Self.read(Self.recentEntries, of: path)))
    }

    /// The last entry.
    package var head: Head { state.withLock { $0.head } }

    /// Adds an entry; when this returns it is on disk.
    @discardableResult
    package func append(
        _ action: String,
        by actor: String,
        project: String? = nil,
        _ detail: KeyValuePairs<String, JSONValue> = [:]
    ) throws(ServerError) -> Head {
        var members: [(key: String, value: JSONValue)] = [
            ("time", .string(UTCTime.now())), ("actor", .string(actor)), ("action", .string(action)),
        ]
        if let project { members.append(("project", .string(project))) }
        members += detail.map { (key: $0.key, value: $0.value) }
        let result = state.withLock { state -> Result<Head, ServerError> in
            let number = state.head.number + 1
            let unhashed = JSONValue.object([("number", .integer(number))] + members).compactText()
            let hash = Self.hash(unhashed, after: state.head.hash)
            let text = "\(unhashed.dropLast())\(Self.hashMember(hash))"
            let line = Array("\(text)\n".utf8)
            let start = lseek(state.descriptor, 0, SEEK_CUR)
            let written = unsafe line.withUnsafeBytes {
                unsafe Glibc.write(state.descriptor, $0.baseAddress, $0.count)
            }
            guard written == line.count, fdatasync(state.descriptor) == 0 else {
                let number = errno
                // What was not acknowledged must not stand there as if it had been.
                _ = ftruncate(state.descriptor, start)
                _ = lseek(state.descriptor, start, SEEK_SET)
                return .failure(ServerError(FileError(.write, path: path, errno: number), status: 507))
            }
            state.head = Head(number: number, hash: hash)
            state.keep(Entry(text: text, project: project))
            return .success(state.head)
        }
        return try result.get()
    }

    /// The last entries, oldest first, of all projects or of one.
    package func tail(_ count: Int, project: String? = nil) throws(ServerError) -> [Entry] {
        let (recent, all) = state.withLock { ($0.recent, $0.head.number) }
        let found = project.map { name in recent.filter { $0.project == name } } ?? recent
        if found.count >= count || recent.count == all { return Array(found.suffix(count)) }
        return try Self.read(count, of: path, project: project)
    }

    /// The last entries of a log; reads from the end, as far as it must.
    private static func read(
        _ count: Int,
        of path: String,
        project: String? = nil
    ) throws(ServerError) -> [Entry] {
        let mark = project.map { Array("\"project\":\(JSONValue.string($0).compactText())".utf8) } ?? []
        var entries: [Entry] = []
        do {
            let file = try InputFile(path: path)
            let size = file.size ?? 0
            var (end, rest) = (size, [UInt8]())
            while end > 0, entries.count < count {
                let start = max(0, end - pieceBytes)
                let piece = try bytes(of: file, start..<end) + rest
                var lines = piece.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                // A last line that doesn't end was never acknowledged; a first one may begin further ahead.
                if end == size { lines.removeLast() }
                rest = start > 0 && !lines.isEmpty ? Array(lines.removeFirst()) : []
                for line in lines.reversed() where entries.count < count && (mark.isEmpty || line.contains(mark)) {
                    guard let parsed = try? JSONParser.parse(Array(line)) else { continue }
                    let entry = Entry(text: String(decoding: line, as: UTF8.self), project: parsed["project"]?.string)
                    if project == nil || entry.project == project { entries.append(entry) }
                }
                end = start
            }
        } catch let fault as any Fault {
            throw ServerError(fault)
        } catch {
            throw .shown(error)
        }
        return entries.reversed()
    }

    private static let pieceBytes = 1 << 16

    private static func bytes(of file: InputFile, _ range: Range<Int>) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let count = try unsafe bytes.withUnsafeMutableBytes { buffer in
            try unsafe file.read(into: buffer, at: range.lowerBound)
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Checks a log from its first entry to its last.
    ///
    /// - Returns: the last entry, and the bytes up to its end.
    /// - Throws: `server.audit` naming the first entry that is not as it was written.
    package static func verify(path: String) throws(ServerError) -> (head: Head, bytes: Int) {
        var (head, bytes) = (Head.start, 0)
        guard Disk.exists(path) else { return (head, 0) }
        for line in try lines(path) {
            let text = String(decoding: line, as: UTF8.self)
            let (start, own) = (text.utf8.dropLast(hashBytes), text.utf8.suffix(hashBytes))
            let found = hash("\(Substring(start))}", after: head.hash)
            guard own.elementsEqual(hashMember(found).utf8),
                (try? JSONParser.parse(Array(line)))?["number"]?.integer == Int64(head.number + 1)
            else {
                throw ServerError(
                    .audit,
                    "entry \(head.number + 1) of the audit is not as it was written",
                    remedy: "put the audit back from its backup, and find out who changed it",
                    exitCode: .damagedFile
                )
            }
            head = Head(number: head.number + 1, hash: found)
            bytes += line.count + 1
        }
        return (head, bytes)
    }

    /// The lines that end; a last one that doesn't was never acknowledged.
    private static func lines(_ path: String) throws(ServerError) -> [ArraySlice<UInt8>] {
        do {
            let all = try InputFile(path: path).readAll(limit: 1 << 32)
            var lines = all.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            lines.removeLast()
            return lines
        } catch {
            throw ServerError(error)
        }
    }

    /// The end of a line.
    private static func hashMember(_ hash: String) -> String { ",\"hash\":\"\(hash)\"}" }
    private static let hashBytes = hashMember(Head.start.hash).utf8.count

    private static func hash(_ text: some StringProtocol, after hash: String) -> String {
        Hex.encode(SHA256.digest(of: Array(hash.utf8) + Array(text.utf8)))
    }
}

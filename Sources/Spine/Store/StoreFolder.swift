// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Glibc

/// The places of a store's parts.
struct StoreFolder: Sendable {
    let path: String

    var database: String { path + "/spine.sqlite" }
    var blocks: String { path + "/blocks" }
    var keys: String { path + "/keys" }
    var ledger: String { path + "/ledger" }
    private var lock: String { path + "/lock" }

    func block(_ digest: String) -> String { "\(blocks)/\(digest)" }
    func key(_ name: String) -> String { "\(keys)/\(name).key" }

    /// The ledger's file of a run.
    func ledger(_ run: Int) -> String { "\(ledger)/\(Self.ledgerName(run))" }

    /// The name of the ledger's file of a run.
    static func ledgerName(_ run: Int) -> String {
        let digits = String(run)
        return "\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).txt"
    }

    /// Whether a file may have a name: 1 to 100 characters of `A-Z a-z 0-9 . _ -`, the first one no point.
    static func isName(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isPlain && (1...100).contains(name.utf8.count) && !name.hasPrefix(".")
    }

    /// Makes the folders.
    ///
    /// - Throws: `file.exists` if something stands there, `file.write`.
    func make() throws(SpineError) {
        for folder in [path, blocks, keys, ledger] where unsafe mkdir(folder, 0o700) != 0 {
            let number = errno
            throw SpineError(
                number == EEXIST ? FileError(.exists, path: folder) : FileError(.write, path: folder, errno: number)
            )
        }
    }

    /// Removes the folders with all that is in them.
    func remove() {
        for folder in [blocks, keys, ledger, path] {
            for name in FolderListing.names(folder) { _ = unsafe unlink("\(folder)/\(name)") }
            _ = unsafe rmdir(folder)
        }
    }

    /// Takes the store for this process, until the value is gone or the process ends, however it ends.
    ///
    /// - Throws: `spine.busy` if another process has it, `file.open`.
    func claim() throws(SpineError) -> Claim {
        let descriptor = unsafe open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SpineError(FileError(.open, path: lock, errno: errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = Glibc.close(descriptor)
            throw SpineError(
                .busy,
                "another process is changing this store",
                remedy: "let it finish, or end it and run again",
                exitCode: .outputExists
            )
        }
        return Claim(descriptor: descriptor)
    }

    /// A store that is this process's own.
    final class Claim: Sendable {
        private let descriptor: Int32
        fileprivate init(descriptor: Int32) { self.descriptor = descriptor }
        deinit {
            // Let go at once, also where a child that is just being started still has the descriptor.
            _ = flock(descriptor, LOCK_UN)
            _ = Glibc.close(descriptor)
        }
    }

    /// Removes files that no committed run names: what a killed process left.
    func sweep(blocks known: Set<String>, lastRun: Int) {
        for name in FolderListing.names(blocks) where !known.contains(name) { _ = unsafe unlink(block(name)) }
        let ledgers = Set((1...lastRun).map { ledger($0) })
        for name in FolderListing.names(ledger) where !ledgers.contains("\(ledger)/\(name)") {
            _ = unsafe unlink("\(ledger)/\(name)")
        }
    }
}

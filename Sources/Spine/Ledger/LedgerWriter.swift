// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import Sealing

/// Writes a run's file of the ledger: text, a line a change, whose first lines name the SHA-256 of the file before it.
final class LedgerWriter {
    private let file: OutputFile
    private let hash = SHA256()
    private var buffer: [UInt8] = []
    private var failure: FileError?

    private static let bufferBytes = 1 << 20
    static let formatName = "tessera-ledger/1"

    /// - Parameter before: SHA-256 of the file of the run before, in hexadecimal digits; empty for the first.
    init(
        _ folder: StoreFolder,
        run: Int,
        kind: Run.Kind,
        before: String,
        project: String,
        time: String
    ) throws(SpineError) {
        file = try SpineError.passingOn { () throws(FileError) in
            try OutputFile(path: folder.ledger(run), mode: 0o600)
        }
        line("\(Self.formatName) run \(run) \(kind.rawValue)")
        line("project \(project)")
        line("time \(time)")
        line("before \(before.isEmpty ? "nothing" : before)")
    }

    /// Adds a line.
    func line(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > Self.bufferBytes { flush() }
    }

    /// Adds a line of a word, an id, and more text.
    func line(_ word: StaticString, _ id: ArraySlice<UInt8>, _ rest: String) {
        word.withUTF8Buffer { unsafe buffer.append(contentsOf: $0) }
        buffer.append(UInt8(ascii: " "))
        for byte in id {
            buffer.append(Self.digit(byte >> 4))
            buffer.append(Self.digit(byte & 15))
        }
        buffer.append(UInt8(ascii: " "))
        line(rest)
    }

    /// Commits the file; returns its SHA-256.
    func finish() throws(SpineError) -> String {
        flush()
        if let failure { throw SpineError(failure) }
        try SpineError.passingOn { () throws(FileError) in try file.commit() }
        return Hex.encode(hash.digest)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private func flush() {
        hash.update(buffer)
        if failure == nil {
            do throws(FileError) { try file.write(buffer) } catch { failure = error }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

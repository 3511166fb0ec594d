// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Sealing

/// Reads the ledger, one run's file at a time.
package struct LedgerReader {
    private let path: String
    /// The run whose file it is.
    package let run: Int

    private static let pieceBytes = 4 << 20

    init(_ folder: StoreFolder, run: Int) {
        path = folder.ledger(run)
        self.run = run
    }

    /// Calls `body` with every line, without its end.
    ///
    /// - Parameter needle: only lines with these bytes in them; nil for all.
    package func lines(with needle: String? = nil, to body: (Substring) throws(SpineError) -> Void) throws(SpineError) {
        let wanted = needle.map { Array($0.utf8) }
        var rest: [UInt8] = []
        let newline = UInt8(ascii: "\n")
        try unsafe pieces { piece throws(SpineError) in
            // Of hundreds of megabytes a few lines are wanted: what has none of them is not taken apart.
            if let wanted, let first = unsafe piece.firstIndex(of: newline),
                let last = unsafe piece.lastIndex(of: newline),
                unsafe !Self.contains(piece, wanted), unsafe !Self.contains(rest + piece[..<first], wanted)
            {
                rest = unsafe Array(piece[(last + 1)...])
                return
            }
            var text = rest
            unsafe text.append(contentsOf: piece)
            guard let end = text.lastIndex(of: newline) else {
                rest = text
                return
            }
            rest = Array(text[(end + 1)...])
            for line in text[..<end].split(separator: newline) {
                if let wanted, !Self.contains(Array(line), wanted) { continue }
                try body(String(decoding: line, as: UTF8.self)[...])
            }
        }
        guard rest.isEmpty else { throw .damaged("a file of the ledger ends within a line", file: path) }
    }

    /// SHA-256 of the file, in hexadecimal digits.
    func digest() throws(SpineError) -> String {
        let hash = SHA256()
        try unsafe pieces { piece throws(SpineError) in unsafe hash.update(piece) }
        return Hex.encode(hash.digest)
    }

    /// The digest of the run before that the file names; empty for the first run.
    func before() throws(SpineError) -> String? {
        var before: String?
        try lines(with: "before ") { line throws(SpineError) in
            if before == nil, line.hasPrefix("before ") { before = String(line.dropFirst("before ".count)) }
        }
        return before == "nothing" ? "" : before
    }

    private func pieces(_ body: (UnsafeRawBufferPointer) throws(SpineError) -> Void) throws(SpineError) {
        let buffer = RawBuffer(count: Self.pieceBytes)
        var failure: SpineError?
        do throws(FileError) {
            let file = try InputFile(path: path)
            var count = 0
            repeat {
                count = try unsafe buffer.withBytes { bytes throws(FileError) in
                    let count = try unsafe file.read(into: bytes)
                    do throws(SpineError) {
                        try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
                    } catch {
                        failure = error
                    }
                    return count
                }
            } while count > 0 && failure == nil
        } catch {
            throw .damaged("a file of the ledger is missing or cannot be read", file: path)
        }
        if let failure { throw failure }
    }

    private static func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool {
        unsafe text.withUnsafeBytes { unsafe contains($0, needle) }
    }

    /// Whether a text has some bytes in it, by Horspool's search (Software: Practice and Experience 10, 1980).
    private static func contains(_ text: UnsafeRawBufferPointer, _ needle: [UInt8]) -> Bool {
        guard let last = needle.last else { return true }
        var steps = [Int](repeating: needle.count, count: 256)
        for (place, byte) in needle.dropLast().enumerated() { steps[Int(byte)] = needle.count - 1 - place }
        var end = needle.count
        while end <= text.count {
            let byte = unsafe text[end - 1]
            if byte == last, unsafe text[end - needle.count..<end].elementsEqual(needle) { return true }
            end += steps[Int(byte)]
        }
        return false
    }
}

extension SpineStore {
    /// The ledger's files of some runs.
    ///
    /// - Throws: `spine.run` if there is no such run.
    package func ledger(_ runs: ClosedRange<Int>) throws(SpineError) -> [LedgerReader] {
        let last = try lastRun().number
        guard runs.lowerBound >= 1, runs.upperBound <= last else {
            throw SpineError(
                .run,
                "the spine has no such run",
                remedy: "'tessera-linker spine status' lists the runs",
                exitCode: .usage
            )
        }
        return runs.map { LedgerReader(folder, run: $0) }
    }
}

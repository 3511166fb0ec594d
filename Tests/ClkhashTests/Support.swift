// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import EncodingKeys
import Files
import TestSupport

/// Plain base64 of well-formed text.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits = 0
        var group: UInt32 = 0
        for digit in text.utf8.compactMap({ alphabet.firstIndex(of: $0) }) {
            group = group << 6 | UInt32(digit)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return bytes
    }
}

extension GuardedBytes {
    /// Test keys.
    static func holding(_ bytes: [UInt8]) throws -> GuardedBytes {
        try unsafe GuardedBytes(count: bytes.count) { memory in
            unsafe memory.copyBytes(from: bytes)
            return true
        }
    }
}

extension ClkhashEncoder {
    /// The encoding of a record; nil if it is rejected.
    func encoding(_ record: [[UInt8]]) -> [UInt8]? {
        var encoding = [UInt8](repeating: 0, count: encodingBytes)
        return outcome(record, into: &encoding) == .encoded ? encoding : nil
    }

    /// What becomes of a record.
    func outcome(_ record: [[UInt8]], into output: inout [UInt8]) -> Outcome {
        let memory = unsafe record.map { field in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: field.count, alignment: 1)
            unsafe copy.copyBytes(from: field)
            return UnsafeRawBufferPointer(copy)
        }
        defer { unsafe memory.forEach { unsafe $0.deallocate() } }
        return unsafe output.withUnsafeMutableBytes { unsafe encode(fields: memory, into: $0) }
    }
}

extension ClkhashTable {
    /// The fields of the row that was read last.
    var record: [[UInt8]] { unsafe fields.map { unsafe Array($0) } }
}

/// A table without header, read as far as it goes.
struct Reading {
    var records: [[[UInt8]]] = []
    var error: ClkhashError?

    init(_ path: String, columns: Int, chunkBytes: Int) throws {
        let input = try InputFile(path: path)
        do {
            let table = try ClkhashTable(input, schema: .columns(columns), header: .absent, chunkBytes: chunkBytes)
            while try table.next() { records.append(table.record) }
        } catch {
            self.error = error
        }
    }
}

extension TemporaryFolder {
    /// The path of a file with these bytes.
    func holding(_ bytes: [UInt8], as name: String) throws -> String {
        let file = try OutputFile(path: "\(path)/\(name)")
        try file.write(bytes)
        try file.commit()
        return file.path
    }
}

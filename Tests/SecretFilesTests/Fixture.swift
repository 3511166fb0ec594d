// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc

/// Committed vectors, and files that live as long as a test.
enum Fixture {
    /// The rows of a tab-separated file in `Specs/Vectors`.
    static func rows(_ name: String, here: String = #filePath) throws -> [[String]] {
        let root = here.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = try InputFile(path: "/\(root)/Specs/Vectors/\(name)").readAll(limit: 1 << 20)
        return String(decoding: text, as: UTF8.self)
            .split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    static func bytes(hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// A folder that is removed with all in it.
final class TemporaryFolder {
    let path: String

    init() {
        path = "/tmp/tessera-tests-\(UInt64.random(in: 0 ... .max))"
        _ = unsafe mkdir(path, 0o700)
    }

    deinit {
        for name in names { _ = unsafe remove("\(path)/\(name)") }
        _ = unsafe rmdir(path)
    }

    var names: [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { _ = unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { field in
                unsafe String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The bits that this process takes from new files.
    static func processMask() throws -> UInt32 {
        let status = try InputFile(path: "/proc/self/status").readAll(limit: 1 << 16)
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("Umask:") }
        return line.flatMap { UInt32($0.dropFirst(6).drop { $0 == "\t" }, radix: 8) } ?? 0
    }

    /// The path of a file with this text and mode.
    func file(_ name: String, text: String, mode: UInt32 = 0o600) throws -> String {
        let file = try OutputFile(path: "\(path)/\(name)")
        try file.write(text)
        try file.commit()
        _ = unsafe chmod("\(path)/\(name)", mode)
        return "\(path)/\(name)"
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import Glibc

extension TemporaryFolder {
    /// The names of what is in it.
    package var names: [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { _ = unsafe closedir(folder) }
        /// The names of what is in it.
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
    package static func processMask() throws -> UInt32 {
        let status = try InputFile(path: "/proc/self/status").readAll(limit: 1 << 16)
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("Umask:") }
        return line.flatMap { UInt32($0.dropFirst(6).drop { $0 == "\t" }, radix: 8) } ?? 0
    }

    /// The path of a file with this text and mode.
    package func file(_ name: String, text: String, mode: UInt32 = 0o600) throws -> String {
        let file = try OutputFile(path: "\(path)/\(name)")
        try file.write(text)
        try file.commit()
        _ = unsafe chmod("\(path)/\(name)", mode)
        return "\(path)/\(name)"
    }
}

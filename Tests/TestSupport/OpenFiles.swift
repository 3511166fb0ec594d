// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What this process has open, and what stands in a folder.
package enum OpenFiles {
    /// The descriptors of files that stood in a folder and have no name any more.
    package static func nameless(in folder: String) throws -> [Int32] {
        try names(in: "/proc/self/fd").compactMap(Int32.init).filter { descriptor in
            var target = [CChar](repeating: 0, count: 4096)
            let count = unsafe readlink("/proc/self/fd/\(descriptor)", &target, target.count)
            let text = String(decoding: target.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
            return text.hasPrefix(folder + "/") && text.hasSuffix(" (deleted)")
        }
    }

    /// Everything in an open file.
    package static func content(of descriptor: Int32) throws -> [UInt8] {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw TemporaryFolder.Failure(number: errno) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == bytes.count else { throw TemporaryFolder.Failure(number: errno) }
        return bytes
    }

    /// The names in a folder.
    package static func names(in path: String) throws -> [String] {
        guard let folder = unsafe opendir(path) else { throw TemporaryFolder.Failure(number: errno) }
        defer { _ = unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
                unsafe String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

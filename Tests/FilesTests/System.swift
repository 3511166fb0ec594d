// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What stands in a folder, read by the system's calls and not by the module under test.
func names(in folder: String) throws -> [String] {
    let handle = try unsafe opened(opendir(folder))
    defer { _ = unsafe closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
            unsafe String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// A file's bytes.
func contents(of path: String) throws -> [UInt8] {
    let stream = try unsafe opened(fopen(path, "rb"))
    defer { _ = unsafe fclose(stream) }
    var bytes: [UInt8] = []
    while case let byte = unsafe fgetc(stream), byte != EOF { bytes.append(UInt8(byte)) }
    return bytes
}

/// A file's type and permission bits and its number of names.
func status(of path: String) throws -> (mode: UInt32, links: Int) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw SystemFailure(number: errno) }
    return (status.st_mode, Int(status.st_nlink))
}

/// The process's mask for new files; `umask` itself would change it under the other tests.
func creationMask() throws -> UInt32 {
    let lines = try String(decoding: contents(of: "/proc/self/status"), as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix("Umask:") }
    guard let mask = line.flatMap({ UInt32($0.dropFirst(6).drop { $0.isWhitespace }, radix: 8) }) else {
        throw SystemFailure(number: ENOENT)
    }
    return mask
}

struct SystemFailure: Error { var number: Int32 }

private func opened<T>(_ value: T?) throws -> T {
    guard let value else { throw SystemFailure(number: errno) }
    return value
}

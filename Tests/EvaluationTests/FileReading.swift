// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The bytes of a file; nil if it can't be read.
func read(_ path: String) -> [UInt8]? {
    guard let stream = unsafe fopen(path, "rb") else { return nil }
    defer { unsafe fclose(stream) }
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = unsafe fread(&chunk, 1, chunk.count, stream)
        if count == 0 { return all }
        all += chunk[..<count]
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Whether bytes are well-formed UTF-8; ASCII goes by eight bytes at a time.
func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    while at + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        guard word & 0x8080_8080_8080_8080 == 0 else { break }
        at += 8
    }
    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[at...])
    return unsafe rest.allSatisfy { $0 < 0x80 } || String(validating: rest, as: UTF8.self) != nil
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Overwrites bytes with zeros in a way the compiler does not remove.
///
/// Only this array's storage is wiped: a copy of the array made before shares or has its own storage and is not.
package func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { buffer in
        if let base = buffer.baseAddress { unsafe explicit_bzero(base, buffer.count) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import EncodingKeys
import TestSupport

extension Fixture {
    static func guarded(_ bytes: [UInt8]) throws -> GuardedBytes {
        try unsafe GuardedBytes(count: bytes.count) { memory in
            unsafe memory.copyBytes(from: bytes)
            return true
        }
    }

    static func content(_ bytes: GuardedBytes) throws -> [UInt8] {
        try unsafe bytes.withBytes { unsafe Array($0) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// Numbers for tokens, from 0 in the order in which they are first met; equal tokens of one key group have one number.
///
/// Shared by samples whose token sets are to be compared. Plaintext: it never leaves the process.
package final class TokenNumbers {
    private var numbers: [[UInt8]: Int] = [:]

    package init() {}

    /// How many different tokens there were.
    package var count: Int { numbers.count }

    /// The number of a token of a key group, given now if it has none.
    package func number(of token: UnsafeRawBufferPointer, group: Int) -> Int {
        // No group has more than 64 others before it.
        let name = unsafe [UInt8(truncatingIfNeeded: group)] + token
        if let number = numbers[name] { return number }
        numbers[name] = numbers.count
        return numbers.count - 1
    }
}

extension LinkageSchema {
    /// The number of each feature's key group, the same for all features of a group.
    var groupNumbers: [Int] {
        let groups = features.map(\.keyGroup)
        return groups.map { groups.firstIndex(of: $0) ?? 0 }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A number of bytes as people write it: `512M`, `4G`, `1500000000`; K, M, G and T are powers of 1,024, as `sort -S` has them.
package struct MemorySize: Sendable, Equatable {
    package let bytes: Int

    /// Reads text; nil if it is no such number above 0, or one beyond 2^62.
    package init?(_ text: String) {
        let powers: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
        let power = text.last.flatMap { powers[Character($0.uppercased())] }
        let digits = power == nil ? text[...] : text.dropLast()
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits), number > 0,
            number <= (1 << 62) >> (power ?? 0)
        else { return nil }
        bytes = number << (power ?? 0)
    }
}

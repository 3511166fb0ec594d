// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files

/// Committed vectors in tab-separated files.
package enum Fixture {
    /// The rows of a tab-separated file in `Specs/Vectors`.
    package static func rows(_ name: String, here: String = #filePath) throws -> [[String]] {
        let root = here.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = try InputFile(path: "/\(root)/Specs/Vectors/\(name)").readAll(limit: 1 << 20)
        return String(decoding: text, as: UTF8.self)
            .split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    package static func bytes(hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

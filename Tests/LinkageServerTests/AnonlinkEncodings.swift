// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import TestSupport

/// Encodings of random bits, and what two parties' scores must be, from the definition.
struct AnonlinkEncodings {
    let rows: [[UInt8]]

    init(_ rows: [[UInt8]]) { self.rows = rows }

    init(rows: Int, bytes: Int = 8, seed: UInt64) {
        var draw = SplitMix64(seed: seed)
        self.rows = (0..<rows).map { _ in (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &draw) } }
    }

    var texts: [String] { rows.map { "\"\(Self.base64($0))\"" } }
    var json: String { "{\"clks\": [\(texts.joined(separator: ", "))]}" }

    /// The scores of pairs that are compared, in the order in which they are to come.
    func scores(
        with other: Self,
        least: Double,
        areCompared: (Int, Int) -> Bool = { _, _ in true }
    ) -> JSONValue {
        var found: [(score: Double, a: Int, b: Int)] = []
        for (a, left) in rows.enumerated() {
            for (b, right) in other.rows.enumerated() where areCompared(a, b) {
                let common = zip(left, right).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
                let sum = (left + right).reduce(0) { $0 + $1.nonzeroBitCount }
                let score = sum == 0 ? 0 : Double(2 * common) / Double(sum)
                if common > 0, score >= least { found.append((score, a, b)) }
            }
        }
        found.sort { (-$0.score, $0.a, $0.b) < (-$1.score, $1.a, $1.b) }
        return .array(
            found.map { [[0, .integer($0.a)], [1, .integer($0.b)], .number($0.score)] }
        )
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            for index in 0..<4 {
                text.append(index <= part.count ? alphabet[bits >> (18 - 6 * index) & 63] : "=")
            }
        }
        return text
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The sex as `f`, `m` or `x`, by the schema's own values first.
struct SexNormaliser: Sendable {
    private let values: [[UInt8]: UInt8?]

    private static let known: [[UInt8]: UInt8?] = {
        let words: [(UInt8?, String)] = [
            (UInt8(ascii: "f"), "f female w woman"),
            (UInt8(ascii: "m"), "m male man"),
            (UInt8(ascii: "x"), "x nonbinary other"),
            (nil, "u unknown unk 9"),
        ]
        return Dictionary(
            uniqueKeysWithValues: words.flatMap { sex, words in
                words.split(separator: " ").map { (Array($0.utf8), sex) }
            }
        )
    }()

    /// Values of the table, normalised, to `f`, `m`, `x` or the empty string, which means missing.
    init(values: [String: String]) {
        let own = values.map { (Array($0.key.utf8), $0.value.utf8.first) }
        self.values = Self.known.merging(own) { $1 }
    }

    func normalise(_ text: inout [UInt8]) -> MissingRule? {
        text.keep { ASCII.isLower($0) || ASCII.isDigit($0) }
        guard let sex = values[text] else { return .sexUnmapped }
        guard let sex else { return .sexUnknown }
        text = [sex]
        return nil
    }
}

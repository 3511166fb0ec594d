// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The tables of `Specs/Tables`, compiled in; frozen with normalisers version 1.
enum FrozenTables {
    static let folding = parseFolding(foldingText)
    static let particles = WordSet(separatedByCommas: particlesText)
    static let givenPlaceholders = WordSet(separatedByCommas: givenPlaceholdersText)
    static let familyPlaceholders = WordSet(separatedByCommas: familyPlaceholdersText)
    static let datePlaceholders = WordSet(separatedByCommas: datePlaceholdersText)
    static let textPlaceholders = WordSet(separatedByCommas: textPlaceholdersText)
    static let usGivenNames2020 = parseFrequencies(usGivenNames2020Text)
    static let usFamilyNames2020 = parseFrequencies(usFamilyNames2020Text)
    /// Formal names by nickname.
    static let nicknames = parsePairs(nicknamesText)
    /// The roles' names first, then one value a role for each of 16 invented persons.
    static let canary = canaryText.split(separator: "\n").map { line in line.split(separator: "|").map(String.init) }

    private static func parseFolding(_ text: String) -> [(point: UInt32, replacement: [UInt8])] {
        text.split { $0 == " " || $0 == "\n" }
            .map { entry in
                let replacement = entry.dropFirst(4)
                return (
                    point: UInt32(entry.prefix(4), radix: 16) ?? 0,
                    replacement: replacement == #"\s"# ? [0x20] : Array(replacement.utf8)
                )
            }
    }

    private static func parsePairs(_ text: String) -> [ArraySlice<UInt8>: [UInt8]] {
        let pairs = text.split { $0 == "," || $0 == "\n" }.map { $0.split(separator: "=") }
        return Dictionary(pairs.map { (Array($0[0].utf8)[...], Array($0[1].utf8)) }) { first, _ in first }
    }

    private static func parseFrequencies(_ text: String) -> [CentreTable.Entry] {
        text.split { $0 == "," || $0 == "\n" }
            .map { entry in
                let parts = entry.split(separator: " ")
                return (token: Array(parts[0].utf8), frequency: Int(parts[1]) ?? 0)
            }
    }
}

/// A set of words as bytes; a slice of a longer text can be looked up without a copy.
struct WordSet: Sendable {
    let words: Set<ArraySlice<UInt8>>

    init(separatedByCommas text: String) {
        words = Set(text.split { $0 == "," || $0 == "\n" }.map { Array($0.utf8)[...] })
    }

    func contains(_ word: ArraySlice<UInt8>) -> Bool { words.contains(word) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Given and family names from folded text.
enum NameNormaliser {
    private static let suffixes = WordSet(separatedByCommas: "jr,sr,ii,iii,iv")

    static func given(_ text: inout [UInt8]) -> MissingRule? {
        clean(&text)
        return rule(text, FrozenTables.givenPlaceholders)
    }

    static func family(_ text: inout [UInt8]) -> MissingRule? {
        clean(&text)
        dropSuffixes(&text)
        joinParticles(&text)
        return rule(text, FrozenTables.familyPlaceholders)
    }

    /// Letters, digits and single spaces.
    private static func clean(_ text: inout [UInt8]) {
        text.rewrite { byte in
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) { return .keep }
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ","): return .space
            default: return ASCII.isSpace(byte) ? .space : .drop
            }
        }
    }

    private static func dropSuffixes(_ text: inout [UInt8]) {
        while let space = text.lastIndex(of: ASCII.space), suffixes.contains(text[(space + 1)...]) {
            text.removeLast(text.count - space)
        }
    }

    /// de la cruz → delacruz.
    private static func joinParticles(_ text: inout [UInt8]) {
        guard text.contains(ASCII.space) else { return }
        var end = 0
        var wordStart = 0
        for index in text.indices {
            let byte = text[index]
            if byte == ASCII.space {
                let isParticle = FrozenTables.particles.contains(text[wordStart..<end])
                wordStart = isParticle ? end : end + 1
                if isParticle { continue }
            }
            text[end] = byte
            end += 1
        }
        text.removeLast(text.count - end)
    }

    private static func rule(_ text: [UInt8], _ placeholders: WordSet) -> MissingRule? {
        if placeholders.contains(text[...]) { return .namePlaceholder }
        return text.contains(where: ASCII.isLetter) ? nil : .nameWithoutLetters
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ClkhashWarning {
    /// Bytes of a secret below which it can be guessed whatever they are.
    private static let enoughSecret = 16

    /// What speaks against a secret; none of it shows the secret.
    ///
    /// - Parameter secret: the bytes as they are used.
    package static func warnings(ofSecret secret: some BidirectionalCollection<UInt8>) -> [ClkhashWarning] {
        var warnings: [ClkhashWarning] = []
        if let last = secret.last, isSpace(last) {
            warnings.append(
                ClkhashWarning(
                    "clkhash.warning.secret.space",
                    "the secret ends in white space, which belongs to it: a secret without it gives other encodings",
                    remedy:
                        "make sure that all agencies have the same bytes; a line feed at the end often is an accident"
                )
            )
        }
        if looksTyped(secret) {
            warnings.append(
                ClkhashWarning(
                    "clkhash.warning.secret.passphrase",
                    "the secret is short or looks like a passphrase; whoever guesses it can re-identify people",
                    remedy: "agree on 32 random bytes, for instance as 64 hexadecimal digits"
                )
            )
        }
        return warnings
    }

    /// Whether a person may have made the secret up: it is short, has few different characters, or is words.
    private static func looksTyped(_ secret: some BidirectionalCollection<UInt8>) -> Bool {
        let core = secret.dropLast(secret.reversed().prefix(while: isSpace).count)
        guard core.count >= enoughSecret, Set(core).count >= enoughSecret / 2 else { return true }
        guard core.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            // Words beyond ASCII are UTF-8, which random bytes hardly ever are.
            return String(validating: core, as: UTF8.self) != nil
        }
        let digits = core.count { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        // Of random texts of 32 characters in base64, 97 in 100 have two digits; of hexadecimal ones all.
        return core.contains(where: isSpace) || core.count < 22 || digits < 2
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

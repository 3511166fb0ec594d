// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import Sealing

/// A credential's token, `tsr_ID_SECRET`: the name of the credential, and 24 random bytes that only its holder has.
///
/// The server keeps the SHA-256 of the secret alone. 192 random bits are not guessed, so no slow hash is needed.
package struct BearerToken: Sendable {
    /// 16 hexadecimal digits.
    let id: String
    /// 48 hexadecimal digits.
    let secret: String

    private static let start = "tsr_"

    init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    static func random() -> BearerToken {
        BearerToken(id: RandomText.hexadecimal(bytes: 8), secret: RandomText.hexadecimal(bytes: 24))
    }

    /// Takes a token apart; nil if it has not the form of one.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "tsr", Self.isHexadecimal(parts[1], 16), Self.isHexadecimal(parts[2], 48)
        else { return nil }
        id = String(parts[1])
        secret = String(parts[2])
    }

    package var text: String { "\(Self.start)\(id)_\(secret)" }
    /// What the server keeps of it.
    var digest: [UInt8] { SHA256.digest(of: Array(secret.utf8)) }

    static func isHexadecimal(_ text: some StringProtocol, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}

/// Random text from the system's generator.
enum RandomText {
    static func hexadecimal(bytes: Int) -> String {
        var random = [UInt8](repeating: 0, count: bytes)
        unsafe randombytes_buf(&random, random.count)
        return Hex.encode(random)
    }
}

/// Compares secrets in a time that does not depend on where they differ.
enum ConstantTime {
    static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe sodium_memcmp(left, right, left.count) == 0
    }
}

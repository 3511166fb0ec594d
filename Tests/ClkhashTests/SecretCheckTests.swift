// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import EncodingKeys
import JSONText
import TestSupport
import Testing

/// What the linkage unit sees of a secret, which may be a passphrase: never a digest that is cheap to guess against.
@Suite struct SecretCheckTests {
    @Test(arguments: 0..<3)
    func defect_D5_aSecretGoesThroughArgon2idFirst(number: Int) throws {
        let entry = try #require(ClkhashVectors.json("secret_check.json").array)[number]
        let secret = try Fixture.bytes(hex: #require(entry["secret_hex"]?.string))
        let fingerprint = try Fixture.bytes(hex: #require(entry["fingerprint"]?.string))
        let project = try #require(entry["project"]?.string)
        let check = try SecretCheck(secret: .holding(secret), project: project, fingerprint: fingerprint)
        #expect(try check.keyCheck() == Fixture.bytes(hex: #require(entry["keyCheck"]?.string)))
        let rows = try Fixture.bytes(hex: #require(entry["rows_hex"]?.string))
        #expect(try check.canaryDigest(rows: rows) == Fixture.bytes(hex: #require(entry["canaryDigest"]?.string)))
    }
}

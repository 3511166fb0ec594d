// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import Sealing
import TestSupport
import Testing

@Suite struct CompatibilityTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    /// The header of a file of an agency, after a change to what it was made from.
    private func header(
        _ agency: String,
        identity: Identity? = nil,
        _ change: (inout EncodingHeader.Draft) -> Void = { _ in }
    ) throws -> EncodingHeader {
        var draft = ExchangeFixture.draft
        change(&draft)
        let writer = try EncodingFileWriter(
            path: fixture.folder.file("file-\(UInt64.random(in: 0 ... .max))"),
            header: draft,
            sender: identity ?? Identity.generate(name: agency),
            recipient: fixture.unit.card
        )
        return try writer.finish(rowsIn: 0, rowsRejected: 0, rowsBlank: 0).header
    }

    private func refusal(_ headers: [EncodingHeader]) -> ExchangeError? {
        #expect(throws: ExchangeError.self) { try CompatibilityCheck.check(headers) }
    }

    @Test func filesThatAgreePass() throws {
        try CompatibilityCheck.check([header("county"), header("state")])
        try CompatibilityCheck.check([header("county"), header("state"), header("clinic")])
    }

    @Test func oneFileIsNothingToLink() throws {
        for headers in [[], [try header("county")]] { #expect(refusal(headers)?.kind == .files) }
    }

    @Test func anAgencyTwiceIsRefused() throws {
        #expect(refusal([try header("county"), try header("state"), try header("county")])?.kind == .agency)
        // One key under two names is one agency too.
        let identity = try Identity.generate(name: "county")
        var renamed = try header("county", identity: identity)
        renamed.common.senderName = "state"
        let error = refusal([try header("county", identity: identity), renamed])
        #expect(error?.kind == .agency)
        #expect(error?.exitCode == .mismatch)
    }

    private typealias Change = @Sendable (inout EncodingHeader.Draft) -> Void
    /// In the order in which they are found.
    private static let changes: [(ExchangeError.Code, String, Change)] = [
        (.project, "project", { $0.project = "demo-2027" }),
        (.schema, "schema", { $0.schemaFingerprint[31] ^= 1 }),
        (.profile, "profiles", { $0.profile = .hardened }),
        (.vectors, "vectors", { $0.vectors.swapAt(0, 1) }),
        (
            .vectors, "vectors",
            {
                $0.vectors[0].bits = 128
                $0.vectors[1].bits = 128
                $0.vectors[1].variantOf = 0
            }
        ),
        (
            .vectors, "vectors",
            {
                $0.vectors[0].bits = 128
                $0.vectors[1].bits = 128
                $0.vectors[1].variantOf = nil
                $0.vectors[1].relativeOf = .init(relation: "mother", vector: 0)
            }
        ),
        (.bits, "filter lengths", { $0.vectors[1].bits = 128 }),
        (.features, "features", { $0.features = ["dob", "given"] }),
        (.features, "features", { $0.vectors[0].features = [1, 0] }),
        (.key, "project keys", { $0.keyCheck[15] ^= 1 }),
        (.canary, "invented persons", { $0.canaryDigest[0] ^= 0x80 }),
    ]

    /// Encodings that can't be compared are found before the first comparison, and what differs is named (clkhash #298).
    @Test(arguments: changes.indices)
    func defect_D9_eachParameterThatDiffersIsNamed(index: Int) throws {
        let (code, words, change) = Self.changes[index]
        let error = refusal([try header("county"), try header("clinic"), try header("state", change)])
        #expect(error?.kind == code)
        #expect(error?.exitCode == .mismatch)
        #expect(error?.message.contains(words) == true)
        #expect(error?.message.contains("county and state") == true)
        #expect(error?.message.contains("clinic") == false)
        // Whichever file comes first.
        #expect(refusal([try header("state", change), try header("county")])?.kind == code)
    }

    @Test(arguments: changes.indices.dropLast())
    func theFirstDifferenceIsNamed(index: Int) throws {
        let all = try header("state") { draft in for (_, _, change) in Self.changes[index...] { change(&draft) } }
        #expect(refusal([try header("county"), all])?.kind == Self.changes[index].0)
    }

    /// A key that was damaged on its way gives another check value, and the linkage is refused at the door
    /// (data-owner-tools #50: white space in the key file broke a linkage that nobody noticed).
    @Test func defect_F1_anotherKeyIsRefusedAtTheDoor() throws {
        let other = try header("state") { $0.keyCheck = [UInt8](repeating: 0xAB, count: 16) }
        let error = refusal([try header("county"), other])
        #expect(error?.kind == .key)
        // Neither of the check values is shown.
        #expect(error?.description.contains("abab") == false && error?.description.contains("2021") == false)
        #expect(error?.remedy?.contains("same project key") == true)
    }
}

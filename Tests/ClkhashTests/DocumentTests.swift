// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import Faults
import JSONText
import TestSupport
import Testing

/// Documents are accepted where clkhash accepts them, and encode to the same bits.
@Suite struct DocumentTests {
    @Test(arguments: try #require(ClkhashVectors.json("schema_acceptance.json").array))
    func acceptance(vector: JSONValue) throws {
        let text = try #require(vector["schema"]).compactText()
        let document = try? ClkhashDocument(Array(text.utf8))
        #expect((document != nil) == vector["accepted"]?.bool)
        guard let document else { return }
        let failsLater = try #require(vector["name"]?.string).contains("encoding fails")
        #expect(((try? document.checkEncodable()) == nil) == failsLater)
    }

    /// The documents with which clkhash encodes, and we don't.
    private static let unsupported: Set<String> = [
        #"3: features/0/format {"type": "string", "pattern": "(?=A).*"}"#,
        #"3: features/0/format {"type": "string", "pattern": "(?i)ada"}"#,
        #"3: features/0/format {"type": "date", "format": "%c"}"#,
        #"3: features/0/format {"type": "date", "format": "%Q"}"#,
        #"3: features/0/format {"type": "date", "format": "%d%d"}"#,
        #"3: features/0/hashing/comparison {"type": "numeric", "thresholdDistance": 0.05, "resolution": 2, "#
            + #""fractional_precision": 2.0}"#,
    ]

    @Test func everyDocumentIsTakenAsClkhashTakesIt() throws {
        let vectors = try ClkhashVectors.json("acceptance.json")
        let secret = Array(try #require(vectors["secret"]?.string).utf8)
        var unsupported: Set<String> = []
        for vector in try #require(vectors["documents"]?.array) {
            let name = try #require(vector["name"]?.string)
            let text = Array(try #require(vector["text"]?.string).utf8)
            let document: ClkhashDocument
            do {
                document = try ClkhashDocument(text)
            } catch {
                #expect(vector["accepted"]?.bool == false, "\(name): \(error)")
                continue
            }
            #expect(vector["accepted"]?.bool == true, "\(name)")
            do {
                try document.checkEncodable()
            } catch {
                #expect(error.position?.line == 1 && error.remedy != nil, "\(name)")
                if error.kind == .unsupported {
                    unsupported.insert(name)
                } else {
                    #expect(error.kind == .unusable && vector["clk"]?.isNull == true, "\(name): \(error)")
                }
                continue
            }
            do {
                let encoder = try ClkhashEncoder(
                    schema: document.schema,
                    secret: .holding(secret),
                    validates: false,
                    cacheBytes: 0
                )
                let record = try #require(vector["record"]?.array).map { Array(try #require($0.string).utf8) }
                #expect(encoder.encoding(record) == vector["clk"]?.string.map(Base64.bytes), "\(name)")
            } catch let error as ClkhashError {
                #expect(error.kind == .limit && name.contains("thresholdDistance"), "\(name): \(error)")
            }
        }
        #expect(unsupported == Self.unsupported)
    }

    @Test(arguments: try ClkhashVectors.cases())
    func caseFoldersAreReadAsTheyAre(name: String) throws {
        let document = try ClkhashDocument(ClkhashVectors.bytes("\(name)/schema.json"), file: name)
        try document.checkEncodable()
        let trusted = try ClkhashSchema(trusted: ClkhashVectors.json("\(name)/schema.json"))
        #expect(document.schema.version == trusted.version)
        #expect(document.schema.filterLength == trusted.filterLength)
        #expect(document.schema.folds == trusted.folds)
        #expect(document.schema.keyDerivation == trusted.keyDerivation)
        #expect(document.schema.features.count == trusted.features.count)
        for (feature, other) in zip(document.schema.features, trusted.features) {
            #expect(feature.identifier == other.identifier)
            #expect(feature.hashing?.comparison == other.hashing?.comparison)
            #expect(feature.hashing?.strategy == other.hashing?.strategy)
            #expect(feature.hashing?.hash == other.hashing?.hash)
            #expect(feature.hashing?.missing == other.hashing?.missing)
        }
    }

    @Test(arguments: try #require(ClkhashVectors.json("primitives.json")["base64_as_reference_decodes"]?.array))
    func base64(vector: JSONValue) throws {
        var text = try #require(vector["text"]).compactText()
        text = #"{"version":3,"clkConfig":{"l":1,"kdf":{"type":"HKDF","salt":\#(text)}},"features":[]}"#
        let salt = try? ClkhashDocument(Array(text.utf8)).schema.keyDerivation.salt
        #expect(salt == vector["bytes_hex"]?.string.map(Fixture.bytes))
    }
}
